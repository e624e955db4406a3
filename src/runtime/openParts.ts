import type { ActorSystem } from './actorSystem.ts';
import type { PartList } from './part.ts';
import type { Turn } from './turn.ts';

/** What the phases need of the engine. */
interface OpeningEngine {
  turn<Result>(work: (turn: Turn) => Result): Result | Promise<Result>;
  runDueTimers(): void;
  flushed(): Promise<void>;
}

/**
 * The phases of opening an engine, in their order:
 *
 * 1. `load`: each part reads the records that it needs from the start.
 * 2. `restore`: each actor that was active when the store was last used gets its timers back, and
 *    each part is told of it. Actors that had to be migrated are written.
 * 3. `start`: services start.
 * 4. Actors whose own actors were at work are activated, since nothing else would start those again.
 * 5. Timers that fell due while the store was closed run.
 * 6. `ready`: all of it is durable.
 */
export async function openParts(
  engine: OpeningEngine,
  { system, parts }: { readonly system: ActorSystem; readonly parts: PartList },
): Promise<void> {
  const { directory } = system;
  directory.register(parts.kinds);
  parts.load();
  const { parents, migrated } = system.restore((actor) => parts.restore(actor));
  if (migrated.length > 0) runTurn(engine, ({ changes }) => changes.push(...migrated));
  parts.start();
  for (const { kind, name } of parents) runTurn(engine, () => directory.find(kind, name));
  engine.runDueTimers();
  await engine.flushed();
  parts.ready();
}

/** A commit that fails stops the engine, which `flushed` reports. */
function runTurn(engine: OpeningEngine, work: (turn: Turn) => unknown): void {
  const result = engine.turn((turn) => void work(turn));
  if (result instanceof Promise) result.catch(() => {});
}
