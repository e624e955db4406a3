import type { ChartDescription, StatePath } from '../describeChart.ts';
import type { Anchors } from './anchors.ts';
import { arrow } from './arrows.ts';
import { attributeList, identity } from './attributes.ts';
import { initialName, stateName } from './dotNames.ts';
import { quoted } from './dotText.ts';
import { arrowLabel, initialActions } from './labels.ts';
import { INK } from './palette.ts';
import { headOf } from './routes.ts';

/** The dot with which a compound state starts. */
export function initialMark(path: StatePath): string {
  const attributes = attributeList({
    ...identity(undefined, ['initial']),
    shape: 'circle',
    style: 'filled',
    fillcolor: quoted(INK),
    color: quoted(INK),
    width: '0.14',
    fixedsize: 'true',
    label: quoted(''),
  });
  return `${initialName(path)} [${attributes}]`;
}

/** An arrow from each dot to the state in which the compound state starts. */
export function initialArrows({ states }: ChartDescription, anchors: Anchors): string[] {
  return states.flatMap((state) => {
    const { path, initial } = state;
    if (initial === undefined) return [];
    const actions = initialActions(state);
    const attributes = {
      ...identity(undefined, ['initial']),
      label: actions.length === 0 ? undefined : arrowLabel('', actions),
    };
    return [arrow({ node: initialName(path) }, headOf(initial.target, anchors), attributes)];
  });
}

/** Dashed arrows from history states to where they lead while there is no history. */
export function historyArrows({ states }: ChartDescription, anchors: Anchors): string[] {
  return states.flatMap(({ path, history }) =>
    (history?.targets ?? []).map((target) =>
      arrow({ node: stateName(path) }, headOf(target, anchors), {
        ...identity(undefined, ['history']),
        style: 'dashed',
      }),
    ),
  );
}
