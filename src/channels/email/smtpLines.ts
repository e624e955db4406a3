import { type LineOptions, SmtpLine } from './smtpLine.ts';

/** The lines to one server. Each is used by one mail at a time, and there are at most as many as `maxLines`. */
export class SmtpLines {
  readonly #options: LineOptions;
  readonly #maxLines: number;
  readonly #idle: SmtpLine[] = [];
  readonly #busy = new Set<SmtpLine>();
  readonly #waiting: ((line: SmtpLine | undefined) => void)[] = [];
  #isClosed = false;

  constructor(options: LineOptions, maxLines: number) {
    this.#options = options;
    this.#maxLines = maxLines;
  }

  /** Waits for a line, in the order of the calls. It has to be given back by {@link release}. Undefined after `close`. */
  async acquire(): Promise<SmtpLine | undefined> {
    if (this.#isClosed) return undefined;
    if (this.#busy.size < this.#maxLines) return this.#next();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** Gives a line back, which is used again unless it is closed. */
  release(line: SmtpLine): void {
    this.#busy.delete(line);
    if (!line.isClosed) this.#idle.push(line);
    if (!this.#isClosed) this.#waiting.shift()?.(this.#next());
  }

  close(): void {
    this.#isClosed = true;
    for (const line of [...this.#idle, ...this.#busy]) line.close();
    for (const resolve of this.#waiting.splice(0)) resolve(undefined);
  }

  /** The line that was used last, so that those that are not needed close for being idle. */
  #next(): SmtpLine {
    const line = this.#idle.pop() ?? new SmtpLine(this.#options);
    this.#busy.add(line);
    return line;
  }
}
