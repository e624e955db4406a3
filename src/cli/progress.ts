/** Between two updates on a terminal. */
const TERMINAL_MS = 200;

/** Between two lines elsewhere: few enough for a log, enough to see that it goes on. */
const LOG_MS = 30_000;

/** Entries between two looks at the time. */
const STRIDE = 1000;

export interface Progress {
  /** So many entries are done. */
  update(done: number): void;
  /** Leaves nothing on a terminal. */
  stop(): void;
}

/** Says on stderr how far something has come: often on a terminal, seldom elsewhere. */
export function startProgress(label: string, total?: number): Progress {
  const { stderr } = process;
  const everyMs = stderr.isTTY ? TERMINAL_MS : LOG_MS;
  const of = total === undefined ? '' : ` of ${total.toLocaleString('en-US')}`;
  let nextAt = performance.now() + everyMs;
  let isShown = false;
  return {
    update(done) {
      if (done % STRIDE !== 0 || performance.now() < nextAt) return;
      nextAt = performance.now() + everyMs;
      const text = `${label}: ${done.toLocaleString('en-US')}${of} entries`;
      stderr.write(stderr.isTTY ? `\r${text}\u001b[K` : `${text}\n`);
      isShown = stderr.isTTY;
    },
    stop() {
      if (isShown) stderr.write('\r\u001b[K');
    },
  };
}
