import type { InspectionEvent } from 'xstate';
import type { Shop } from '../../../src/index.ts';
import { type InspectOptions, inspectShop } from '../../../src/inspect.ts';
import type { InspectedActor } from '../../../src/xstate/inspectedActor.ts';

/** What an inspector was told, with its snapshots as they were then. */
export interface Told {
  readonly type: 'actor' | 'event' | 'snapshot';
  readonly id: string;
  readonly sessionId: string;
  /** The type of the event. */
  readonly event?: string;
  /** The id of the sender. */
  readonly from?: string;
  readonly parent?: string;
  readonly value?: unknown;
  readonly status?: unknown;
  readonly context?: unknown;
  readonly config?: object;
}

function told(event: InspectionEvent): Told {
  const actor = event.actorRef as unknown as InspectedActor;
  const { id, sessionId, logic } = actor;
  const base = { id, sessionId };
  if (event.type === '@xstate.actor') {
    const { value, status, context } = Object(actor.getSnapshot());
    const known = { type: 'actor', ...base, value, status, context } as const;
    const parent = actor.parent && { parent: actor.parent.id };
    return { ...known, ...parent, ...(logic.config && { config: logic.config }) };
  }
  if (event.type === '@xstate.event') {
    const source = event.sourceRef as unknown as InspectedActor | undefined;
    return { type: 'event', ...base, event: event.event.type, ...(source && { from: source.id }) };
  }
  if (event.type !== '@xstate.snapshot') throw new Error(`unexpected ${event.type}`);
  const { value, status, context } = event.snapshot as unknown as Told;
  return { type: 'snapshot', ...base, event: event.event.type, value, status, context };
}

/** Inspects the shop, and records what is told. */
export function recorded(shop: Shop, options?: InspectOptions) {
  const all: Told[] = [];
  const end = inspectShop(shop, (event) => void all.push(told(event)), options);
  return {
    all,
    end,
    /** What was told of one actor, as texts: `cart.add`, and the state that it led to. */
    pathOf: (id: string) =>
      all
        .filter((one) => one.id === id && one.type !== 'actor')
        .map(({ type, event, from, value }) =>
          type === 'event' ? `${from ?? 'outside'}: ${event}` : `-> ${JSON.stringify(value)}`,
        ),
    introduced: () => all.filter(({ type }) => type === 'actor').map(({ id }) => id),
    last: (id: string) => all.findLast((one) => one.id === id && one.type !== 'event'),
  };
}
