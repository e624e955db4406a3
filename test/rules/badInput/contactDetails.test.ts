import { describe, expect, it } from 'vitest';
import { pushSubscriptionOf } from '../notifications/pushSubscriptionOf.ts';
import {
  badIds,
  badObjects,
  badOptionalTexts,
  badTexts,
  complaints,
  type Misuse,
} from './misuse.ts';
import { stage } from './stage.ts';

const SUBSCRIPTION = pushSubscriptionOf('https://push.example/a');
const { endpoint, keys } = SUBSCRIPTION;

const BAD_EMAILS = [
  'ada',
  'ada@',
  '@example.com',
  'ada@b@c',
  'ada@example.com\r\nBcc: eve@example.com',
  'ada@example.com\n',
  'ada@example.com, eve@example.com',
  'ada@example.com;eve@example.com',
  'Ada <ada@example.com>',
  'ada @example.com',
  'ada@example.com\u0000',
  'ada\u202e@example.com',
];

const BAD_PHONES = [
  'home',
  '12',
  '+1 555 CALL-ME',
  '+1234567890123456',
  '++15550100',
  '+1 555\n0100',
  '---',
  `1${' '.repeat(100)}23`,
  '٣٣٣٣٣٣',
];

const BAD_LOCALES = ['english!', 'en_GB', '-', 'e', 'en-', 'x'.repeat(101), 'en-GB\n'];

const BAD_KEYS = ['!', 'AAAA', `${keys.p256dh}AA`, `${keys.auth} `, 'A'.repeat(1000)];

const subscribe =
  (change: (bad: never) => object): Misuse['run'] =>
  ({ shop }, bad) =>
    shop.users.addPushSubscription('ada', { ...SUBSCRIPTION, ...change(bad) } as never);

const misuses: readonly Misuse[] = [
  {
    call: 'users.register({ email: … })',
    argument: 'email',
    type: 'string',
    bad: [...badOptionalTexts, ...BAD_EMAILS],
    run: ({ shop }, email) => shop.users.register({ userId: 'ada', name: 'New', email }),
  },
  {
    call: 'users.register({ phone: … })',
    argument: 'phone',
    type: 'string',
    bad: [...badOptionalTexts, ...BAD_PHONES],
    run: ({ shop }, phone) => shop.users.register({ userId: 'ada', name: 'New', phone }),
  },
  {
    call: 'users.register({ locale: … })',
    argument: 'locale',
    type: 'string',
    bad: [...badOptionalTexts, ...BAD_LOCALES],
    run: ({ shop }, locale) => shop.users.register({ userId: 'ada', name: 'New', locale }),
  },
  {
    call: 'users.preferences(…, { mail: false })',
    argument: 'userId',
    type: 'string',
    bad: badIds,
    run: ({ shop }, userId) => shop.users.preferences(userId, { mail: false }),
  },
  {
    call: "users.preferences('ada', …)",
    argument: 'preferences',
    type: 'object',
    bad: badObjects,
    run: ({ shop }, changes) => shop.users.preferences('ada', changes),
  },
  ...(['addPushSubscription', 'removePushSubscription'] as const).map(
    (name): Misuse => ({
      call: `users.${name}(…, …)`,
      argument: 'userId',
      type: 'string',
      bad: badIds,
      run: ({ shop }, userId) =>
        name === 'addPushSubscription'
          ? shop.users.addPushSubscription(userId, SUBSCRIPTION)
          : shop.users.removePushSubscription(userId, endpoint),
    }),
  ),
  {
    call: "users.addPushSubscription('ada', …)",
    argument: 'subscription',
    type: 'object',
    bad: [undefined, ...badObjects],
    run: ({ shop }, subscription) => shop.users.addPushSubscription('ada', subscription),
  },
  {
    call: "users.addPushSubscription('ada', { endpoint: … })",
    argument: 'subscription.endpoint',
    type: 'string',
    bad: [
      ...badTexts,
      'push.example',
      '/a',
      'ftp://push.example',
      'javascript:alert(1)',
      `https://push.example/${'x'.repeat(2000)}`,
    ],
    run: subscribe((bad) => ({ endpoint: bad })),
  },
  {
    call: "users.addPushSubscription('ada', { keys: … })",
    argument: 'subscription.keys',
    type: 'object',
    bad: [undefined, ...badObjects],
    run: subscribe((bad) => ({ keys: bad })),
  },
  {
    call: "users.addPushSubscription('ada', { keys: { p256dh: … } })",
    argument: 'subscription.keys.p256dh',
    type: 'string',
    bad: [...badTexts, ...BAD_KEYS, keys.auth],
    run: subscribe((bad) => ({ keys: { ...keys, p256dh: bad } })),
  },
  {
    call: "users.addPushSubscription('ada', { keys: { auth: … } })",
    argument: 'subscription.keys.auth',
    type: 'string',
    bad: [...badTexts, ...BAD_KEYS, keys.p256dh],
    run: subscribe((bad) => ({ keys: { ...keys, auth: bad } })),
  },
  {
    call: "users.removePushSubscription('ada', …)",
    argument: 'endpoint',
    type: 'string',
    bad: badTexts,
    run: ({ shop }, bad) => shop.users.removePushSubscription('ada', bad),
  },
  {
    call: "products.notifyWhenInStock(…, 'ada')",
    argument: 'sku',
    type: 'string',
    bad: badIds,
    run: ({ shop }, sku) => shop.products.notifyWhenInStock(sku, 'ada'),
  },
  {
    call: "products.notifyWhenInStock('mug', …)",
    argument: 'userId',
    type: 'string',
    bad: badIds,
    run: ({ shop }, userId) => shop.products.notifyWhenInStock('mug', userId),
  },
  ...(['pause', 'resume'] as const).map(
    (name): Misuse => ({
      call: `notifications.${name}(…)`,
      argument: 'channel',
      type: 'string',
      bad: [...badIds, 'male', 'constructor'],
      run: ({ shop }, channel) => shop.notifications[name](channel),
    }),
  ),
  {
    call: 'notifications.retry(…)',
    argument: 'messageId',
    type: 'string',
    bad: badIds,
    run: ({ shop }, messageId) => shop.notifications.retry(messageId),
  },
];

const withMail = () =>
  stage({ notifications: { channels: [{ name: 'mail', deliver: () => [] }] } });

describe('contact details, and commands of notifications', () => {
  it.each(misuses)('$call rejects every bad $argument', async (misuse) => {
    expect(await complaints(await withMail(), misuse)).toEqual([]);
  });

  it.each([
    { email: 'ada+shop@mail.example.co.uk' },
    { email: 'ärger@bücher.example' },
    { email: 'ada@localhost' },
    { phone: '110' },
    { phone: '+49 (30) 123-45.67/8' },
    { phone: '123456789012345' },
    { locale: 'pt-BR' },
    { locale: 'sr-Latn-RS' },
  ])('a user may have %o', async (contact) => {
    const { shop } = await withMail();
    const answer = await shop.users.register({ userId: 'ada', name: 'Ada', ...contact });
    expect(answer).toMatchObject({ ok: true, user: contact });
    expect(shop.users.get('ada')).toMatchObject(contact);
  });

  it('a locale is written the usual way', async () => {
    const { shop } = await withMail();
    const answer = await shop.users.register({ userId: 'ada', name: 'Ada', locale: 'EN-gb' });
    expect(answer).toMatchObject({ user: { locale: 'en-GB' } });
  });
});
