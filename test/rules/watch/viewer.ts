import { vi } from 'vitest';
import type { Engine } from '../../../src/runtime/engine.ts';
import { engineOf } from '../../../src/shopEngine.ts';
import type { ChartUpdate, WatchPicture, WatchUpdate } from '../../../src/watch/watchTypes.ts';
import type { WatchHandler } from '../../../src/watch.ts';

const ORIGIN = 'http://localhost:7070';

/** Lets the time of the live page stand still, until a test moves it. The clock of the shop is another one. */
export function stopTime(): void {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
  });
}

/** Asks a handler, without a server. */
export function ask(
  handler: WatchHandler,
  path: string,
  { origin = ORIGIN, ...init }: RequestInit & { readonly origin?: string } = {},
): Promise<Response> {
  return handler.fetch(new Request(`${origin}${path}`, init));
}

/** The answer to a request, as what the test expects it to be. */
export async function told<Answer extends object>(
  handler: WatchHandler,
  path: string,
): Promise<Answer> {
  return (await (await ask(handler, path)).json()) as Answer;
}

/** One who views a live page, whose time stands still: see {@link stopTime}. */
export class Viewer {
  readonly status: number;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;

  private constructor({ status, body }: Response) {
    if (body === null) throw new Error('the answer has no body');
    this.status = status;
    this.#reader = body.getReader();
  }

  /** @param following the id of the actor that it follows. */
  static async of(
    handler: WatchHandler,
    following?: string,
    init: RequestInit & { readonly basePath?: string } = {},
  ): Promise<Viewer> {
    const search = following === undefined ? '' : `?follow=${encodeURIComponent(following)}`;
    return new Viewer(await ask(handler, `${init.basePath ?? '/'}api/updates${search}`, init));
  }

  /** What it gets next, when everything has been read again that is read once a second. */
  async next(): Promise<WatchUpdate> {
    await vi.advanceTimersByTimeAsync(1100);
    return await this.soon();
  }

  /** What it gets next, within a tenth of a second if there is something new. */
  async soon(): Promise<WatchUpdate> {
    const text = this.text();
    await vi.advanceTimersByTimeAsync(1000);
    const update = await text;
    if (update === undefined) throw new Error('the updates have ended');
    return JSON.parse(update) as WatchUpdate;
  }

  /** The data of the next event; undefined when there is none any more. */
  async text(): Promise<string | undefined> {
    const { done, value } = await this.#reader.read();
    if (done) return undefined;
    const event = new TextDecoder().decode(value);
    const [, data] = /^data: (.*)\n\n$/.exec(event) ?? [];
    if (data === undefined) throw new Error(`expected one event, got ${event}`);
    return data;
  }

  async leave(): Promise<void> {
    await this.#reader.cancel();
  }
}

export function chartIn({ charts }: WatchUpdate, id: string): ChartUpdate {
  const chart = charts.find((each) => each.id === id);
  if (chart === undefined) throw new Error(`there is no chart ${id}`);
  return chart;
}

/** The number of actors by state, without states that have none. */
export function countsIn(update: WatchUpdate, id: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [state, { now }] of Object.entries(chartIn(update, id).states)) {
    if (now !== 0) counts[state] = now;
  }
  return counts;
}

/** How often each transition was taken, by what the chart says of it: `pending: order.confirm -> confirmed`. */
export async function transitionsIn(
  handler: WatchHandler,
  update: WatchUpdate,
  id: string,
): Promise<Record<string, number>> {
  const { charts } = await told<WatchPicture>(handler, '/api/picture');
  const { transitions = [] } = charts.find((chart) => chart.id === id) ?? {};
  const named = new Map(
    transitions.map(({ elementId, source, label, targets }) => {
      const event = label.replace(/ \/ .*/s, '');
      return [elementId, `${source}: ${event} -> ${targets.join(', ')}`];
    }),
  );
  const counts: Record<string, number> = {};
  for (const [elementId, { count }] of Object.entries(chartIn(update, id).transitions)) {
    counts[named.get(elementId) ?? elementId] = count;
  }
  return counts;
}

export function engineIn(shop: object): Engine {
  return (engineOf(shop) as { readonly engine: Engine }).engine;
}

/** True when something counts what the actors of a shop do, or is told of it. */
export function isWatched(shop: object): boolean {
  const { directory } = engineIn(shop);
  return directory.tally !== undefined || directory.watches.isWatched;
}
