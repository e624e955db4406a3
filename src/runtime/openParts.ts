import type { ActorSystem } from './actorSystem.ts';
import type { PartList } from './part.ts';
import type { Resumption } from './passiveActors.ts';
import { refusalOf } from './resume/quarantine.ts';
import type { FailedActor } from './stopped.ts';
import type { Turn } from './turn.ts';

/** The members of the engine that the phases use. */
interface OpeningEngine {
  turn<Result>(work: (turn: Turn) => Result): Result | Promise<Result>;
  runDueTimers(): void;
  flushed(): Promise<void>;
}

export interface OpeningOptions {
  readonly system: ActorSystem;
  readonly parts: PartList;
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
 * 2. `restore`: the timers of each actor that was active when the store was last used are restored,
 *    and each part is called with the actor. Each actor is matched with the chart of today first: those that
 *    had to be migrated are written, and those that cannot go on are refused or put in quarantine. The parts
 *    are called with these, too: an order in quarantine keeps its stock held.
 * 3. `start`: services start.
 * 4. Actors that had active children are activated, since nothing else would start the children again.
 * 5. Timers that fell due while the store was closed are fired.
 * 6. Everything that the phases before have changed is durable, and the outlines of the charts are stored.
 * 7. `ready`: each part is told.
 */
export async function openParts(
  engine: OpeningEngine,
  { system, parts, quarantine }: OpeningOptions,
): Promise<void> {
  const { directory } = system;
  directory.register(parts.kinds);
  parts.load();
  const restored = system.restore((actor) => parts.restore(actor), quarantine?.failed ?? []);
  if (restored.refused.length > 0 && quarantine === undefined) throw refusalOf(restored.refused);
  for (const { kind, name, record, placement } of restored.refused) {
    if (record === undefined || placement !== 'active') continue;
    parts.restore({ kind, name, record, isParent: false });
  }
  writeChanged(engine, restored);
  parts.start();
  for (const { kind, name } of restored.parents) runTurn(engine, () => directory.find(kind, name));
  engine.runDueTimers();
  await engine.flushed();
  await system.storeOutlines(restored);
  parts.ready();
}

/** A turn writes at most this many changed actors, so that no batch grows with the store. */
const ACTORS_PER_TURN = 1000;

function writeChanged(engine: OpeningEngine, { changed }: Resumption): void {
  for (let first = 0; first < changed.length; first += ACTORS_PER_TURN) {
    runTurn(engine, (turn) => {
      for (const actor of changed.slice(first, first + ACTORS_PER_TURN)) {
        turn.changes.push(...actor.changes);
      }
    });
  }
}

/** A failed commit stops the engine; `flushed` then throws the cause. */
function runTurn(engine: OpeningEngine, work: (turn: Turn) => unknown): void {
  const result = engine.turn((turn) => void work(turn));
  if (result instanceof Promise) result.catch(() => {});
}
