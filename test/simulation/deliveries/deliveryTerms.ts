import type { Seeded } from '../../../bench/harness/seeded.ts';
import type {
  ChannelTerms,
  FactRetention,
  MessageContent,
  NotificationOptions,
} from '../../../src/index.ts';
import { MESSAGE_TYPES } from '../../../src/notifications/templates/messageTypes.ts';
import type { RecordedFact } from '../../../src/schema/recordedFact.ts';
import { pick } from '../drawCommand.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
/** How long a closing shop waits for deliveries: the simulation says when that is over. */
export const DRAIN_MS = 60 * MINUTE;

/** All but `cyd` have a phone. */
export const USERS = [
  { userId: 'ada', name: 'Ada', phone: '+4915112345678' },
  { userId: 'bob', name: 'Bob', phone: '+4915187654321' },
  { userId: 'cyd', name: 'Cyd' },
] as const;

/** A channel of the simulated shop. */
export interface ChannelPlan {
  readonly name: 'mail' | 'sms' | 'hook';
  readonly audience: 'people' | 'systems';
  /** The types of the facts that it gets. */
  readonly types: ReadonlySet<string>;
  readonly limits: ChannelTerms;
}

/** What is the same for a shop over all its sessions. */
export interface DeliveryTerms {
  readonly plans: readonly ChannelPlan[];
  readonly factRetentionMs: FactRetention | undefined;
  /** The options of notifications, without the channels. */
  readonly notifications: Omit<NotificationOptions, 'channels'>;
  readonly hasOwner: boolean;
  /** A type whose template sends nothing, and one whose template throws; undefined without. */
  readonly silentType: string | undefined;
  readonly brokenType: string | undefined;
  /** True when the wall clock may be set. */
  readonly mayJump: boolean;
}

const STANDARD_TYPES = MESSAGE_TYPES.map(({ type }) => type);
const OWNERS_TYPES = new Set<string>(
  MESSAGE_TYPES.flatMap(({ type, audience }) => (audience === 'owner' ? [type] : [])),
);
/** Some that visitors cause, which are kept briefly, and some of the channels themselves. */
const OTHER_TYPES = ['cart.lineAdded', 'checkout.refused', 'stock.restocked', 'channel.failed'];

export function drawTerms(random: Seeded): DeliveryTerms {
  const deadlineMs = pick(random, [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    24 * HOUR,
    3 * HOUR,
    { '*': 10 * MINUTE, 'order.placed': 3 * HOUR },
  ]);
  const hasOwner = random.integer(3) > 0;
  const silentType = pick(random, [undefined, undefined, 'order.delivered']);
  const brokenType = pick(random, [undefined, undefined, 'order.cancelled', 'stock.depleted']);
  const plans: readonly ChannelPlan[] = [
    {
      name: 'mail',
      audience: 'people',
      types: new Set(STANDARD_TYPES),
      limits: drawLimits(random),
    },
    { name: 'sms', audience: 'people', types: new Set(STANDARD_TYPES), limits: drawLimits(random) },
    {
      name: 'hook',
      audience: 'systems',
      types: new Set<string>([...STANDARD_TYPES, ...pick(random, [[], OTHER_TYPES])]),
      limits: drawLimits(random),
    },
  ];
  return {
    plans: plans.slice(random.integer(3) === 0 ? 1 : 0),
    factRetentionMs: pick(random, [undefined, 0, MINUTE, HOUR, { '*': HOUR, 'order.placed': 0 }]),
    notifications: {
      deadlineMs,
      drainMs: DRAIN_MS,
      cartWarningMs: HOUR,
      ...(hasOwner && { owner: { name: 'Owen', email: 'owen@example.com' } }),
      templates: {
        ...(silentType !== undefined && { [silentType]: () => undefined }),
        ...(brokenType !== undefined && { [brokenType]: throwing }),
      },
    },
    hasOwner,
    silentType,
    brokenType,
    mayJump: random.integer(3) === 0,
  };
}

/** Small ones, so that a few messages are more than a channel takes at a time. */
function drawLimits(random: Seeded): ChannelTerms {
  return {
    maxBatch: 1 + random.integer(5),
    gatherMs: pick(random, [0, 50, SECOND]),
    maxConcurrent: 1 + random.integer(3),
    perSecond: pick(random, [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 1, 5]),
    timeoutMs: pick(random, [500, 5 * SECOND, 30 * SECOND]),
    baseBackoffMs: pick(random, [100, SECOND]),
    maxBackoffMs: pick(random, [SECOND, MINUTE, 10 * MINUTE]),
    maxAttempts: pick(random, [1, 2, 4, 25]),
  };
}

function throwing(): MessageContent {
  throw new Error('it is broken');
}

/** True when the message of the fact is for the owner of the shop. */
export function isForOwner({ type }: RecordedFact): boolean {
  return OWNERS_TYPES.has(type);
}

/** True when the channel is to deliver the fact, as long as no preference says otherwise. */
export function isWanted(terms: DeliveryTerms, plan: ChannelPlan, fact: RecordedFact): boolean {
  if (!plan.types.has(fact.type)) return false;
  if (plan.audience === 'systems') return true;
  if (fact.type === terms.silentType) return false;
  // The owner has no phone.
  if (isForOwner(fact)) return terms.hasOwner && plan.name !== 'sms';
  return plan.name !== 'sms' || hasPhone((fact as { userId?: string }).userId);
}

function hasPhone(userId: string | undefined): boolean {
  return USERS.some((user) => user.userId === userId && 'phone' in user);
}

/** How long after its fact a message is of use, in milliseconds. */
export function deadlineOf({ notifications }: DeliveryTerms, { type }: RecordedFact): number {
  const { deadlineMs = 24 * HOUR } = notifications;
  if (typeof deadlineMs === 'number') return deadlineMs;
  return deadlineMs[type] ?? deadlineMs['*'] ?? 24 * HOUR;
}

/** What messages keep their order of: an order, otherwise a user; those about neither have none. */
export function subjectOf(fact: RecordedFact): string {
  const { orderId, userId } = fact as { orderId?: string; userId?: string };
  return orderId ?? (userId === undefined ? `fact ${fact.seq}` : `user ${userId}`);
}
