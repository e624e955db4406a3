import type { ActorSystem, AnyActorRef, InspectionEvent, Subscription } from 'xstate';
import type { RandomSource } from '../../../src/testing/simulation/randomSource.ts';
import { Keeper } from '../../rules/shop/kept/keeper.ts';
import { pick } from '../../simulation/drawCommand.ts';

/** A subscription of one actor. */
export interface Subscribed {
  readonly actor: AnyActorRef;
  readonly subscription: Subscription;
  /** The snapshots that it has received since the array was last replaced. */
  received: unknown[];
}

/**
 * Attaches and detaches observers of the actors of a shop at random: an inspector of the whole
 * system, subscriptions and listeners of single actors. Reads and keeps snapshots in between.
 */
export class Meddler {
  /** Everything that was kept: none of it may change later. */
  readonly keeper = new Keeper();
  /** How often each act was done. */
  readonly done: Record<string, number> = {};
  /** Events since the inspector was attached or {@link takeInspected} was called. */
  #inspected: InspectionEvent[] = [];
  readonly #random: RandomSource;
  #system: ActorSystem<never> | undefined;
  #inspection: Subscription | undefined;
  /** Counts how often the inspector was attached and detached. */
  #changes = 0;
  readonly #listeners: Subscription[] = [];
  #subscribed: Subscribed[] = [];

  constructor(random: RandomSource) {
    this.#random = random;
  }

  /** To be called by the charts, in the middle of a turn. */
  within(actor: AnyActorRef): void {
    this.#system = actor.system as ActorSystem<never>;
    if (this.#random.integer(6) === 0) this.#act(actor);
  }

  /** To be called between commands. */
  between(ids: readonly string[]): void {
    if (this.#random.integer(2) === 0) return;
    const actors = ids
      .map((id) => this.#system?.get(id as never) as AnyActorRef | undefined)
      .filter((actor) => actor !== undefined);
    this.#act(actors.length === 0 ? undefined : pick(this.#random, actors));
  }

  /** Changes whenever the inspector is attached or detached; undefined while it is detached. */
  get attachment(): number | undefined {
    return this.#inspection && this.#changes;
  }

  /** The subscriptions that are open. */
  get subscribed(): readonly Subscribed[] {
    return this.#subscribed;
  }

  /** True when the actor is the present one with its id: an empty cart ends, and the next one is another actor. */
  isPresent(actor: AnyActorRef): boolean {
    return this.#system?.get(actor.id as never) === actor;
  }

  takeInspected(): readonly InspectionEvent[] {
    const taken = this.#inspected;
    this.#inspected = [];
    return taken;
  }

  #act(actor: AnyActorRef | undefined): void {
    const act = pick(this.#random, [
      ...['inspect', 'inspect', 'stop inspecting'],
      ...['subscribe', 'listen', 'unsubscribe', 'unsubscribe', 'read', 'persist'],
    ] as const);
    if (act === 'inspect') this.#inspect();
    else if (act === 'stop inspecting') this.#stopInspecting();
    else if (act === 'unsubscribe') this.#unsubscribe();
    else if (actor === undefined) return;
    else if (act === 'subscribe') this.#subscribe(actor);
    else if (act === 'listen') this.#listen(actor);
    else if (act === 'read') this.keeper.keep('getSnapshot()', actor.getSnapshot());
    else this.keeper.follow('persist', actor);
    this.done[act] = (this.done[act] ?? 0) + 1;
  }

  #inspect(): void {
    if (this.#system === undefined || this.#inspection !== undefined) return;
    this.#inspected = [];
    this.#changes++;
    this.#inspection = this.#system.inspect((event) => {
      this.#inspected.push(event);
      const { id } = event.actorRef as AnyActorRef;
      if (/^(cart|order):/.test(id)) this.keeper.keep('inspected', event);
    });
  }

  #stopInspecting(): void {
    this.#inspection?.unsubscribe();
    this.#inspection = undefined;
    this.#changes++;
  }

  #subscribe(actor: AnyActorRef): void {
    const next = (snapshot: unknown) => {
      subscribed.received.push(snapshot);
      this.keeper.keep('subscription', snapshot);
    };
    const subscription = actor.subscribe({ next, error: () => {} });
    const subscribed: Subscribed = { actor, subscription, received: [] };
    this.#subscribed = [...this.#subscribed, subscribed];
  }

  #listen(actor: AnyActorRef): void {
    this.#listeners.push(actor.on('*', (event) => this.keeper.keep('listener', event)));
  }

  /** Ends a random subscription or listener. */
  #unsubscribe(): void {
    const { length } = this.#subscribed;
    const index = this.#random.integer(length + this.#listeners.length + 1);
    const [listener] = this.#listeners.splice(index - length, index < length ? 0 : 1);
    listener?.unsubscribe();
    this.#subscribed[index]?.subscription.unsubscribe();
    this.#subscribed = this.#subscribed.filter((_, at) => at !== index);
  }
}
