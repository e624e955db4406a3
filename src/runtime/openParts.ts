import type { ActorSystem } from './actorSystem.ts';
import { LiveActor } from './liveActor.ts';
import { hasChildren } from './located.ts';
import type { PartList } from './part.ts';
import type { Resumed, Resumption } from './passiveActors.ts';
import { refusalOf } from './resume/quarantine.ts';
import type { FailedActor } from './stopped.ts';
import type { Turn } from './turn.ts';

/** The members of the engine that the phases use. */
interface OpeningEngine {
  turn<Result>(work: (turn: Turn) => Result): Result | Promise<Result>;
  flushed(): Promise<void>;
}

export interface OpeningOptions {
  readonly system: ActorSystem;
  readonly parts: PartList;
  /** Fires every timer that is due. */
  readonly catchUp: () => void;
  /**
   * Given when actors that the engine cannot go on with are put in quarantine; otherwise opening fails. Lists
   * the actors that have failed at earlier attempts.
   */
  readonly quarantine: { readonly failed: readonly FailedActor[] } | undefined;
}

/**
 * The phases of opening an engine, in their order:
 *
 * 1. `load`: each part reads the records that it always needs in memory.
 * 2. The clock is read. If the last time in the store lies ahead of it, it has jumped meanwhile.
 * 3. `restore`: the timers of each actor that was active when the store was last used are restored,
 *    and each part is called with the actor. Each actor is matched with the chart of today first: those that
 *    cannot go on are refused or put in quarantine. The parts are called with these, too: an order in quarantine
 *    keeps its stock held.
 * 4. `start`: services start. Then actors with another record than before are written, and the parts are told.
 * 5. Timers that fell due while the store was closed are fired. The children of an actor that comes into
 *    memory for that wait: an order that is overdue does not call its payment service once more.
 * 6. Actors that still have active children are activated, and the children are started: nothing else
 *    would start them again.
 * 7. Everything that the phases before have changed is durable, and the outlines of the charts are stored.
 * 8. `ready`: each part is told.
 */
export async function openParts(
  engine: OpeningEngine,
  { system, parts, catchUp, quarantine }: OpeningOptions,
): Promise<void> {
  const { directory } = system;
  directory.register(parts.kinds);
  parts.load();
  // There are no timers yet.
  catchUp();
  const restored = system.restore((actor) => parts.restore(actor), quarantine?.failed ?? []);
  if (restored.refused.length > 0 && quarantine === undefined) throw refusalOf(restored.refused);
  for (const { kind, name, record, placement } of restored.refused) {
    if (record === undefined || placement !== 'active') continue;
    parts.restore({ kind, name, record, isParent: false });
  }
  parts.start();
  writeChanged(engine, parts, restored);
  system.holdChildren(catchUp);
  for (const parent of restored.parents) {
    runTurn(engine, (turn) => startChildren(system, parent, turn));
  }
  await engine.flushed();
  await system.storeOutlines(restored);
  parts.ready();
}

/** A turn writes at most this many changed actors, so that no batch grows with the store. */
const ACTORS_PER_TURN = 1000;

function writeChanged(engine: OpeningEngine, parts: PartList, { changed }: Resumption): void {
  for (let first = 0; first < changed.length; first += ACTORS_PER_TURN) {
    runTurn(engine, (turn) => {
      for (const actor of changed.slice(first, first + ACTORS_PER_TURN)) {
        turn.changes.push(...actor.changes);
        parts.migrated(actor);
      }
    });
  }
}

/** Starts the children of an actor that had some, unless they have ended meanwhile. */
function startChildren(system: ActorSystem, { kind, name }: Resumed, turn: Turn): void {
  const { directory } = system;
  const actor = directory.locate(kind, name);
  if (actor instanceof LiveActor) {
    turn.activate(actor);
    system.startChildren(actor);
  } else if (actor?.stored !== undefined && hasChildren(actor.stored.record.snapshot)) {
    directory.activate(actor);
  }
}

/** A failed commit stops the engine; `flushed` then throws the cause. */
function runTurn(engine: OpeningEngine, work: (turn: Turn) => unknown): void {
  const result = engine.turn((turn) => void work(turn));
  if (result instanceof Promise) result.catch(() => {});
}
