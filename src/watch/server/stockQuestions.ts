import { MAX_STOCK_PAUSE_MS, MAX_STOCK_QUESTIONS, STOCK_SHARE } from '../limits.ts';
import type { WatchedStock } from '../watchTypes.ts';

type Answer = WatchedStock | undefined;

/**
 * Asks a source for the stock of products, one after the other, in a small share of the time: each question may go through
 * all orders, however often viewers ask.
 */
export class StockQuestions {
  readonly #source: (sku: string) => Answer | Promise<Answer>;
  /** The answers that wait or have just been given, by SKU. */
  readonly #answers = new Map<string, Promise<Answer>>();
  /** Resolves when the next question may be asked. */
  #pause: Promise<unknown> = Promise.resolve();

  constructor(source: (sku: string) => Answer | Promise<Answer>) {
    this.#source = source;
  }

  /** @returns the answer, which rejects with what the source throws; undefined if too many questions wait. */
  ask(sku: string): Promise<Answer> | undefined {
    let answer = this.#answers.get(sku);
    if (answer === undefined && this.#answers.size < MAX_STOCK_QUESTIONS) {
      answer = this.#ask(sku, this.#pause);
      this.#answers.set(sku, answer);
    }
    return answer;
  }

  async #ask(sku: string, before: Promise<unknown>): Promise<Answer> {
    let begun = 0;
    const answer = before.then(() => {
      begun = performance.now();
      return this.#source(sku);
    });
    const rest = async () => {
      const ms = (performance.now() - begun) * (1 / STOCK_SHARE - 1);
      await pause(Math.min(ms, MAX_STOCK_PAUSE_MS));
      this.#answers.delete(sku);
    };
    this.#pause = answer.then(rest, rest);
    return await answer;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
