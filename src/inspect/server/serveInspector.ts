import * as check from '../../base/check.ts';
import { missingPackage, missingPackageText } from '../../base/missingPackage.ts';
import { LOOPBACK_HOSTS } from '../../web/ownOrigin.ts';
import { MAX_FRAME_BYTES } from '../limits.ts';
import type { InspectorServer } from './inspectorServer.ts';
import { ViewerServer } from './viewerServer.ts';

/** Where the inspector is served. Each member may be left out. */
export interface ServeInspectorOptions {
  /** 0 to 65,535; 8080 when left out. With 0, the system chooses one: see the `url`. */
  readonly port?: number;
  /** `127.0.0.1` when left out, `::1` or `localhost`: everybody who reaches the server sees what users buy. */
  readonly host?: string;
}

const DEFAULT_PORT = 8080;

/**
 * Serves the Stately inspector on this machine, for {@link inspectShop}. The page at its `url` shows
 * https://stately.ai/inspect in a frame, and passes on to it what the shop sends, in the browser. Receivers of
 * `@statelyai/inspect` (`createWebSocketReceiver`) can connect, too. Requests under another name, and those of other web pages,
 * are refused.
 *
 * Needs the package `ws`. Does not keep the process alive.
 *
 * @param options where; port 8080 of this machine when left out.
 * @throws ArgumentError if an option is something else; Error if `ws` is not installed; the error of the system if the
 * port is taken.
 *
 * @example
 * const server = await serveInspector({ port: 0 }); // any free port
 * const end = inspectShop(shop, server);
 * console.log(server.url); // open it in a browser
 */
export async function serveInspector(
  options: ServeInspectorOptions = {},
): Promise<InspectorServer> {
  check.fields('options', options, ['port', 'host']);
  const { port = DEFAULT_PORT, host = LOOPBACK_HOSTS[0] } = options;
  check.wholeNumber('options.port', port, { min: 0, max: 65_535 });
  check.oneOf('options.host', host, LOOPBACK_HOSTS);
  const { WebSocketServer } = await loadWs();
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    clientTracking: false,
  });
  return await ViewerServer.open({ host, port, sockets });
}

async function loadWs(): Promise<typeof import('ws')> {
  try {
    return await import('ws');
  } catch (error) {
    if (missingPackage(error) !== 'ws') throw error;
    throw new Error(missingPackageText('ws'), { cause: error });
  }
}
