import cliProgress from 'cli-progress';

/** Between two lines where stderr is no terminal: enough to see that it goes on. */
const LINE_MS = 5000;

export interface ProgressOptions {
  /** What is going on: `loading products`. */
  readonly label: string;
  /** How much there is to do. */
  readonly total: number;
  /** What it is counted in: `products`. */
  readonly unit: string;
  /** Whether to say anything, a line every few seconds, where stderr is no terminal. */
  readonly lines?: boolean;
}

export interface Progress {
  /** @param note said in place of the time that is left. */
  update(done: number, note?: string): void;
  /** Leaves nothing on a terminal. */
  stop(): void;
}

/** Shows on stderr how far something has come: a bar on a terminal, now and then a line elsewhere. */
export function startProgress(options: ProgressOptions): Progress {
  return process.stderr.isTTY ? bar(options) : lines(options);
}

function bar({ label, total, unit }: ProgressOptions): Progress {
  const shown = new cliProgress.SingleBar({
    format: (_options, params, { note }) => {
      const percent = Math.floor(100 * params.progress);
      const full = Math.round(20 * params.progress);
      const left = note ?? timeLeft(params.eta);
      return `${label} ${'█'.repeat(full).padEnd(20, '░')} ${percent} % | ${params.value} of ${total} ${unit} | ${left}`;
    },
    stream: process.stderr,
    // Its graceful exit would take Ctrl-C for itself and let the run go on.
    gracefulExit: false,
    clearOnComplete: true,
  });
  shown.start(total, 0, {});
  return {
    update: (done, note) => shown.update(Math.min(done, total), { note }),
    stop: () => shown.stop(),
  };
}

function timeLeft(seconds: number): string {
  return Number.isFinite(seconds) ? `${Math.ceil(seconds)} s to go` : '';
}

function lines({ label, total, unit, lines: wanted = true }: ProgressOptions): Progress {
  let nextAt = performance.now() + LINE_MS;
  return {
    update(done, note) {
      if (!wanted || performance.now() < nextAt) return;
      nextAt = performance.now() + LINE_MS;
      const rest = note === undefined ? '' : ` | ${note}`;
      process.stderr.write(`${label}: ${done} of ${total} ${unit}${rest}\n`);
    },
    stop() {},
  };
}
