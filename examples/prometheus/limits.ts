/** Bounds of the example, each with its reason. */

/** The port that exporters of OpenTelemetry take for Prometheus. */
export const DEFAULT_PORT = 9464;

export const PORT_RANGE = { min: 0, max: 65_535 };

export const SECONDS_RANGE = { min: 1, max: 86_400 };

/** Time between two purchases, in milliseconds: enough to see the figures move. */
export const PURCHASE_EVERY_MS = 50;

/** Buyers who come again and again. */
export const BUYERS = 100;

/** So many that the shop does not run out of them in a day. */
export const STOCK = 10_000_000;
