import { Graphviz } from '@hpcc-js/wasm-graphviz';

const drawings = new Map<string, Promise<string>>();
let graphviz: Promise<Graphviz> | undefined;

/** The SVG text of a chart. Each chart is laid out once. */
export function layOut(dot: string): Promise<string> {
  let drawing = drawings.get(dot);
  if (drawing === undefined) {
    graphviz ??= Graphviz.load();
    drawing = graphviz.then((loaded) => loaded.dot(dot));
    // Charts are few, and change only with another server.
    if (drawings.size > 20) drawings.clear();
    drawings.set(dot, drawing);
  }
  return drawing;
}
