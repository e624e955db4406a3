import type { AnyStateMachine } from 'xstate';
import { describeChart } from './describeChart.ts';
import { anchorsOf } from './dot/anchors.ts';
import { arrowsOf } from './dot/arrows.ts';
import { chartDefaults } from './dot/defaults.ts';
import { quotedName } from './dot/dotText.ts';
import { historyArrows, initialArrows } from './dot/pseudoStates.ts';
import { routesOf } from './dot/routes.ts';
import { stateStatements } from './dot/states.ts';

/**
 * Draws a chart as a graph for Graphviz (https://graphviz.org/doc/info/lang.html). States with others in them are
 * boxes round those, regions of parallel states have dashed boxes, final states a double border. Arrows read
 * `event [guard] / actions`. Transitions without a target stand as rows in the box of their state.
 *
 * In the SVG that Graphviz makes of it, each state has the id `stateElementId(path)` and the class `state`, and each
 * transition the id `transitionElementId(source, event, index)`. Runs in a browser, too.
 *
 * @param machine any state machine.
 * @throws TypeError if it is not a state machine.
 *
 * @example
 * const dot = toDot(orderMachine); // for `dot -Tsvg`
 */
export function toDot(machine: AnyStateMachine): string {
  const chart = describeChart(machine);
  const anchors = anchorsOf(chart);
  const routes = routesOf(chart, anchors);
  const statements = [
    ...chartDefaults(),
    ...stateStatements(chart, routes),
    ...initialArrows(chart, anchors),
    ...historyArrows(chart, anchors),
    ...routes.flatMap(arrowsOf),
  ];
  return `digraph ${quotedName(chart.id)} {\n${statements.map((line) => `  ${line}\n`).join('')}}\n`;
}
