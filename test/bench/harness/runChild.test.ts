import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runChild } from '../../../bench/harness/runChild.ts';

const folder = mkdtempSync(join(tmpdir(), 'statecart-child-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a module with this code, in which `task` is the task. */
function moduleOf(name: string, code: string): string {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, `const task = JSON.parse(process.argv[2]);\n${code}\n`);
  return path;
}

const timeoutMs = 60_000;

test('a task goes to a process of its own, and its result comes back', async () => {
  const module = moduleOf('double', 'process.send({ result: [process.pid, 2 * task.number] });');
  const [pid, doubled] = await runChild<number[]>({ module, task: { number: 21 }, timeoutMs });
  expect(doubled).toBe(42);
  expect(pid).not.toBe(process.pid);
});

test('the progress of a task is passed on', async () => {
  const module = moduleOf(
    'tell',
    `process.send({ progress: { stage: 'a', done: 1, total: 2 } });
     process.send({ result: null });`,
  );
  const heard: unknown[] = [];
  await runChild({ module, task: {}, timeoutMs, onProgress: (progress) => heard.push(progress) });
  expect(heard).toEqual([{ stage: 'a', done: 1, total: 2 }]);
});

test('a task that fails rejects with its message', async () => {
  const module = moduleOf('fail', `process.send({ error: 'a unit is missing' });`);
  await expect(runChild({ module, task: {}, timeoutMs })).rejects.toThrow('a unit is missing');
});

test('a process that ends early rejects with its output', async () => {
  const module = moduleOf('crash', `throw new Error('out of luck');`);
  const running = runChild({ module, task: {}, timeoutMs });
  await expect(running).rejects.toThrow(/exit code 1.*out of luck/s);
});

test('a process that takes too long is ended', async () => {
  const module = moduleOf('busy', 'for (;;) {}');
  const running = runChild({ module, task: {}, timeoutMs: 300 });
  await expect(running).rejects.toThrow('longer than 0.3 s');
});

test('a process ends with the signal', async () => {
  const module = moduleOf('wait', `process.send({ progress: { pid: process.pid } }); for (;;) {}`);
  const ending = new AbortController();
  let pid = 0;
  const running = runChild({
    ...{ module, task: {}, timeoutMs, signal: ending.signal },
    onProgress(progress) {
      pid = (progress as unknown as { pid: number }).pid;
      ending.abort(new Error('enough'));
    },
  });
  await expect(running).rejects.toThrow('enough');
  expect(pid).toBeGreaterThan(0);
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});
