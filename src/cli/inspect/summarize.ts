import type { StoreHead } from '../../schema/head.ts';
import { stockRecord } from '../../schema/stock.ts';
import type { Snapshot } from '../../store/lmdb/openSnapshot.ts';
import { actorsIn, PLACES, type Place, readActor } from '../storedActor.ts';

/** How many of the next timers are named. */
const NEXT_TIMERS = 5;

/** Actors by the name of their state. */
type ByState = Record<string, number>;

export interface WaitingTimer {
  /** Epoch milliseconds. */
  readonly dueAt: number;
  /** Kind and name of the actor that it belongs to: `order:4711`. */
  readonly actor: string;
  readonly event: string;
}

/** What is in a store, as `--json` prints it. Times are epoch milliseconds. */
export interface Contents {
  readonly bytes: number;
  readonly format: number;
  readonly currency: string;
  /** The process that has the store open; null if there is none. */
  readonly inUseBy: number | null;
  readonly entries: number;
  readonly turns: { readonly count: number; readonly lastAt: number | null };
  /** Entries that could not be read: `audit` says more. */
  readonly unreadable: number;
  readonly carts: Readonly<Record<Place, ByState>>;
  readonly orders: Readonly<Record<Place, ByState>>;
  readonly products: number;
  readonly users: number;
  readonly reviews: number;
  /** `kept` of them are in the store, from `oldest` to `newest`. */
  readonly facts: {
    readonly kept: number;
    readonly oldest: number | null;
    readonly newest: number;
  };
  readonly consumers: readonly {
    readonly name: string;
    readonly position: number;
    readonly behind: number;
  }[];
  /** Units over all products and locations. */
  readonly stock: {
    readonly received: number;
    readonly available: number;
    readonly held: number;
    readonly shipped: number;
    readonly productsSoldOut: number;
  };
  readonly timers: {
    readonly waiting: number;
    readonly overdue: number;
    readonly next: readonly WaitingTimer[];
  };
}

/** Counts what is in the store; also what cannot be read. */
export function summarize(
  snapshot: Snapshot,
  { format, currency }: StoreHead,
  now: number,
): Contents {
  const count = new Count(snapshot);
  const timers = new Timers(now);
  const [turns, newest, lastAt] =
    count.read(snapshot.get(['turn']) ?? JSON.stringify(NO_TURN), readTurn) ?? NO_TURN;
  const contents = {
    bytes: snapshot.bytes,
    format,
    currency,
    inUseBy: snapshot.writer ?? null,
    entries: snapshot.size,
    turns: { count: turns, lastAt },
    carts: count.actors('cart', timers),
    orders: count.actors('order', timers),
    products: count.all('product'),
    users: count.all('user'),
    reviews: count.all('review'),
    facts: { ...count.facts(), newest },
    consumers: count.consumers(newest),
    stock: count.stock(),
    timers: timers.summary(),
  };
  return { ...contents, unreadable: count.unreadable };
}

class Count {
  /** Entries that could not be read. */
  unreadable = 0;
  readonly #snapshot: Snapshot;

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }

  read<Value>(text: string, parse: (text: string) => Value): Value | undefined {
    try {
      return parse(text);
    } catch {
      this.unreadable++;
      return undefined;
    }
  }

  all(kind: string): number {
    let found = 0;
    for (const _ of this.#snapshot.range({ prefix: [kind] })) found++;
    return found;
  }

  actors(kind: 'cart' | 'order', timers: Timers): Contents['carts'] {
    const states: Record<Place, ByState> = { open: {}, past: {} };
    for (const place of PLACES) {
      for (const [key, text] of this.#snapshot.range({ prefix: actorsIn(place, kind) })) {
        const actor = this.read(text, (record) => readActor(kind, key, record));
        if (actor === undefined) continue;
        states[place][actor.state] = (states[place][actor.state] ?? 0) + 1;
        for (const { dueAt, event } of actor.timers) {
          timers.add({ dueAt, actor: `${kind}:${actor.name}`, event: event.type });
        }
      }
    }
    return states;
  }

  facts(): { kept: number; oldest: number | null } {
    let kept = 0;
    let oldest: number | null = null;
    for (const [[, first], text] of this.#snapshot.range({ prefix: ['fact'] })) {
      oldest ??= Number(first);
      kept += this.read(text, (facts) => (JSON.parse(facts) as unknown[]).length) ?? 0;
    }
    return { kept, oldest };
  }

  consumers(newest: number): Contents['consumers'][number][] {
    const consumers = [];
    for (const [[, name], text] of this.#snapshot.range({ prefix: ['consumer'] })) {
      const position = this.read(text, (value) => Number(JSON.parse(value)));
      if (position === undefined) continue;
      consumers.push({ name: String(name), position, behind: newest - position });
    }
    return consumers;
  }

  stock(): Contents['stock'] {
    const stock = { received: 0, available: 0, held: 0, shipped: 0, productsSoldOut: 0 };
    for (const [key, text] of this.#snapshot.range({ prefix: ['stock'] })) {
      const balances = this.read(text, (value) => stockRecord.decode(value, key));
      if (balances === undefined) continue;
      for (const balance of balances) {
        for (const kind of UNITS) stock[kind] += balance[kind];
      }
      if (balances.every(({ available }) => available === 0)) stock.productsSoldOut++;
    }
    return stock;
  }
}

const UNITS = ['received', 'available', 'held', 'shipped'] as const;

type Turn = readonly [turns: number, seq: number, at: number | null];

const NO_TURN: Turn = [0, 0, null];

function readTurn(text: string): Turn {
  const [turns, seq, at] = JSON.parse(text) as Turn;
  return [turns, seq, at];
}

/** Knows the next few of many timers. */
class Timers {
  readonly #now: number;
  #next: WaitingTimer[] = [];
  #waiting = 0;
  #overdue = 0;

  constructor(now: number) {
    this.#now = now;
  }

  add(timer: WaitingTimer): void {
    this.#waiting++;
    if (timer.dueAt <= this.#now) this.#overdue++;
    if (this.#next.length === NEXT_TIMERS && timer.dueAt >= (this.#next.at(-1)?.dueAt ?? 0)) return;
    this.#next = [...this.#next, timer].sort((a, b) => a.dueAt - b.dueAt).slice(0, NEXT_TIMERS);
  }

  summary() {
    return { waiting: this.#waiting, overdue: this.#overdue, next: this.#next };
  }
}
