import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CommandMessage, Shop, ShopStats } from '../../src/index.ts';

/** The channel on which each answer to a command is published. */
const ANSWERED = 'tracing:statecart:command:asyncEnd';

/** In seconds: a checkout in memory takes ten microseconds, one under load seconds. */
const BUCKETS = [0.00001, 0.0001, 0.001, 0.01, 0.1, 0.5, 1, 5];

const CLASSES = ['release', 'buy', 'browse'] as const;
const STATES = ['healthy', 'degraded', 'shedding', 'stopped'] as const;

/** Gauges without labels, with how each is read. */
const GAUGES: readonly (readonly [
  name: string,
  help: string,
  read: (stats: ShopStats) => number,
])[] = [
  ['statecart_carts_live', 'Carts that have lines', ({ carts }) => carts.live],
  ['statecart_orders_open', 'Orders not in a final state', ({ orders }) => orders.open],
  ['statecart_timers_pending', 'Pending timers', ({ timers }) => timers],
  ['statecart_commits_waiting', 'Turns that wait for the store', ({ commits }) => commits.waiting],
  ['statecart_search_rows', 'Products in the search index', ({ search }) => search.rows],
];

/** The metrics of a shop. `end` ends their recording. */
export interface ShopMetrics {
  readonly registry: Registry;
  end(): void;
}

/** Counts and times the commands of a shop, and reads its figures whenever Prometheus asks. */
export function shopMetrics(shop: Shop): ShopMetrics {
  const registry = new Registry();
  const registers = [registry];
  for (const [name, help, read] of GAUGES) {
    new Gauge({
      ...{ name, help, registers },
      collect() {
        this.set(read(shop.stats()));
      },
    });
  }
  new Gauge({
    ...{ name: 'statecart_commands_waiting', help: 'Commands that wait for their turn', registers },
    labelNames: ['class'],
    collect() {
      const { waiting } = shop.stats().commands;
      for (const name of CLASSES) this.set({ class: name }, waiting[name]);
    },
  });
  new Gauge({
    ...{ name: 'statecart_consumer_lag', help: 'Facts not acknowledged', registers },
    labelNames: ['consumer'],
    collect() {
      this.reset();
      for (const { name, lag } of shop.stats().consumers) this.set({ consumer: name }, lag);
    },
  });
  new Gauge({
    ...{ name: 'statecart_health_state', help: '1 for the present state, 0 for others', registers },
    labelNames: ['state'],
    collect() {
      const { state } = shop.health();
      for (const each of STATES) this.set({ state: each }, Number(each === state));
    },
  });
  return { registry, end: recordCommands(shop, registers) };
}

/** Records each command of the shop as it is answered. @returns a function that ends this. */
function recordCommands(shop: Shop, registers: Registry[]): () => void {
  const answered = new Counter({
    ...{ name: 'statecart_commands_total', help: 'Commands that were answered', registers },
    labelNames: ['command', 'outcome'],
  });
  const duration = new Histogram({
    ...{ name: 'statecart_command_duration_seconds', help: 'From call to answer', registers },
    labelNames: ['command'],
    buckets: BUCKETS,
  });
  const record = (message: unknown) => {
    const { shop: of, type, refusal, error, durationMs = 0 } = message as CommandMessage;
    // The channel has the commands of all shops of the process.
    if (of !== shop) return;
    const outcome = error === undefined ? (refusal ?? 'ok') : 'error';
    answered.inc({ command: type, outcome });
    duration.observe({ command: type }, durationMs / 1000);
  };
  subscribe(ANSWERED, record);
  return () => void unsubscribe(ANSWERED, record);
}
