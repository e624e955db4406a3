import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { chargeCardAt } from '../../examples/payment-gateway/chargeCard.ts';
import { paymentCommand } from '../../examples/payment-gateway/paymentCommand.ts';
import { startGateway } from '../../examples/payment-gateway/startGateway.ts';
import { describeCommandLine } from '../rules/terminal/commandLine.ts';
import { expectShown } from './readme.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SIGNAL = new AbortController().signal;

test('the built program charges each order once, also when its shop is killed before it knows', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['dist/examples/payment-gateway/payment.js'],
    { cwd: ROOT, encoding: 'utf8' },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expectShown('payment-gateway', stdout);
  expect(stdout).toMatch(/^5 orders paid, 5 charges, audit ok$/m);
  expect(stdout).toMatch(/^ {2}shop {5}1004 pending, payment due as before$/m);
  expect(stdout.match(/1006\/1 request \d: 503, busy/g)).toHaveLength(2);
  expect(stdout.match(/webhook {2}1010\/1 approved: (news|known already)/g)).toHaveLength(2);
  const [, death = ''] = stdout.split('its process is killed');
  expect(death).toMatch(/1002\/1 request \d: approved before, nothing taken/);
});

test('a client of the gateway knows an outcome only when it was told one', async () => {
  const gateway = await startGateway({ say: () => {}, report: () => {} });
  onTestFinished(gateway.close);
  const chargeCard = chargeCardAt(gateway.url);
  const pay = (key: string, card: string) =>
    chargeCard({ key, card, amountMinor: 900, currency: 'USD' }, SIGNAL);
  expect(await pay('1/1', 'good')).toBe('approved');
  expect(await pay('1/1', 'good')).toBe('approved');
  expect(await pay('2/1', 'empty')).toBe('declined');
  expect(gateway.charges).toEqual(new Map([['1/1', 1]]));
  await expect(pay('3/1', 'busy')).rejects.toThrow('503');
  await expect(
    chargeCardAt(`${gateway.url}/elsewhere/..`)(
      { key: '4/1', card: 'lost', amountMinor: 1, currency: 'USD' },
      AbortSignal.timeout(50),
    ),
  ).rejects.toThrow();
});

describeCommandLine(paymentCommand, {
  flags: [],
  misuse: [['an unknown flag', ['--card', 'good'], '--card']],
});
