import { useMemo } from 'preact/hooks';
import type { TurnMessage } from '../../watchTypes.ts';
import {
  type Arrow,
  BOX_HEIGHT,
  type Lifeline,
  LOOP_WIDTH,
  sequenceLayout,
} from './sequenceLayout.ts';

interface Props {
  readonly messages: readonly TurnMessage[];
  readonly label: string;
}

/** Who sends what to whom, from top to bottom. The same is a list below, for those who cannot see it. */
export function SequenceDiagram({ messages, label }: Props) {
  const { width, height, lifelines, arrows } = useMemo(() => sequenceLayout(messages), [messages]);
  return (
    <svg
      class="sequence"
      role="img"
      aria-label={label}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
    >
      {lifelines.map((lifeline) => (
        <DrawnLifeline key={lifeline.id} lifeline={lifeline} height={height} />
      ))}
      {arrows.map((arrow, index) => (
        <DrawnArrow key={index} arrow={arrow} />
      ))}
    </svg>
  );
}

function DrawnLifeline({
  lifeline: { id, label, x, reach },
  height,
}: {
  readonly lifeline: Lifeline;
  readonly height: number;
}) {
  return (
    <g class="lifeline">
      <title>{id}</title>
      <line x1={x} x2={x} y1={BOX_HEIGHT} y2={height} />
      <rect x={x - reach} y={0.5} width={reach * 2} height={BOX_HEIGHT - 1} rx={6} />
      <text x={x} y={17} text-anchor="middle">
        {label}
      </text>
    </g>
  );
}

function DrawnArrow({ arrow: { type, label, fromX, toX, y, isLoop } }: { readonly arrow: Arrow }) {
  const direction = Math.sign(toX - fromX);
  const path = isLoop
    ? `M ${fromX} ${y - 8} h ${LOOP_WIDTH} v 12 H ${fromX + 2}`
    : `M ${fromX} ${y} H ${toX - 2 * direction}`;
  const end = isLoop ? { x: fromX, y: y + 4, side: -1 } : { x: toX, y, side: direction };
  return (
    <g class="arrow">
      <title>{type}</title>
      <path d={path} />
      <polygon
        points={`${end.x},${end.y} ${end.x - 8 * end.side},${end.y - 4} ${end.x - 8 * end.side},${end.y + 4}`}
      />
      <text
        x={isLoop ? fromX + LOOP_WIDTH + 6 : (fromX + toX) / 2}
        y={isLoop ? y + 2 : y - 6}
        text-anchor={isLoop ? 'start' : 'middle'}
      >
        {label}
      </text>
    </g>
  );
}
