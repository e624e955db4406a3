import type { ChartDescription, StateDescription } from '../describeChart.ts';
import type { Attributes } from './attributes.ts';
import { quoted } from './dotText.ts';
import { boxLabel } from './labels.ts';
import { FINAL_FILL, GROUP_FILL, LINE, REGION_LINE, STATE_FILL, STATE_LINE } from './palette.ts';

/** A state without others in it. */
export function nodeLook(state: StateDescription, chart: ChartDescription): Attributes {
  if (state.kind === 'history') return historyLook(state);
  const isFinal = state.kind === 'final';
  return {
    shape: 'box',
    style: quoted('rounded,filled'),
    fillcolor: quoted(isFinal ? FINAL_FILL : STATE_FILL),
    color: quoted(isFinal ? LINE : STATE_LINE),
    peripheries: isFinal ? '2' : undefined,
    margin: quoted('0.12,0.06'),
    label: boxLabel(chart, state),
  };
}

/** A circle with an H, as in UML: `H*` remembers all levels. */
function historyLook({ history }: StateDescription): Attributes {
  return {
    shape: 'circle',
    style: 'filled',
    fillcolor: 'white',
    width: '0.36',
    fixedsize: 'true',
    label: quoted(history?.depth === 'deep' ? 'H*' : 'H'),
  };
}

/** The box round the states in another one. That of a region, which is active beside others, is dashed. */
export function groupLook(isRegion: boolean): Attributes {
  return {
    labeljust: 'l',
    margin: '14',
    style: quoted(isRegion ? 'rounded,dashed' : 'rounded,filled'),
    fillcolor: isRegion ? undefined : quoted(GROUP_FILL),
    color: quoted(isRegion ? REGION_LINE : LINE),
  };
}

/** The whole drawing. */
export function rootLook(): Attributes {
  return { labeljust: 'l', labelloc: 't' };
}

/** The rows of a state with others in it; a small circle without them. */
export function notesLook(label: string | undefined): Attributes {
  if (label === undefined) {
    return { shape: 'circle', width: '0.1', fixedsize: 'true', label: quoted('') };
  }
  return { shape: 'box', style: 'rounded', color: quoted(REGION_LINE), label };
}
