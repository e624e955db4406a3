import type { ActorSystem } from './actorSystem.ts';
import type { PartList } from './part.ts';
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
 * 2. `restore`: the timers of each actor that was active when the store was last used are restored,
 *    and each part is called with the actor. Actors that had to be migrated are written.
 * 3. `start`: services start.
 * 4. Actors that had active children are activated, since nothing else would start the children again.
 * 5. Timers that fell due while the store was closed are fired.
 * 6. `ready`: everything that the phases before have changed is durable.
 */
export async function openParts(
  engine: OpeningEngine,
  { system, parts }: { readonly system: ActorSystem; readonly parts: PartList },
): Promise<void> {
  const { directory } = system;
  directory.register(parts.kinds);
  parts.load();
  const { parents, migrated } = system.restore((actor) => parts.restore(actor));
  if (migrated.length > 0) {
    runTurn(engine, ({ changes }) => {
      for (const change of migrated) changes.push(change);
    });
  }
  parts.start();
  for (const { kind, name } of parents) runTurn(engine, () => directory.find(kind, name));
  engine.runDueTimers();
  await engine.flushed();
  parts.ready();
}

/** A failed commit stops the engine; `flushed` then throws the cause. */
function runTurn(engine: OpeningEngine, work: (turn: Turn) => unknown): void {
  const result = engine.turn((turn) => void work(turn));
  if (result instanceof Promise) result.catch(() => {});
}
