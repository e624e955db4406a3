import { numberText } from './numberText.ts';
import { printError, showStatus } from './output.ts';

/** Between two updates on a terminal, in milliseconds. */
const TERMINAL_MS = 200;

/**
 * Until the first line elsewhere, in milliseconds. The time to the next one doubles up to a bound:
 * enough to see that it goes on, and few enough for a log.
 */
const FIRST_LINE_MS = 5000;
const MAX_LINE_MS = 30_000;

/** Letters of the bar on a terminal. */
const BAR_WIDTH = 20;

export interface ProgressOptions {
  /** What is going on: `loading products`. */
  readonly label: string;
  /** What it is counted in: `products`. */
  readonly unit: string;
  /** How much there is to do; not known when left out. */
  readonly total?: number;
}

export interface Progress {
  /** @param note printed after the count; on a terminal it replaces the time that is left. */
  update(done: number, note?: string): void;
  /** Leaves nothing on a terminal. */
  stop(): void;
}

/**
 * Shows on stderr how far something has come: a bar on a terminal, a line now and then
 * elsewhere. Written by hand because it is part of the package, where a library for it would be a
 * dependency of every shop.
 */
export function startProgress(options: ProgressOptions): Progress {
  const isTerminal = process.stderr.isTTY === true;
  const startedAt = performance.now();
  let everyMs = isTerminal ? TERMINAL_MS : FIRST_LINE_MS;
  let nextAt = isTerminal ? startedAt : startedAt + everyMs;
  let isShown = false;
  return {
    update(done, note) {
      const now = performance.now();
      if (now < nextAt) return;
      if (!isTerminal) everyMs = Math.min(2 * everyMs, MAX_LINE_MS);
      nextAt = now + everyMs;
      if (isTerminal) showStatus(barText(options, done, now - startedAt, note));
      else printError(`${lineText(options, done, note)}\n`);
      isShown = isTerminal;
    },
    stop() {
      if (isShown) showStatus('');
      isShown = false;
    },
  };
}

function lineText({ label, unit, total }: ProgressOptions, done: number, note?: string): string {
  const of = total === undefined ? '' : ` of ${numberText(total)}`;
  return `${label}: ${numberText(done)}${of} ${unit}${note === undefined ? '' : ` | ${note}`}`;
}

function barText(options: ProgressOptions, done: number, elapsedMs: number, note?: string): string {
  const { label, unit, total } = options;
  if (total === undefined) return lineText(options, done, note);
  const share = total === 0 ? 1 : Math.min(done / total, 1);
  const bar = '█'.repeat(Math.floor(BAR_WIDTH * share)).padEnd(BAR_WIDTH, '░');
  const secondsLeft = Math.ceil((elapsedMs / share - elapsedMs) / 1000);
  const rest = note ?? (done > 0 ? `${numberText(secondsLeft)} s to go` : '');
  const count = `${numberText(Math.min(done, total))} of ${numberText(total)} ${unit}`;
  return `${label} ${bar} ${Math.floor(100 * share)} % | ${count} | ${rest}`;
}
