import type { TurnMessage } from '../../watchTypes.ts';

export interface SequenceLayout {
  readonly width: number;
  readonly height: number;
  readonly lifelines: readonly Lifeline[];
  readonly arrows: readonly Arrow[];
}

export interface Lifeline {
  readonly id: string;
  /** The id, shortened where it is long. */
  readonly label: string;
  readonly x: number;
  /** Half the width of its box. */
  readonly reach: number;
}

export interface Arrow {
  readonly type: string;
  readonly label: string;
  readonly fromX: number;
  readonly toX: number;
  readonly y: number;
  /** True when an actor sends it to itself. */
  readonly isLoop: boolean;
}

/** Where messages from outside of the actors come from. */
const OUTSIDE = 'shop';
const LONGEST_LABEL = 32;
const CHARACTER_WIDTH = 6.7;
const PADDING = 12;
const GAP = 28;
export const BOX_HEIGHT = 26;
const ROW_HEIGHT = 34;
/** How far a message to the sender itself goes out. */
export const LOOP_WIDTH = 34;

/**
 * Places the lifelines of a sequence diagram, in the order in which the actors appear, and one row for each message. Two
 * lifelines are as far apart as the labels between them need.
 */
export function sequenceLayout(messages: readonly TurnMessage[]): SequenceLayout {
  const ids = [...new Set(messages.flatMap(({ from, to }) => [from, to]))];
  if (ids.includes(OUTSIDE)) ids.unshift(...ids.splice(ids.indexOf(OUTSIDE), 1));
  const labels = ids.map(shorten);
  const reaches = labels.map((label) => widthOf(label) / 2 + PADDING);
  const column = new Map(ids.map((id, index) => [id, index]));
  const columnOf = (id: string) => column.get(id) ?? 0;

  /** From each lifeline to the next one; from the last one to the edge. */
  const gaps = reaches.map((reach, index) => reach + (reaches[index + 1] ?? 0) + GAP);
  for (const { from, to, type } of messages) {
    const [left, right] = [columnOf(from), columnOf(to)].sort((a, b) => a - b) as [number, number];
    const needed = widthOf(shorten(type)) + GAP + (left === right ? LOOP_WIDTH : 0);
    const last = Math.max(left, right - 1);
    const given = gaps.slice(left, last + 1).reduce((sum, gap) => sum + gap, 0);
    if (given < needed) gaps[last] = (gaps[last] ?? 0) + needed - given;
  }

  let x = reaches[0] ?? 0;
  const lifelines = ids.map((id, index) => {
    const lifeline = { id, label: labels[index] ?? '', x, reach: reaches[index] ?? 0 };
    x += gaps[index] ?? 0;
    return lifeline;
  });
  const arrows = messages.map(({ from, to, type }, index) => ({
    type,
    label: shorten(type),
    fromX: lifelines[columnOf(from)]?.x ?? 0,
    toX: lifelines[columnOf(to)]?.x ?? 0,
    y: BOX_HEIGHT + ROW_HEIGHT * (index + 1),
    isLoop: from === to,
  }));
  const last = messages.some(({ from, to }) => from === to && columnOf(from) === ids.length - 1);
  return {
    width: Math.ceil(last ? x : x - (gaps.at(-1) ?? 0) + (reaches.at(-1) ?? 0)),
    height: BOX_HEIGHT + ROW_HEIGHT * (messages.length + 0.6),
    lifelines,
    arrows,
  };
}

function widthOf(text: string): number {
  return text.length * CHARACTER_WIDTH;
}

/** The ends of ids tell them apart as much as their beginnings do. */
function shorten(text: string): string {
  const characters = [...text];
  if (characters.length <= LONGEST_LABEL) return text;
  const half = (LONGEST_LABEL - 1) / 2;
  return `${characters.slice(0, Math.ceil(half)).join('')}…${characters.slice(-Math.floor(half)).join('')}`;
}
