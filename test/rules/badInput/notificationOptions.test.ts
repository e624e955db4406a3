import { describe, expect, it } from 'vitest';
import { createShop, type NotificationOptions } from '../../../src/index.ts';
import {
  badFunctions,
  badObjects,
  badOptionalCounts,
  badOptionalIds,
  badOptionalQuantities,
  badOptionalTexts,
  complaints,
  type Misuse,
} from './misuse.ts';
import { errorOf, picture, stage } from './stage.ts';

const channel = (name: string) => ({ name, deliver: () => [] });
const mail = channel('mail');

/** Opens a shop with these members beside a channel that is good. */
const open = (notifications: object) =>
  createShop({ notifications: { channels: [mail], ...notifications } as NotificationOptions });

const openWith = (member: object) => open({ channels: [{ ...mail, ...member }] });

const NO_ARRAYS = badOptionalTexts.filter((bad) => !Array.isArray(bad));
const NO_PLAIN_OBJECTS = badObjects.filter((bad) => typeof bad !== 'function');
const BAD_NAMES = ['Mail', 'my mail', 'mail.a', 'é', '*', 'x'.repeat(33), '__proto__', 'a\n'];
const BAD_LOCALES = ['english!', 'en_GB', '-', 'e', 'x'.repeat(101)];

const options: readonly Misuse[] = [
  {
    call: 'notifications: …',
    argument: 'notifications',
    type: 'object',
    bad: badObjects,
    run: (_, notifications) => createShop({ notifications }),
  },
  {
    call: 'channels: …',
    argument: 'notifications.channels',
    type: 'object',
    bad: [undefined, ...NO_ARRAYS],
    run: (_, channels) => open({ channels }),
  },
  {
    call: 'channels: […]',
    argument: 'notifications.channels[0]',
    type: 'object',
    bad: [undefined, ...badOptionalTexts.filter((bad) => !isObject(bad))],
    run: (_, bad) => open({ channels: [bad] }),
  },
  {
    call: 'channels: [{ name: … }]',
    argument: 'notifications.channels[0].name',
    type: 'string',
    bad: [undefined, ...badOptionalTexts, ...BAD_NAMES],
    run: (_, name) => openWith({ name }),
  },
  {
    call: 'channels: [{ deliver: … }]',
    argument: 'notifications.channels[0].deliver',
    type: 'function',
    bad: [undefined, ...badFunctions],
    run: (_, deliver) => openWith({ deliver }),
  },
  ...(['close', 'canReach'] as const).map(
    (name): Misuse => ({
      call: `channels: [{ ${name}: … }]`,
      argument: `notifications.channels[0].${name}`,
      type: 'function',
      bad: badFunctions,
      run: (_, bad) => openWith({ [name]: bad }),
    }),
  ),
  {
    call: 'channels: [{ audience: … }]',
    argument: 'notifications.channels[0].audience',
    type: 'string',
    bad: [...badOptionalTexts, 'person', 'System'],
    run: (_, audience) => openWith({ audience }),
  },
  {
    call: "channels: [{ audience: 'systems', types: … }]",
    argument: 'notifications.channels[0].types',
    type: 'object',
    bad: NO_ARRAYS,
    run: (_, types) => openWith({ audience: 'systems', types }),
  },
  {
    call: "channels: [{ audience: 'systems', types: […] }]",
    argument: 'notifications.channels[0].types',
    type: 'string',
    bad: [undefined, ...badOptionalIds],
    run: (_, type) => openWith({ audience: 'systems', types: [type] }),
  },
  {
    call: 'templates: …',
    argument: 'notifications.templates',
    type: 'object',
    bad: badObjects,
    run: (_, templates) => open({ templates }),
  },
  {
    call: "templates: { 'order.placed': … }",
    argument: "notifications.templates['order.placed']",
    type: 'function',
    bad: badFunctions,
    run: (_, bad) => open({ templates: { 'order.placed': bad } }),
  },
  {
    call: 'customTemplates: …',
    argument: 'notifications.customTemplates',
    type: 'object',
    bad: NO_PLAIN_OBJECTS,
    run: (_, customTemplates) => open({ customTemplates }),
  },
  {
    call: 'customTemplates: { […]: … }',
    argument: 'notifications.customTemplates',
    type: 'string',
    bad: ['', 'x'.repeat(257), 'order.placed', 'stock.low'],
    run: (_, type) => open({ customTemplates: { [type]: () => undefined } }),
  },
  {
    call: "customTemplates: { 'gift.wrapped': … }",
    argument: "notifications.customTemplates['gift.wrapped']",
    type: 'function',
    bad: [undefined, ...badFunctions],
    run: (_, bad) => open({ customTemplates: { 'gift.wrapped': bad } }),
  },
  {
    call: 'owner: …',
    argument: 'notifications.owner',
    type: 'object',
    bad: badObjects,
    run: (_, owner) => open({ owner }),
  },
  {
    call: 'owner: { name: … }',
    argument: 'notifications.owner.name',
    type: 'string',
    bad: badOptionalTexts,
    run: (_, name) => open({ owner: { name } }),
  },
  {
    call: 'owner: { email: … }',
    argument: 'notifications.owner.email',
    type: 'string',
    bad: [...badOptionalTexts, 'olga', 'a@b, c@d', 'a@b\r\nBcc: c@d'],
    run: (_, email) => open({ owner: { email } }),
  },
  {
    call: 'owner: { phone: … }',
    argument: 'notifications.owner.phone',
    type: 'string',
    bad: [...badOptionalTexts, 'home', '+1 555 CALL'],
    run: (_, phone) => open({ owner: { phone } }),
  },
  {
    call: 'owner: { locale: … }',
    argument: 'notifications.owner.locale',
    type: 'string',
    bad: [...badOptionalTexts, ...BAD_LOCALES],
    run: (_, locale) => open({ owner: { locale } }),
  },
  {
    call: 'owner: { pushSubscriptions: … }',
    argument: 'notifications.owner.pushSubscriptions',
    type: 'object',
    bad: NO_ARRAYS,
    run: (_, pushSubscriptions) => open({ owner: { pushSubscriptions } }),
  },
  {
    call: 'cartWarningMs: …',
    argument: 'notifications.cartWarningMs',
    type: 'number',
    bad: badOptionalCounts,
    run: (_, cartWarningMs) => open({ cartWarningMs }),
  },
  {
    call: 'drainMs: …',
    argument: 'notifications.drainMs',
    type: 'number',
    bad: badOptionalCounts,
    run: (_, drainMs) => open({ drainMs }),
  },
  {
    call: 'deadlineMs: …',
    argument: 'notifications.deadlineMs',
    type: 'number',
    bad: badOptionalQuantities.filter((bad) => bad !== Infinity && !isPlain(bad)),
    run: (_, deadlineMs) => open({ deadlineMs }),
  },
  {
    call: "deadlineMs: { 'order.placed': … }",
    argument: "notifications.deadlineMs['order.placed']",
    type: 'number',
    bad: badOptionalQuantities.filter((bad) => bad !== Infinity),
    run: (_, bad) => open({ deadlineMs: { 'order.placed': bad } }),
  },
  {
    call: 'deadlineMs: { [type]: … }',
    argument: 'notifications.deadlineMs',
    type: 'object',
    bad: ['order.shiped', 'order.paid', 'X', ''],
    run: (_, type) => open({ deadlineMs: { [String(type)]: 1 } }),
  },
  {
    call: 'limits: …',
    argument: 'notifications.limits',
    type: 'object',
    bad: NO_PLAIN_OBJECTS,
    run: (_, limits) => open({ limits }),
  },
  ...(['mail', '*'] as const).map(
    (name): Misuse => ({
      call: `limits: { ${name}: … }`,
      argument: `notifications.limits['${name}']`,
      type: 'object',
      bad: NO_PLAIN_OBJECTS,
      run: (_, bad) => open({ limits: { [name]: bad } }),
    }),
  ),
  ...(
    ['maxBatch', 'maxConcurrent', 'perSecond', 'timeoutMs', 'maxAttempts', 'gatherMs'] as const
  ).map(
    (name): Misuse => ({
      call: `limits: { mail: { ${name}: … } }`,
      argument: `notifications.limits['mail'].${name}`,
      type: 'number',
      bad: [
        ...(name === 'gatherMs' ? badOptionalCounts : badOptionalQuantities).filter(
          (bad) => bad !== Infinity || name !== 'perSecond',
        ),
        ...(name === 'maxBatch' || name === 'maxConcurrent' ? [101] : []),
      ],
      run: (_, bad) => open({ limits: { mail: { [name]: bad } } }),
    }),
  ),
  ...(['baseBackoffMs', 'maxBackoffMs'] as const).map(
    (name): Misuse => ({
      call: `limits: { mail: { ${name}: … } }`,
      argument: `notifications.limits['mail'].${name}`,
      type: 'number',
      bad: badOptionalQuantities,
      run: (_, bad) => open({ limits: { mail: { [name]: bad } } }),
    }),
  ),
];

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function isPlain(value: unknown): boolean {
  return isObject(value) && Object.getPrototypeOf(value) === Object.prototype;
}

describe('createShop({ notifications })', () => {
  it.each(options)('rejects every bad $argument: $call', async (misuse) => {
    expect(await complaints(await stage(), misuse)).toEqual([]);
  });

  it.each([
    {},
    { templates: undefined, owner: undefined, limits: undefined, customTemplates: undefined },
    { locale: undefined, timeZone: undefined, cartWarningMs: undefined, drainMs: undefined },
    { owner: {}, limits: {}, templates: {}, customTemplates: {}, deadlineMs: {}, drainMs: 0 },
    { limits: { mail: undefined, '*': { maxBatch: 1, maxConcurrent: 100, perSecond: Infinity } } },
    { limits: { mail: { baseBackoffMs: 10_000_000 } } },
    { deadlineMs: Infinity },
    {
      deadlineMs: { '*': Infinity, 'order.placed': 1, 'my.own': 5 },
      customTemplates: { 'my.own': () => undefined },
    },
    { locale: 'de-AT-u-nu-latn', timeZone: 'Europe/Vienna' },
  ])('takes %o', async (good) => {
    const at = await stage({ notifications: { channels: [mail], ...good } as NotificationOptions });
    expect(picture(at).audit).toEqual({ ok: true, problems: [] });
  });
});

/** The options, the argument that is named, and a part of the message. */
const MORE: readonly (readonly [
  what: string,
  notifications: object,
  argument: string,
  says: string,
])[] = [
  ['no channel', { channels: [] }, 'notifications.channels', 'expected 1 to 32 channels, got 0'],
  [
    'more channels than there may be',
    { channels: Array.from({ length: 33 }, (_, index) => channel(`c${index}`)) },
    'notifications.channels',
    'got 33',
  ],
  ['two channels of one name', { channels: [mail, mail] }, 'notifications.channels', "two 'mail'"],
  [
    'templates of types that there are not',
    { templates: { 'order.shiped': () => undefined } },
    'templates',
    "got 'order.shiped'",
  ],
  [
    'a template that is async',
    { templates: { 'order.placed': async () => undefined } },
    "templates['order.placed']",
    'not async',
  ],
  [
    'a template of a custom type that is async',
    { customTemplates: { 'gift.wrapped': async () => undefined } },
    "customTemplates['gift.wrapped']",
    'not async',
  ],
  ['members that there are not', { chanels: [] }, 'notifications', "got 'chanels'"],
  [
    'members of the owner that there are not',
    { owner: { mail: 'olga@example.com' } },
    'notifications.owner',
    "got 'mail'",
  ],
  [
    'limits of channels that there are not',
    { limits: { male: {} } },
    'notifications.limits',
    "got 'male'",
  ],
  [
    'limits that there are not',
    { limits: { mail: { maxbatch: 1 } } },
    "notifications.limits['mail']",
    "got 'maxbatch'",
  ],
  [
    'a back-off that begins above its maximum',
    { limits: { mail: { baseBackoffMs: 2, maxBackoffMs: 1 } } },
    "notifications.limits['mail'].baseBackoffMs",
    'at most maxBackoffMs, which is 1, got 2',
  ],
  ...BAD_LOCALES.map((locale) => ['a bad locale', { locale }, 'locale', 'got'] as const),
  ['a bad time zone', { timeZone: 'Middle/Earth' }, 'timeZone', 'Middle/Earth'],
];

describe('the option notifications cannot have', () => {
  it.each(MORE)('%s', async (_, notifications, argument, says) => {
    const error = await errorOf(() => open(notifications));
    expect(error).toMatchObject({ code: 'ERR_STATECART_ARGUMENT' });
    const { message, argument: named } = error as Error & { argument: string };
    expect(message).toContain(says);
    expect(named.endsWith(argument)).toBe(true);
  });
});
