import { totalmem } from 'node:os';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printError } from '../../src/terminal/output.ts';
import { startStagedProgress } from '../../src/terminal/stagedProgress.ts';
import { runChild } from '../harness/runChild.ts';
import {
  AXES,
  type Axis,
  costRatio,
  heapBytesPer,
  type ScalingFigures,
  type SizeFigures,
} from './figures.ts';
import { HEAP_SHARE, POINT_TIMEOUT_MS } from './limits.ts';
import { type Point, type PointResult, type PointTask, pointText } from './point.ts';
import type { ScalingArguments } from './readArguments.ts';

const CHILD = fileURLToPath(new URL(`runPoint${extname(import.meta.url)}`, import.meta.url));

/** Measures all points, one after the other. A point that fails is reported, and the others go on. */
export async function runPoints({
  sizes,
  checkouts,
  seed,
}: ScalingArguments): Promise<ScalingFigures> {
  const failed: { point: Point; reason: string }[] = [];
  const measure = async (point: Point): Promise<PointResult | undefined> => {
    try {
      return await runPoint({ ...point, checkouts, seed });
    } catch (error) {
      const reason = (error as Error).message;
      failed.push({ point, reason });
      printError(`${pointText(point)}: failed: ${reason}\n`);
      return undefined;
    }
  };
  const grow = async (axis: Axis): Promise<SizeFigures[]> => {
    const figures: SizeFigures[] = [];
    for (const size of sizesOf(axis, sizes)) {
      const result = await measure({ ...smallest(sizes), [axis]: size });
      if (result !== undefined) figures.push({ size, ...result });
    }
    return figures;
  };
  const grown = {
    products: await grow('products'),
    carts: await grow('carts'),
    orders: await grow('orders'),
  };
  const { products, carts } = combinedPoint(sizes);
  const combined = await measure({ products, carts, orders: 0 });
  return {
    ...grown,
    combined: combined === undefined ? null : { products, carts, ...combined },
    heapBytesPer: byAxis((axis) => heapBytesPer(grown[axis])),
    ratios: byAxis((axis) => costRatio(grown[axis], 'microsecondsPerCheckout')),
    cpuRatios: byAxis((axis) => costRatio(grown[axis], 'cpuMicrosecondsPerCheckout')),
    failed,
  };
}

/** The smallest point, from which one quantity grows. */
function smallest(sizes: readonly number[]): Point {
  return { products: sizes[0] ?? 0, carts: 0, orders: 0 };
}

function sizesOf(axis: Axis, sizes: readonly number[]): number[] {
  return axis === 'orders' ? [0, ...sizes.slice(1)] : [...sizes];
}

/** The largest number of products, with a tenth as many carts: a large shop at its peak. */
function combinedPoint(sizes: readonly number[]): { products: number; carts: number } {
  const products = sizes.at(-1) ?? 0;
  return { products, carts: Math.ceil(products / 10) };
}

function byAxis<Value>(compute: (axis: Axis) => Value): Record<Axis, Value> {
  return Object.fromEntries(AXES.map((axis) => [axis, compute(axis)])) as Record<Axis, Value>;
}

async function runPoint(task: PointTask): Promise<PointResult> {
  const progress = startStagedProgress(pointText(task));
  try {
    const result = await runChild<PointResult>({
      module: CHILD,
      task,
      timeoutMs: POINT_TIMEOUT_MS,
      nodeOptions: ['--expose-gc', `--max-old-space-size=${heapMegabytes()}`],
      onProgress: progress.update,
    });
    progress.stop();
    const cost = result.microsecondsPerCheckout.toFixed(1);
    printError(`${pointText(task)}: ${cost} µs a checkout\n`);
    return result;
  } finally {
    progress.stop();
  }
}

function heapMegabytes(): number {
  return Math.floor((totalmem() * HEAP_SHARE) / 2 ** 20);
}
