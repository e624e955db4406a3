import { expect } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { describeChart, toDot, toSvg } from '../../src/machines.ts';
import { type DrawnElement, drawnElements, layout } from './drawnElements.ts';

/** Expects each state and each transition to have one element in the drawing. @returns the elements by their ids. */
export function expectAllDrawn(machine: AnyStateMachine): Map<string, DrawnElement> {
  const { states, transitions } = describeChart(machine);
  const wanted = [...states, ...transitions].map(({ elementId }) => elementId);
  expect(new Set(wanted).size).toBe(wanted.length);
  for (const svg of [layout(toDot(machine)), toSvg(machine, layout)]) {
    const ids = drawnElements(svg).map(({ id }) => id);
    expect(ids.filter((id) => wanted.includes(id)).sort()).toEqual([...wanted].sort());
    expect(new Set(ids).size).toBe(ids.length);
  }
  return new Map(drawnElements(toSvg(machine, layout)).map((element) => [element.id, element]));
}
