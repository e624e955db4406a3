import type { NamedFact } from '../charts/chartTypes.ts';
import type { ShopFact } from './factBus.ts';

/**
 * Facts in their order. An open iteration keeps the process alive, as an open server does: until it
 * ends, the shop is closed, or {@link FactReader.unref} is called.
 *
 * @typeParam Own facts that custom charts emit, beside the standard ones.
 */
export interface FactReader<Own extends NamedFact = never> extends AsyncIterable<ShopFact<Own>> {
  /** Makes iterations keep the process alive, open ones and later ones. They do unless `unref` was called. */
  ref(): this;
  /** Lets the process end although an iteration is open. */
  unref(): this;
}
