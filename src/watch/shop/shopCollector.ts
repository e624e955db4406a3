import type { AnyStateMachine } from 'xstate';
import type { ActorKind } from '../../runtime/actorKind.ts';
import type { Engine } from '../../runtime/engine.ts';
import { chartOfService } from '../../runtime/serviceChart.ts';
import { IDLE_UPDATE_MS, MAX_DEAD } from '../limits.ts';
import type { ChartUpdate, WaitingActor, WatchUpdate } from '../watchTypes.ts';
import { ActorScans } from './actorScans.ts';
import { FollowedActors } from './followedActors.ts';
import { RefusalCounts } from './refusalCounts.ts';
import { deadLetterOf, figuresOf } from './shopFigures.ts';
import { ShopTally } from './shopTally.ts';
import { TurnTrace } from './turnTrace.ts';
import type { WatchedShop } from './watchedShop.ts';

/** Kinds of actors that are one for each user or order; the others are services. */
const KINDS: readonly string[] = ['cart', 'order'];

/** What is read once a second. */
type Slow = Pick<WatchUpdate, 'figures' | 'channels' | 'dead' | 'consumers'> & {
  readonly longest: ReadonlyMap<string, readonly WaitingActor[]>;
};

/** Of a shop that was closed before the first viewer came. */
const NOTHING: Slow = { figures: null, channels: [], dead: [], consumers: [], longest: new Map() };

/** What is collected while somebody watches. */
interface Collected {
  readonly tally: ShopTally;
  readonly scans: ActorScans;
  readonly refusals: RefusalCounts;
  readonly followed: FollowedActors;
  readonly trace: TurnTrace;
  readonly remove: () => void;
}

/**
 * Collects what the live pages of one shop show, while there are any: they share it. Without, the shop is not watched.
 */
export class ShopCollector {
  /** The charts by name, in the order in which they are shown. */
  readonly machines: ReadonlyMap<string, AnyStateMachine>;
  readonly #shop: WatchedShop;
  readonly #kinds: readonly ActorKind[];
  #users = 0;
  #collected: Collected | undefined = undefined;
  #clockOffsetMs = 0;
  #refused = 0;
  #slow: Slow | undefined = undefined;
  #slowAt = 0;

  constructor(shop: WatchedShop) {
    this.#shop = shop;
    const { directory } = shop.engine;
    this.#kinds = KINDS.map((name) => directory.kindNamed(name) as ActorKind);
    const machines = new Map<string, AnyStateMachine>();
    for (const { name, machine } of this.#kinds) machines.set(name, machine);
    for (const service of directory.services) {
      const chart = chartOfService(service);
      if (chart !== undefined) machines.set(chart.id, chart);
    }
    this.machines = machines;
  }

  begin(): void {
    if (this.#users === 0) {
      const { engine } = this.#shop;
      this.#clockOffsetMs = engine.jumps.offsetMs;
      this.#collected = this.#collect(engine);
    }
    this.#users++;
  }

  end(): void {
    if (--this.#users > 0) return;
    const { directory } = this.#shop.engine;
    this.#collected?.scans.end();
    this.#collected?.trace.end();
    this.#collected?.remove();
    directory.tally = undefined;
    this.#collected = undefined;
    this.#slow = undefined;
  }

  /** Rises with all that happens. */
  get news(): number {
    return (this.#collected?.tally.news ?? 0) + this.#refused;
  }

  /** True when the store has been closed, or is about to be: nothing can be read any more. */
  get isClosed(): boolean {
    const { isClosing, stopped } = this.#shop.engine;
    return isClosing && stopped !== undefined;
  }

  /** To be called before the updates of one moment. */
  read(): void {
    if (this.isClosed) return;
    const { tally, refusals, trace, scans } = this.#present;
    const { offsetMs } = this.#shop.engine.jumps;
    if (offsetMs !== this.#clockOffsetMs) {
      this.#clockOffsetMs = offsetMs;
      tally.rebase();
      scans.rebase();
    }
    trace.next();
    const now = performance.now();
    if (this.#slow !== undefined && now - this.#slowAt < IDLE_UPDATE_MS) return;
    this.#slowAt = now;
    tally.readRates();
    refusals.readRates();
    this.#slow = this.#readSlow();
  }

  update(following: string | undefined): WatchUpdate {
    const { engine } = this.#shop;
    const { followed, trace } = this.#present;
    const { longest, ...slow } = this.#slow ?? (this.isClosed ? NOTHING : this.#readSlow());
    const { stopped } = engine;
    const isFollowed = following !== undefined && !this.isClosed;
    const view = isFollowed ? followed.view(following) : null;
    const at = engine.now();
    return {
      at,
      charts: this.#charts(longest, at),
      ...slow,
      followed: view && notAfter(at, view),
      turn: trace.turn,
      problem: stopped === undefined ? null : problemOf(stopped.cause),
    };
  }

  follow(id: string): void {
    if (this.isClosed) return;
    const { followed, trace } = this.#present;
    followed.follow(id);
    trace.follow(followed);
  }

  unfollow(id: string): void {
    const { followed, trace } = this.#present;
    followed.unfollow(id);
    if (followed.size === 0) trace.follow(undefined);
  }

  get #present(): Collected {
    if (this.#collected === undefined) throw new Error('nothing is collected');
    return this.#collected;
  }

  #collect(engine: Engine): Collected {
    const { directory, observers } = engine;
    const tally = new ShopTally(this.machines.values(), this.#kinds, () => engine.now());
    for (const service of directory.services) {
      if (chartOfService(service) !== undefined) tally.addService(service);
    }
    directory.tally = tally;
    const refusals = new RefusalCounts();
    const remove = observers.onRefusal((_, code) => {
      this.#refused++;
      refusals.add(code);
    });
    return {
      tally,
      scans: new ActorScans({
        directory,
        kinds: this.#kinds,
        tally,
        isClosed: () => this.isClosed,
      }),
      refusals,
      // An id alone is more likely that of an order.
      followed: new FollowedActors(directory, this.#kinds.toReversed()),
      trace: new TurnTrace(engine),
      remove,
    };
  }

  #readSlow(): Slow {
    const shop = this.#shop;
    const { scans, refusals } = this.#present;
    const stats = shop.stats();
    return {
      longest: new Map(this.#kinds.map((kind) => [kind.name, scans.longest(kind)])),
      figures: figuresOf(stats, shop.health(), refusals.figures()),
      channels: shop.notifications.status(),
      dead: shop.notifications.dead({ limit: MAX_DEAD }).map(deadLetterOf),
      consumers: stats.consumers,
    };
  }

  #charts(longest: Slow['longest'], now: number): ChartUpdate[] {
    const { tally } = this.#present;
    return [...this.machines].map(([id, machine]) => {
      const kind = this.#kinds.find(({ name }) => name === id);
      return {
        id,
        isComplete: kind === undefined || tally.isComplete(kind),
        states: tally.states(machine),
        transitions: tally.transitions(machine),
        longest: (longest.get(id) ?? []).map((waiting) => notAfter(now, waiting)),
      };
    });
  }
}

/** The clock may have jumped back since an actor has come into its state. */
function notAfter<Aged extends { readonly since: number | null }>(now: number, aged: Aged): Aged {
  return aged.since !== null && aged.since > now ? { ...aged, since: now } : aged;
}

function problemOf(cause: Error | undefined): string {
  return cause === undefined
    ? 'The shop has been closed.'
    : `The shop has stopped: ${cause.message}`;
}
