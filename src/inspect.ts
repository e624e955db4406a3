/**
 * Shows the actors of a shop in the Stately inspector, or in another one of XState.
 *
 * ```ts
 * import { createShop } from 'statecart';
 * import { inspectShop, serveInspector } from 'statecart/inspect';
 *
 * const shop = await createShop();
 * const server = await serveInspector(); // on this machine only; needs the package `ws`
 * console.log(server.url); // open it in a browser
 * inspectShop(shop, server, { only: { charts: ['order'] } });
 * ```
 *
 * @module statecart/inspect
 */
export type { InspectOptions, ShownOnly } from './inspect/inspectOptions.ts';
export { type Inspector, inspectShop } from './inspect/inspectShop.ts';
export type { InspectorServer } from './inspect/server/inspectorServer.ts';
export { type ServeInspectorOptions, serveInspector } from './inspect/server/serveInspector.ts';
