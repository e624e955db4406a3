import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { smtpChannel } from '../../src/email.ts';
import { createShop, type Shop } from '../../src/index.ts';
import { print } from '../../src/terminal/output.ts';
import type { Command } from '../../src/terminal/runCommand.ts';
import { webhookChannel } from '../../src/webhook.ts';
import { BASE_BACKOFF_MS, GREYLIST_MS, LOOK_EVERY_MS, PATIENCE_MS } from './limits.ts';
import { HELP, type NotificationsArguments, readArguments } from './readArguments.ts';
import { sellAndShip } from './sellAndShip.ts';
import { startMailServer } from './startMailServer.ts';
import { startWebhookReceiver } from './startWebhookReceiver.ts';

/** The types of facts that go to the receiver of webhooks. */
const EVENTS = ['order.placed', 'order.shipped'] as const;

/** Messages to each buyer: placed, confirmed, shipped, delivered. */
const MAILS_PER_ORDER = 4;

/** The command `npm run notifications`; {@link HELP} says what it does. */
export const notificationsCommand: Command<NotificationsArguments> = {
  name: 'notifications',
  help: HELP,
  readArguments,
  async run({ orders }) {
    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    const mailServer = await startMailServer({ greylistMs: GREYLIST_MS, say: sayAs('mail') });
    const receiver = await startWebhookReceiver({ secret, say: sayAs('webhook') });
    const email = smtpChannel({ url: mailServer.url, from: 'Shop <orders@shop.example>' });
    const events = webhookChannel({
      url: receiver.url,
      secret,
      types: EVENTS,
      // The receiver is on this machine.
      allowPrivate: true,
    });
    let lastId = 1000;
    const shop = await createShop({
      createId: () => `${++lastId}`,
      notifications: {
        channels: [email, events],
        limits: { email: { baseBackoffMs: BASE_BACKOFF_MS } },
      },
    });

    await sellAndShip(shop, orders);
    await sendForgedEvent(receiver.url);
    const hasArrived = await allSent(shop, [orders * MAILS_PER_ORDER, orders * EVENTS.length]);
    for (const { channel, sent, retried, dead } of shop.notifications.status()) {
      print(`${channel}: ${sent} sent, ${retried} tried again, ${dead} given up\n`);
    }
    await shop.close();
    await receiver.close();
    await mailServer.close();
    return hasArrived ? 0 : 1;
  },
};

function sayAs(name: string): (line: string) => void {
  return (line) => print(`${name.padEnd(8)} ${line}\n`);
}

/** What anybody can send to the receiver, who sees that it does not come from the shop. */
async function sendForgedEvent(url: string): Promise<void> {
  const headers = {
    'webhook-id': 'forged',
    'webhook-timestamp': `${Math.floor(Date.now() / 1000)}`,
    'webhook-signature': 'v1,forged',
  };
  await fetch(url, { method: 'POST', headers, body: '{}' });
}

/** Waits until each channel has sent as many messages. @returns false if that takes too long. */
async function allSent(shop: Shop, expected: readonly number[]): Promise<boolean> {
  const endAt = performance.now() + PATIENCE_MS;
  while (performance.now() < endAt) {
    const channels = shop.notifications.status();
    if (channels.every(({ sent }, index) => sent === expected[index])) return true;
    await setTimeout(LOOK_EVERY_MS);
  }
  return false;
}
