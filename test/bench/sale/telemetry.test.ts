import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { Telemetry } from '../../../bench/sale/telemetry.ts';

/** Keeps the CPU busy for so long. */
function work(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}

function cpuMs(since?: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

describe('what the process does', () => {
  test('is its CPU time by the time that went by, from begin to end', () => {
    const telemetry = new Telemetry();
    const outer = { at: performance.now(), cpu: process.cpuUsage() };
    telemetry.begin();
    const inner = { at: performance.now(), cpu: process.cpuUsage() };
    work(60);
    const least = { ms: performance.now() - inner.at, cpuMs: cpuMs(inner.cpu) };
    const { cpuCores } = telemetry.end();
    const most = { ms: performance.now() - outer.at, cpuMs: cpuMs(outer.cpu) };
    expect(cpuCores).toBeGreaterThanOrEqual(least.cpuMs / most.ms);
    expect(cpuCores).toBeLessThanOrEqual(most.cpuMs / least.ms);
  });

  test('is fixed at the first end', () => {
    const telemetry = new Telemetry();
    telemetry.begin();
    const first = telemetry.end();
    work(20);
    expect(telemetry.end()).toBe(first);
  });

  test('has the highest memory of all looks', () => {
    const telemetry = new Telemetry();
    telemetry.begin();
    let ballast: number[] | undefined = Array.from({ length: 5_000_000 }, (_, index) => index);
    telemetry.look();
    const { heapUsed } = process.memoryUsage();
    expect(ballast.length).toBe(5_000_000);
    ballast = undefined;
    expect(telemetry.end().heapUsedPeakBytes).toBeGreaterThan(heapUsed * 0.9);
  });

  test('has every garbage collection in between, and none before', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const telemetry = new Telemetry();
    collect();
    telemetry.begin();
    for (let i = 0; i < 3; i++) collect();
    // Node.js tells of them a turn of the event loop later.
    await new Promise(setImmediate);
    const { count, totalMs, longestMs } = telemetry.end().gc;
    expect(count).toBeGreaterThanOrEqual(3);
    expect(longestMs).toBeGreaterThan(0);
    expect(totalMs).toBeGreaterThan(longestMs);
  });

  test('shows how late timers were', async () => {
    const telemetry = new Telemetry();
    telemetry.begin();
    await new Promise((resolve) => setTimeout(resolve, 20));
    work(80);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const { p50, p99, max } = telemetry.end().loopDelay;
    expect(max).toBeGreaterThan(70_000);
    expect(max).toBeGreaterThanOrEqual(p99);
    expect(p99).toBeGreaterThanOrEqual(p50);
  });
});
