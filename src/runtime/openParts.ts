import type { ActorSystem } from './actorSystem.ts';
import { LiveActor } from './liveActor.ts';
import { hasChildren } from './located.ts';
import type { PartList } from './part.ts';
import type { Resumed } from './passiveActors.ts';
import type { Turn } from './turn.ts';

/** The members of the engine that the phases use. */
interface OpeningEngine {
  turn<Result>(work: (turn: Turn) => Result): Result | Promise<Result>;
  runDueTimers(): void;
  flushed(): Promise<void>;
}

/**
 * The phases of opening an engine, in their order:
 *
 * 1. `load`: each part reads the records that it always needs in memory.
 * 2. The clock is read. If the last time in the store lies ahead of it, it has jumped meanwhile.
 * 3. `restore`: the timers of each actor that was active when the store was last used are restored,
 *    and each part is called with the actor. Actors that had to be migrated are written.
 * 4. `start`: services start.
 * 5. Timers that fell due while the store was closed are fired. The children of an actor that comes into
 *    memory for that wait: an order that is overdue does not call its payment service once more.
 * 6. Actors that still have active children are activated, and the children are started: nothing else
 *    would start them again.
 * 7. `ready`: everything that the phases before have changed is durable.
 */
export async function openParts(
  engine: OpeningEngine,
  { system, parts }: { readonly system: ActorSystem; readonly parts: PartList },
): Promise<void> {
  const { directory } = system;
  directory.register(parts.kinds);
  parts.load();
  // There are no timers yet.
  engine.runDueTimers();
  const { parents, migrated } = system.restore((actor) => parts.restore(actor));
  if (migrated.length > 0) {
    runTurn(engine, ({ changes }) => {
      for (const change of migrated) changes.push(change);
    });
  }
  parts.start();
  system.holdChildren(() => engine.runDueTimers());
  for (const parent of parents) runTurn(engine, (turn) => startChildren(system, parent, turn));
  await engine.flushed();
  parts.ready();
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
