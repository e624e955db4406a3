import type {
  ChartUpdate,
  WatchFigures,
  WatchPicture,
  WatchUpdate,
} from '../../../src/watch/watchTypes.ts';

/** Not an order id that anybody should have; a text like any other. */
export const HOSTILE = '<img src=x onerror="document.title=1">';
const ESCAPED = '&lt;img src=x onerror=&quot;document.title=1&quot;&gt;';

const ORDER = `digraph order {
  graph [compound=true, fontname=Helvetica]
  node [fontname=Helvetica, shape=box, style="rounded,filled"]
  start [shape=circle, label="", width=0.14, class="initial"]
  pending [id="state-pending", class="state atomic", label=<<TABLE BORDER="0"><TR><TD>pending</TD></TR>
    <TR><TD ID="stay-0-pending" TITLE="stays" HREF="javascript:document.title=1">order.touch</TD></TR></TABLE>>]
  subgraph cluster_confirmed {
    id="state-confirmed" class="state compound" label="confirmed"
    packing [id="state-confirmed.packing", class="state atomic"]
    hostile [id="state-hostile", class="state atomic", label="${ESCAPED}", URL="javascript:document.title=1"]
  }
  cancelled [id="state-cancelled", class="state final", peripheries=2]
  start -> pending [class="initial"]
  pending -> packing [id="transition-confirm", class="transition transition-confirm", label="order.confirm"]
  pending -> cancelled [id="transition-cancel", class="transition transition-cancel", label="order.cancel"]
  packing -> hostile [id="transition-hostile", class="transition", label="${ESCAPED}", color="red"]
}`;

const CART = `digraph cart {
  open [id="state-open", class="state atomic"]
  reserving [id="state-reserving", class="state atomic"]
  open -> reserving [id="transition-checkout", class="transition transition-checkout", label="cart.checkout"]
}`;

/** A state of the chart of orders whose name is the hostile text. */
export const HOSTILE_STATE = `confirmed.${HOSTILE}`;

const state = (path: string, elementId: string, isLeaf = true, isFinal = false) => {
  return { path, elementId, isLeaf, isFinal };
};
const transition = (elementId: string, source: string, label: string, targets: string[]) => {
  return { elementId, source, label, targets };
};

export const PICTURE: WatchPicture = {
  source: { kind: 'shop', name: HOSTILE },
  currency: 'EUR',
  charts: [
    {
      id: 'cart',
      title: 'Carts',
      dot: CART,
      states: [state('open', 'state-open'), state('reserving', 'state-reserving')],
      transitions: [transition('transition-checkout', 'open', 'cart.checkout', ['reserving'])],
    },
    {
      id: 'order',
      title: 'Orders',
      dot: ORDER,
      states: [
        state('pending', 'state-pending'),
        state('confirmed', 'state-confirmed', false),
        state('confirmed.packing', 'state-confirmed.packing'),
        state(HOSTILE_STATE, 'state-hostile'),
        state('cancelled', 'state-cancelled', true, true),
      ],
      transitions: [
        transition('a_stay-0-pending', 'pending', 'order.touch', []),
        transition('transition-confirm', 'pending', 'order.confirm', ['confirmed.packing']),
        transition('transition-cancel', 'pending', 'order.cancel', ['cancelled']),
        transition('transition-hostile', 'confirmed.packing', HOSTILE, [HOSTILE_STATE]),
      ],
    },
  ],
};

const LATENCY = { p50: 3.2, p90: 8, p99: 41, max: 99 };

export const FIGURES: WatchFigures = {
  perSecond: { buy: 812, browse: 2411, release: 97 },
  latencyMs: { buy: LATENCY, browse: LATENCY, release: LATENCY },
  waiting: { buy: 3, browse: 4, release: 0 },
  refusals: [
    { code: 'out-of-stock', count: 70, perSecond: 7 },
    { code: HOSTILE, count: 1, perSecond: 0.4 },
  ],
  health: { state: 'degraded', since: Date.now() - 5000, reasons: ['latency'], alert: true },
  commits: { waiting: 2, oldestMs: 1.5 },
  timers: 12,
  memory: { heapUsed: 1e8, rss: 2e8 },
};

const times = (now: number) => ({ now, medianMs: 1200, p99Ms: 61_000 });

export function orderUpdate(members: Partial<ChartUpdate> = {}): ChartUpdate {
  const at = Date.now();
  return {
    id: 'order',
    isComplete: true,
    states: {
      pending: times(1234),
      'confirmed.packing': times(20),
      [HOSTILE_STATE]: times(3),
      cancelled: { now: 7, medianMs: null, p99Ms: null },
    },
    transitions: { 'transition-confirm': { count: 10, perSecond: 12 } },
    longest: [
      { id: 'order:4711', state: 'pending', since: at - 7_500_000, isAtLeast: true },
      { id: `order:${HOSTILE}`, state: HOSTILE_STATE, since: at - 200_000, isAtLeast: false },
    ],
    ...members,
  };
}

/** What a server sends, with something in each section. Texts of users are hostile. */
export function pageUpdate(members: Partial<WatchUpdate> = {}): WatchUpdate {
  const at = Date.now();
  return {
    at,
    charts: [
      {
        id: 'cart',
        isComplete: true,
        states: { open: times(55), reserving: times(1) },
        transitions: {},
        longest: [{ id: 'cart:ada', state: 'open', since: at - 3_600_000, isAtLeast: false }],
      },
      orderUpdate(),
    ],
    figures: FIGURES,
    channels: [
      {
        channel: 'sms',
        state: 'backingOff',
        backlog: 12,
        waiting: 10,
        underWay: 2,
        retrying: 5,
        dead: 1,
        sent: 900,
        failed: 14,
        lastFailure: { reason: HOSTILE, at: at - 9000 },
      },
    ],
    dead: [
      {
        messageId: HOSTILE,
        channel: 'sms',
        type: 'order.confirmed',
        reason: HOSTILE,
        attempts: 8,
        at: at - 60_000,
      },
    ],
    consumers: [{ name: HOSTILE, position: 4000, lag: 17 }],
    followed: null,
    turn: {
      number: 1,
      at,
      messages: [
        { from: 'shop', to: 'cart:ada', type: 'cart.checkout' },
        { from: 'cart:ada', to: 'inventory', type: 'inventory.reserve' },
        { from: 'cart:ada', to: 'cart:ada', type: HOSTILE },
      ],
      omitted: 3,
    },
    problem: null,
    ...members,
  };
}
