import type { AnyActorRef, AnyEventObject, EventObject, InspectionEvent } from 'xstate';
import { INVENTORY, type StockLedger } from '../../machines/index.ts';
import type { ActorWatch } from '../runtime/actorWatches.ts';
import type { Engine } from '../runtime/engine.ts';
import { LiveActor } from '../runtime/liveActor.ts';
import { chartOfService } from '../runtime/serviceChart.ts';
import type { ServiceActor } from '../xstate/host/serviceActor.ts';
import { ActorFilter } from './actorFilter.ts';
import type { InspectTerms } from './inspectOptions.ts';
import { MAX_SCANNED } from './limits.ts';
import { PacedMessages } from './pacedMessages.ts';
import { ShownActor, viewOf } from './shownActor.ts';
import { ShownActors } from './shownActors.ts';
import { StockView } from './stockView.ts';

/** Kinds of actors that are one for each user or order. */
const KINDS = ['cart', 'order'] as const;

export interface ShopInspectionOptions {
  readonly engine: Engine;
  readonly terms: InspectTerms;
  readonly next: (event: InspectionEvent) => void;
}

/**
 * Tells an inspector what the actors of a shop do, in the events of XState's inspection. Differs from XState's own in
 * what it leaves out: actors that do not fit the filter cost a look at their name, and nothing is made of them.
 */
export class ShopInspection implements ActorWatch {
  readonly #engine: Engine;
  readonly #filter: ActorFilter;
  readonly #messages: PacedMessages;
  readonly #root: ShownActor;
  readonly #actors: ShownActors;
  readonly #services = new Map<object, ShownActor>();
  readonly #inventory: ShownActor;
  readonly #stock: StockView;
  readonly #remove: () => void;
  /** The sender of the last message and who gets it, until that one has got it. */
  #source: AnyActorRef | undefined = undefined;
  #target: object | undefined = undefined;
  /** The last actor that was shown, and as what: a step follows its event. */
  #last: object | undefined = undefined;
  #lastShown: ShownActor | undefined = undefined;

  /** Begins to watch. Nothing is told before {@link ShopInspection.announce}. */
  constructor({ engine, terms, next }: ShopInspectionOptions) {
    this.#engine = engine;
    this.#filter = new ActorFilter(terms);
    this.#root = new ShownActor(terms.name, {}, { status: 'active' });
    this.#messages = new PacedMessages({ root: this.#root, rate: terms.rate, next });
    this.#actors = new ShownActors(terms.maxActors);
    const [inventory, stock] = this.#showServices();
    this.#inventory = inventory;
    this.#stock = stock;
    this.#scan();
    inventory.view = stock.view(inventory.view);
    this.#remove = engine.directory.watches.add(this);
  }

  /** Tells the inspector of all actors that are shown, as many at a time as the rate allows. */
  announce(): void {
    for (const actor of this.#all()) this.#messages.announce(actor);
  }

  /** The events that introduce all actors that are shown, as they are now, to somebody who knows none of them. */
  *introductions(): Generator<InspectionEvent> {
    for (const actor of this.#all()) {
      actor.isAnnounced = true;
      yield this.#messages.introduction(actor);
    }
  }

  end(): void {
    this.#remove();
    this.#messages.end();
  }

  sending(source: AnyActorRef | undefined, target: object): void {
    this.#source = source;
    this.#target = target;
  }

  received(actor: object, event: EventObject): void {
    const source = this.#target === actor ? this.#source : undefined;
    this.#target = undefined;
    // An actor that leaves memory is stopped by the engine. It goes on when it comes back.
    if (event.type === 'xstate.stop') return;
    const shown = this.#find(actor);
    if (shown === undefined) return;
    const sender = source && this.#lookUp(source);
    if (shown === this.#inventory && !this.#isAboutShown(sender, event)) return;
    this.#messages.event(shown, event, sender);
    if (shown === this.#inventory) this.#showStock();
  }

  stepped(actor: object, event: EventObject): void {
    if (event.type === 'xstate.stop') return;
    const shown = this.#find(actor);
    if (shown === undefined || shown === this.#inventory) return;
    this.#look(shown, actor as LiveActor | ServiceActor);
    this.#messages.snapshot(shown, event);
  }

  started(actor: object): void {
    const shown = this.#find(actor);
    if (shown !== undefined) this.#messages.announce(shown);
  }

  /** The actor as it is shown; undefined if it is not. */
  #find(actor: object): ShownActor | undefined {
    if (actor === this.#last) return this.#lastShown;
    const shown =
      this.#lookUp(actor) ?? (actor instanceof LiveActor ? this.#admitLive(actor) : undefined);
    if (shown !== undefined) {
      this.#last = actor;
      this.#lastShown = shown;
    }
    return shown;
  }

  /** The actor if it is shown: also if it was in an earlier state, and does not fit any more. */
  #lookUp(actor: object): ShownActor | undefined {
    if (!(actor instanceof LiveActor)) return this.#services.get(actor);
    return this.#actors.mayHave(actor.name) ? this.#actors.get(actor.id) : undefined;
  }

  /** Shows a cart or an order from now on, if it fits and there is room. */
  #admitLive(actor: LiveActor): ShownActor | undefined {
    const { kind, name, value, context } = actor;
    if (!this.#filter.fits({ chart: kind.name, name, value, context })) return undefined;
    if (this.#canAdmit) return this.#admit(actor.id, kind.machine, viewOf(actor));
    this.#messages.leaveOut();
    return undefined;
  }

  /** True when one more can be shown: in place of one that has ended only if there is time to tell of it. */
  get #canAdmit(): boolean {
    const actors = this.#actors;
    return actors.hasRoom || (actors.hasEnded && this.#messages.hasAllowance);
  }

  #admit(id: string, logic: object, view: ShownActor['view']): ShownActor {
    const shown = this.#actors.add(new ShownActor(id, logic, view, this.#root));
    this.#stock.note(view.context);
    return shown;
  }

  #look(shown: ShownActor, actor: LiveActor | ServiceActor): void {
    const before = shown.view;
    shown.view = viewOf(actor);
    if (shown.view.context !== before.context) this.#stock.note(shown.view.context);
    if (before.status === 'active' && shown.view.status !== 'active') this.#actors.noteEnded(shown);
  }

  /** True when a message to the inventory is about a shown actor, or about a product of one. */
  #isAboutShown(sender: ShownActor | undefined, event: EventObject): boolean {
    if (sender !== undefined) return true;
    return this.#stock.has((event as AnyEventObject).sku);
  }

  /** The inventory has more messages than can be shown: its state follows when there is time. */
  #showStock(): void {
    this.#messages.snapshotLater(this.#inventory, () => {
      this.#inventory.view = this.#stock.view(this.#inventory.view);
    });
  }

  #showServices(): [inventory: ShownActor, stock: StockView] {
    let shownInventory: [ShownActor, StockView] | undefined;
    for (const actor of this.#engine.directory.services) {
      const isInventory = actor.id === INVENTORY;
      const chart = chartOfService(actor);
      if (!isInventory && !(chart !== undefined && this.#filter.hasChart(chart.id))) continue;
      const shown = new ShownActor(actor.id, actor.logic, viewOf(actor), this.#root);
      this.#services.set(actor, shown);
      if (!isInventory) continue;
      const { ledger } = actor.context as { readonly ledger: StockLedger };
      shownInventory = [shown, new StockView(ledger)];
    }
    if (shownInventory === undefined) throw new Error('the shop has no inventory');
    return shownInventory;
  }

  /** Shows the carts and orders that there are. */
  #scan(): void {
    const { directory } = this.#engine;
    let scanned = 0;
    for (const chart of KINDS) {
      const kind = directory.kindNamed(chart);
      if (kind === undefined || !this.#filter.hasChart(chart)) continue;
      for (const { name, status, value, context } of directory.scan(kind, false)) {
        if (status !== 'active') continue;
        if (++scanned > MAX_SCANNED) return;
        if (!this.#filter.fits({ chart, name, value, context })) continue;
        if (!this.#actors.hasRoom) {
          this.#messages.leaveOut();
          return;
        }
        this.#admit(`${chart}:${name}`, kind.machine, { status, value, context });
      }
    }
  }

  /** The shop first, and parents before children. */
  *#all(): Generator<ShownActor> {
    yield this.#root;
    yield* this.#services.values();
    yield* this.#actors.values();
  }
}
