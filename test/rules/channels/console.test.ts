import { describe, expect, it, vi } from 'vitest';
import { consoleChannel, createShop, type Message, type ShopFact } from '../../../src/index.ts';
import { pass } from '../notifications/notifyingShop.ts';
import { accepted, buy, openShop } from '../shop/openShop.ts';

const SIGNAL = new AbortController().signal;

function messageOf(changed: Partial<Message> = {}): Message {
  return {
    id: 'console-1-0',
    type: 'order.placed',
    at: 0,
    attempt: 1,
    fact: { type: 'order.placed', seq: 1, at: 0 } as ShopFact,
    to: { userId: 'ada', name: 'Ada', pushSubscriptions: [] },
    subject: 'Thank you',
    text: 'We have it. It is long.',
    html: '<p>We have it.</p>',
    short: 'We have it.',
    ...changed,
  };
}

/** The lines that a console prints for messages, and its results. */
async function printed(batch: readonly Message[], name?: string) {
  const lines: string[] = [];
  const options = { print: (line: string) => lines.push(line) };
  const channel = consoleChannel(name === undefined ? options : { ...options, name });
  const results = await channel.deliver(batch, { signal: SIGNAL });
  return { lines, results };
}

describe('a console', () => {
  it('prints one line for each message, in their order, and has sent all of them', async () => {
    const to = { userId: 'bob', name: 'Bob', pushSubscriptions: [] };
    const { lines, results } = await printed([messageOf(), messageOf({ to })]);
    expect(lines).toEqual([
      '[console to Ada] Thank you: We have it.\n',
      '[console to Bob] Thank you: We have it.\n',
    ]);
    expect(results).toEqual(['sent', 'sent']);
  });

  it('has the name that it is given', async () => {
    const { lines } = await printed([messageOf()], 'sms');
    expect(lines).toEqual(['[sms to Ada] Thank you: We have it.\n']);
    expect(consoleChannel().name).toBe('console');
    expect(consoleChannel({ name: 'sms' }).name).toBe('sms');
  });

  it.each([
    [{ userId: 'ada', pushSubscriptions: [] }, 'ada'],
    [{ name: 'Olga', pushSubscriptions: [] }, 'Olga'],
    [{ pushSubscriptions: [] }, 'the owner of the shop'],
  ])('names the reader %j', async (to, shown) => {
    const { lines } = await printed([messageOf({ to })]);
    expect(lines).toEqual([`[console to ${shown}] Thank you: We have it.\n`]);
  });

  it('reaches everybody', () => {
    const { canReach } = consoleChannel();
    expect(canReach?.({ pushSubscriptions: [] }) ?? true).toBe(true);
  });

  it('prints line breaks and control characters escaped, whoever has written them', async () => {
    const to = { name: 'Eve\u001b[2J', pushSubscriptions: [] };
    const { lines } = await printed([messageOf({ to, subject: 'a\nb', short: 'c\u202ed' })]);
    expect(lines).toEqual(['[console to Eve\\u001b[2J] a\\u000ab: c\\u202ed\n']);
  });

  it('prints to the standard output when it is given nothing else', async () => {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      await consoleChannel().deliver([messageOf()], { signal: SIGNAL });
      expect(write.mock.calls.map(([text]) => text)).toEqual([
        '[console to Ada] Thank you: We have it.\n',
      ]);
    } finally {
      write.mockRestore();
    }
  });

  it('of which `print` throws has failed: its messages are tried again', async () => {
    const lines: string[] = [];
    let isBroken = true;
    const print = (line: string) => {
      if (isBroken) throw new Error('the pipe is broken');
      lines.push(line);
    };
    const { shop, clock } = await openShop({
      notifications: { channels: [consoleChannel({ print })] },
    });
    await buy(shop, 'ada', { mug: 1 });
    await pass(clock);
    const [before] = shop.notifications.status();
    expect(before).toMatchObject({ sent: 0, retried: 1, state: 'backingOff' });
    expect(before?.lastFailure?.reason).toBe('the pipe is broken');
    isBroken = false;
    await pass(clock, 1000);
    expect(lines).toHaveLength(1);
    expect(shop.notifications.status()[0]).toMatchObject({ sent: 1, failed: 0 });
  });

  it('of a name can be told apart by preferences', async () => {
    const lines: string[] = [];
    const print = (line: string) => lines.push(line);
    const channels = ['email', 'sms'].map((name) => consoleChannel({ name, print }));
    const { shop, clock } = await openShop({ notifications: { channels } });
    accepted(await shop.users.preferences('ada', { sms: false }));
    await buy(shop, 'ada', { mug: 1 });
    await pass(clock);
    expect(lines.map((line) => line.slice(0, 'email'.length + 1))).toEqual(['[email']);
  });
});

describe('the options of a console', () => {
  it.each([
    ['null', null, 'options'],
    ['an unknown name', { nam: 'sms' }, 'options'],
    ['a name that is no text', { name: 1 }, 'name'],
    ['an empty name', { name: '' }, 'name'],
    ['a print that is no function', { print: 'stdout' }, 'print'],
  ])('refuse %s', (_case, options, argument) => {
    expect(() => consoleChannel(options as never)).toThrow(
      expect.objectContaining({ code: 'ERR_STATECART_ARGUMENT', argument }),
    );
  });

  it('leave it to the shop which names a channel may have', async () => {
    const opening = createShop({
      notifications: { channels: [consoleChannel({ name: 'S M S' })] },
    });
    await expect(opening).rejects.toThrow("1 to 32 of a-z, 0-9, '-' and '_'");
  });
});
