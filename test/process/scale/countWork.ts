import { Session } from 'node:inspector/promises';

/**
 * Counts work instead of timing it: the number of blocks of code (function bodies, loop bodies, branches) of the engine and its
 * libraries that run, by V8's precise coverage. The number is the same on every machine and under every load. Counting has to start
 * before the counted code is first called in the process.
 */
export async function startCounting() {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return {
    /** The number of blocks that ran during `run`. */
    async count(run: () => Promise<void> | void): Promise<number> {
      await session.post('Profiler.takePreciseCoverage');
      await run();
      const { result } = await session.post('Profiler.takePreciseCoverage');
      return result
        .filter(({ url }) => /\/(src|machines|xstate|mitt)\//.test(url))
        .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
        .reduce((sum, { count }) => sum + count, 0);
    },
    stop: () => session.disconnect(),
  };
}
