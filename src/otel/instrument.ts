import { type Meter, metrics, type Tracer, trace } from '@opentelemetry/api';
import * as check from '../base/check.ts';
import { engineOf } from '../shopEngine.ts';
import { CommandMetrics } from './commandMetrics.ts';
import { CommandSpans } from './commandSpans.ts';
import { addGauges, type GaugedShop } from './gauges.ts';
import { TurnMetrics } from './turnMetrics.ts';

/** Where metrics and traces go. Each member may be left out. */
export interface InstrumentOptions {
  /** Takes the metrics. That of the global meter provider when left out, which has to be registered before. */
  readonly meter?: Meter;
  /** Takes a span for each command. That of the global tracer provider when left out. */
  readonly tracer?: Tracer;
}

/** The instrumentation scope of metrics and spans. */
const SCOPE = 'statecart';

/**
 * Reports what a shop does to OpenTelemetry: counters, histograms and gauges, and a span for each command, which is
 * a child of the span that is active where the command is called. Without an SDK, OpenTelemetry takes nothing.
 *
 * @param shop what `createShop` has resolved with.
 * @param options the global providers when left out.
 * @returns a function that ends this.
 * @throws ArgumentError if the shop or an option is something else.
 *
 * @example
 * import { metrics } from '@opentelemetry/api';
 *
 * const end = instrument(shop, { meter: metrics.getMeter('my-service') });
 */
export function instrument(shop: GaugedShop, options: InstrumentOptions = {}): () => void {
  const found = engineOf(shop);
  if (found === undefined) throw check.wrongType('shop', 'a shop of createShop()', shop);
  check.fields('options', options, ['meter', 'tracer']);
  const meter = options.meter ?? metrics.getMeter(SCOPE);
  const tracer = options.tracer ?? trace.getTracer(SCOPE);
  check.callable('options.meter.createHistogram', meter.createHistogram);
  check.callable('options.tracer.startSpan', tracer.startSpan);
  const { engine, now } = found;
  const spans = new CommandSpans(tracer);
  const observers = [new CommandMetrics(meter), new TurnMetrics(meter, now), spans];
  const removals = observers.map((observer) => engine.observers.add(observer));
  removals.push(addGauges(shop, meter), () => spans.end());
  return () => {
    for (const remove of removals.splice(0)) remove();
  };
}
