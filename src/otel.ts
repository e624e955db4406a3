/**
 * Metrics and traces of a shop for OpenTelemetry. Needs the package `@opentelemetry/api`.
 *
 * ```ts
 * import { createShop } from 'statecart';
 * import { instrument } from 'statecart/otel';
 *
 * const shop = await createShop();
 * const end = instrument(shop); // to the SDK that the process has registered
 * ```
 *
 * @module statecart/otel
 */
export type { GaugedShop } from './otel/gauges.ts';
export { type InstrumentOptions, instrument } from './otel/instrument.ts';
