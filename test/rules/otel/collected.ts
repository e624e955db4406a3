import { type Context, context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';

export interface Point {
  readonly name: string;
  readonly unit: string;
  readonly attributes: object;
  /** Of a histogram: its count and sum. */
  readonly value: unknown;
}

/** A meter and a tracer whose metrics and spans stay in memory. */
export function collected() {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 2 ** 31 - 1 });
  const meters = new MeterProvider({ readers: [reader] });
  const spans = new InMemorySpanExporter();
  const tracers = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
  return {
    meters,
    tracers,
    meter: meters.getMeter('test'),
    tracer: tracers.getTracer('test'),
    spans: () => spans.getFinishedSpans(),
    /** The points of all metrics now. */
    async points(): Promise<Point[]> {
      const { resourceMetrics } = await reader.collect();
      return resourceMetrics.scopeMetrics.flatMap(({ metrics }) =>
        metrics.flatMap(({ descriptor: { name, unit }, dataPoints }) =>
          dataPoints.map(({ attributes, value }) => ({ name, unit, attributes, value })),
        ),
      );
    },
  };
}

/** Runs `work` with a context manager, as an SDK registers one. */
export async function withContexts(work: () => Promise<void>): Promise<void> {
  const manager = new AsyncLocalStorageContextManager().enable();
  context.setGlobalContextManager(manager);
  try {
    await work();
  } finally {
    context.disable();
    manager.disable();
  }
}

/** Calls the function in the context. */
export function within<Result>(given: Context, call: () => Result): Result {
  return context.with(given, call);
}
