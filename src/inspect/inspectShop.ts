import type { InspectionEvent } from 'xstate';
import * as check from '../base/check.ts';
import { type GivenInspector, guardedInspector } from '../runtime/guardedInspector.ts';
import { engineOf } from '../shopEngine.ts';
import { type InspectOptions, resolveInspectOptions } from './inspectOptions.ts';
import type { InspectorServer } from './server/inspectorServer.ts';
import type { Viewer } from './server/viewer.ts';
import { ViewerServer } from './server/viewerServer.ts';
import { ShopInspection } from './shopInspection.ts';

/** The Stately inspector (`createWebSocketInspector()` of `@statelyai/inspect`), or any other of XState. */
export type Inspector =
  | GivenInspector
  | {
      /** What XState takes as an inspector. */
      readonly inspect: GivenInspector;
    };

/**
 * Shows the actors of a shop in an inspector, from now on: those that there are, and those that come. The shop itself and
 * its inventory are always shown. Nothing of an actor is made before it fits `options.only` and `options.sample`; what is above
 * `options.rate` is left out, counted in the context of the shop's actor, and made up for by later states.
 *
 * An actor is one session for as long as it exists, whether or not it leaves memory meanwhile. The inventory shows the stock
 * and the holds of the products, orders and carts that were shown last.
 *
 * @param shop what `createShop` has resolved with.
 * @param inspector what `serveInspector` has resolved with, which costs nothing while nobody views it, and shows everything to
 * those who come late; or an inspector of XState.
 * @param options which actors, and how many messages; all actors when left out.
 * @returns a function that ends this.
 * @throws ArgumentError if an argument is something else; the message names the member.
 *
 * @example
 * const server = await serveInspector();
 * console.log(server.url); // open it in a browser
 * const end = inspectShop(shop, server, { only: { charts: ['order'] }, sample: 0.01 });
 */
export function inspectShop(
  shop: object,
  inspector: Inspector | InspectorServer,
  options: InspectOptions = {},
): () => void {
  const found = engineOf(shop);
  if (found === undefined) throw check.wrongType('shop', 'a shop of createShop()', shop);
  const terms = resolveInspectOptions(options);
  const { engine } = found;
  if (inspector instanceof ViewerServer) {
    const begin = (next: (event: InspectionEvent) => void) =>
      new ShopInspection({ engine, terms, next });
    return whileViewed(inspector, begin);
  }
  const next = guardedInspector('inspector', observerOf(inspector), EXPECTED);
  const inspection = new ShopInspection({ engine, terms, next });
  inspection.announce();
  return () => inspection.end();
}

const EXPECTED =
  'what serveInspector() resolves with, an inspector of XState, a function, or an object with next()';

function observerOf(inspector: Inspector | InspectorServer): GivenInspector {
  const { inspect = inspector } = Object(inspector) as { readonly inspect?: GivenInspector };
  return inspect as GivenInspector;
}

/** Inspects while there are viewers, so that the shop is not watched without. */
function whileViewed(
  server: ViewerServer,
  begin: (next: (event: InspectionEvent) => void) => ShopInspection,
): () => void {
  let inspection: ShopInspection | undefined;
  const end = () => {
    inspection?.end();
    inspection = undefined;
  };
  const remove = server.addSource({
    introduce(viewer: Viewer) {
      inspection ??= begin((event) => server.send(event));
      viewer.introduce(inspection.introductions());
    },
    end,
  });
  return () => {
    remove();
    end();
  };
}
