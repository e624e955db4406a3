import type { AnyStateMachine } from 'xstate';
import { describeChart, type StateDescription, type StatePath } from '../charts/describeChart.ts';
import { toDot } from '../charts/toDot.ts';
import type { ChartPicture } from './watchTypes.ts';

/** @param id of the chart on the page. @param title what its actors are called. */
export function chartPicture(id: string, title: string, machine: AnyStateMachine): ChartPicture {
  const { states, transitions } = describeChart(machine);
  return {
    id,
    title,
    dot: toDot(machine),
    states: states.filter(isNoRoot).map(({ path, elementId, kind }) => {
      const isLeaf = kind === 'atomic' || kind === 'final';
      return { path: nameOf(path), elementId, isFinal: kind === 'final', isLeaf };
    }),
    transitions: transitions.map(({ elementId, source, label, targets }) => {
      return { elementId, source: nameOf(source), label, targets: targets.map(nameOf) };
    }),
  };
}

function isNoRoot({ path, kind }: StateDescription): boolean {
  return path.length > 0 && kind !== 'history';
}

/** As `stateName` has it. */
function nameOf(path: StatePath): string {
  return path.join('.');
}
