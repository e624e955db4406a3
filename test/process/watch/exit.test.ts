import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, expect, test } from 'vitest';
import { SocketViewer, until } from './viewing.ts';

const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** A shop that is watched, in a process that has nothing else to do once its input has ended. */
const PROGRAM = `
  const { createShop } = await import('statecart');
  const shop = await createShop();
  const { url } = await shop.watch({ port: 0 });
  console.log(url);
  process.stdin.resume();
`;

test('a process ends by itself although its shop is viewed', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  running.add(child);
  const ended = once(child, 'exit');
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
  const viewer = await SocketViewer.of(url, '/api/updates?follow=ada');
  await until('an update', () => viewer.updates.length > 0);
  child.stdin.end();
  expect(await ended).toEqual([0, null]);
  await until('the end of the updates', () => viewer.isClosed);
  running.delete(child);
});
