import dns, { type LookupAddress } from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { deliver, messageTo } from './pushMessages.ts';
import { PushReceiver, pushChannel } from './pushReceiver.ts';
import { channelTo, deliver as deliverEvents } from './webhookEvents.ts';

/** What names resolve to. */
let addresses: readonly LookupAddress[] = [];

type Answer = (error: null, found: readonly LookupAddress[]) => void;
function answerLookup(_name: string, _options: object, answer: Answer): void {
  setImmediate(() => answer(null, addresses));
}
const lookup = vi.spyOn(dns, 'lookup').mockImplementation(answerLookup as typeof dns.lookup);
syncBuiltinESMExports();
afterAll(() => {
  lookup.mockRestore();
  syncBuiltinESMExports();
});
afterEach(() => {
  addresses = [];
});

it.each([
  [[{ address: '10.0.0.1', family: 4 }], '10.0.0.1'],
  [[{ address: 'fe80::1', family: 6 }], 'fe80::1'],
  [
    [
      { address: '203.0.114.1', family: 4 },
      { address: '::ffff:7f00:1', family: 6 },
    ],
    '::ffff:7f00:1',
  ],
])(
  'a push endpoint whose name has a private address fails without a request',
  async (found, given) => {
    addresses = found;
    const { subscription } = new PushReceiver('https://push.example/send');
    const channel = pushChannel({ allowPrivate: false });
    const [result] = await deliver(channel, messageTo({ pushSubscriptions: [subscription] }));
    const reason = `push.example has the private address ${given}: see allowPrivate`;
    expect(result).toEqual({ status: 'failed', reason });
  },
);

it('a webhook whose name has a private address costs no events: the channel waits', async () => {
  addresses = [{ address: '192.168.1.1', family: 4 }];
  const [result] = await deliverEvents(channelTo('https://erp.example', { allowPrivate: false }));
  const reason = 'erp.example has the private address 192.168.1.1: see allowPrivate';
  expect(result).toEqual({ status: 'retry', affects: 'channel', reason });
});
