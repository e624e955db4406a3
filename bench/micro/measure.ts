import Benchmark from 'benchmark';
import { MIN_SAMPLES, SAMPLE_SECONDS, WARM_UP_SHARE } from './limits.ts';
import type { AsyncSubject, MicroBenchmark, SyncSubject } from './microBenchmark.ts';

/** The figures of a benchmark. */
export interface MicroFigures {
  readonly name: string;
  readonly opsPerSecond: number;
  /** The time of one operation: the mean of the samples. */
  readonly microseconds: number;
  /** Half the width of the 95 % confidence interval of the mean, in percent of it. */
  readonly marginPercent: number;
  readonly samples: number;
  /** The checksum: all operations, including the warm-up, as counted by their effects. */
  readonly verified: number;
}

/**
 * Measures a benchmark with Benchmark.js, after a warm-up. A sample of a synchronous benchmark is many
 * calls. A sample of an asynchronous one is a single call, which runs a batch of commands:
 * `deferred.resolve()` stops the clock, and the next batch is prepared after that.
 *
 * @param seconds the time in which samples are taken.
 * @throws the error of the benchmark, or Error if its results are wrong.
 */
export async function measure(
  { name, open }: MicroBenchmark,
  seconds: number,
): Promise<MicroFigures> {
  const subject = await open();
  const counted = 'callAsync' in subject ? new Deferrable(subject) : new Loopable(subject);
  await counted.warmUp(seconds * WARM_UP_SHARE);
  const { hz, stats } = await run(name, seconds, counted);
  subject.verify(counted.calls);
  await subject.close?.();
  const opsPerSecond = hz * subject.operations;
  return {
    name,
    opsPerSecond,
    microseconds: 1e6 / opsPerSecond,
    marginPercent: stats.rme,
    samples: stats.sample.length,
    verified: counted.calls * subject.operations,
  };
}

async function run(
  name: string,
  seconds: number,
  counted: Deferrable | Loopable,
): Promise<Benchmark> {
  const benchmark = new Benchmark(name, {
    ...counted.options(seconds, (error) => {
      failure ??= { error };
      benchmark.abort();
    }),
    maxTime: seconds,
    minSamples: MIN_SAMPLES,
  });
  let failure: { readonly error: unknown } | undefined;
  await new Promise((resolve) => {
    benchmark.on('complete', resolve);
    benchmark.run({ async: true });
  });
  if (failure !== undefined) throw failure.error;
  if (benchmark.error !== undefined) throw benchmark.error;
  return benchmark;
}

/** Calls in a loop, through a variable, so that no compiler can remove a call without effect. */
class Loopable {
  calls = 0;
  readonly #subject: SyncSubject;

  constructor(subject: SyncSubject) {
    this.#subject = subject;
  }

  async warmUp(seconds: number): Promise<void> {
    const endAt = performance.now() + 1000 * seconds;
    while (performance.now() < endAt) this.#call();
  }

  options(seconds: number, fail: (error: unknown) => void): Benchmark.Options {
    return {
      minTime: Math.min(SAMPLE_SECONDS, seconds / MIN_SAMPLES),
      fn: () => {
        try {
          this.#call();
        } catch (error) {
          fail(error);
        }
      },
    };
  }

  #call(): void {
    this.calls++;
    this.#subject.call();
  }
}

/** Calls once per sample. */
class Deferrable {
  calls = 0;
  readonly #subject: AsyncSubject;
  #isReady = false;

  constructor(subject: AsyncSubject) {
    this.#subject = subject;
  }

  async warmUp(seconds: number): Promise<void> {
    const endAt = performance.now() + 1000 * seconds;
    await this.#prepare();
    while (performance.now() < endAt) {
      await this.#call();
      await this.#prepare();
    }
  }

  options(_seconds: number, fail: (error: unknown) => void): Benchmark.Options {
    return {
      defer: true,
      // A batch is long enough for the clock: no sample needs a second one.
      initCount: 1,
      minTime: Number.MIN_VALUE,
      fn: (deferred: Benchmark.Deferred) => {
        this.#call()
          .catch(fail)
          .then(() => deferred.resolve())
          .then(() => this.#prepare())
          .catch(fail);
      },
    };
  }

  async #call(): Promise<void> {
    if (!this.#isReady) throw new Error('the next call was not prepared in time');
    this.#isReady = false;
    this.calls++;
    await this.#subject.callAsync();
  }

  async #prepare(): Promise<void> {
    await this.#subject.prepare?.();
    this.#isReady = true;
  }
}
