import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { expectShown } from './readme.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

test('the demo ends well, and prints each message for those who want it on this channel', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/examples/demo/demo.js'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expectShown('demo', stdout);
  const messages = [...stdout.matchAll(/^ {6}\[(\w+) to (\w+)\] (.*)$/gm)];
  const headsOf = (channel: string, reader: string) =>
    messages
      .filter(([, on, to]) => on === channel && to === reader)
      .map(([, , , text = '']) => text.replace(/[:.].*$/, '').replace(/\d+/, 'N'));
  expect(headsOf('email', 'Ada')).toEqual([
    'We have received your order N',
    'We have received your order N',
    'Your order N is on its way',
    'Your order N has been cancelled',
  ]);
  expect(headsOf('push', 'Ada')).toEqual(['Your order N has been delivered']);
  expect(headsOf('sms', 'Grace')).toEqual(['Your order N has been cancelled']);
  expect(headsOf('push', 'Linus')).toEqual(['Game console is back in stock']);
  expect(new Set(headsOf('email', 'Olga'))).toEqual(new Set(['Out of stock']));
  expect(messages.filter(([, channel]) => channel === 'sms')).toHaveLength(1);
});
