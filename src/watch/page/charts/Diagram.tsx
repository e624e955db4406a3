import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ChartPicture } from '../../watchTypes.ts';
import { ScrollFrame } from '../parts/ScrollFrame.tsx';
import { ChartDrawing, type DrawnFigures } from './chartDrawing.ts';
import { copyDrawing } from './copyDrawing.ts';
import { layOut } from './layOut.ts';
import { panByDragging } from './panByDragging.ts';

interface Props {
  readonly chart: ChartPicture;
  readonly figures: DrawnFigures;
  onSelect(path: string): void;
}

interface Drawn {
  readonly svg: SVGSVGElement;
  readonly drawing: ChartDrawing;
}

const STEP = 1.25;
const SMALLEST = 0.3;
const LARGEST = 3;
/** Smaller than this, text cannot be read: then the drawing scrolls. */
const SMALLEST_FIT = 0.72;

/** A chart, drawn by Graphviz, with the figures of its states in it. It scrolls and zooms in its frame. */
export function Diagram({ chart, figures, onSelect }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  /** Null: as large as the frame allows. */
  const [zoom, setZoom] = useState<number | null>(null);
  const select = useRef(onSelect);
  select.current = onSelect;

  useEffect(() => {
    let isWanted = true;
    let drawing: ChartDrawing | undefined;
    const draw = (text: string) => {
      if (!isWanted || frame.current === null) return;
      const svg = copyDrawing(text);
      svg.setAttribute('role', 'group');
      svg.setAttribute('aria-label', `Chart of ${chart.title}`);
      frame.current.replaceChildren(svg);
      drawing = new ChartDrawing(svg, chart, (path) => select.current(path));
      setDrawn({ svg, drawing });
    };
    layOut(chart.dot)
      .then(draw)
      .catch((error: unknown) => isWanted && setFailure(String(error)));
    return () => {
      isWanted = false;
      drawing?.end();
      frame.current?.replaceChildren();
      setDrawn(null);
      setFailure(null);
    };
  }, [chart]);

  useLayoutEffect(() => drawn?.drawing.show(figures), [drawn, figures]);
  useLayoutEffect(() => {
    const { current } = frame;
    if (drawn === null || current === null) return;
    const resize = () => scale(drawn.svg, zoom ?? fitting(drawn.svg, current));
    resize();
    const observer = new ResizeObserver(resize);
    observer.observe(current);
    return () => observer.disconnect();
  }, [drawn, zoom]);
  useEffect(() => (frame.current === null ? undefined : panByDragging(frame.current)), []);

  const zoomBy = (factor: number) => {
    if (drawn === null || frame.current === null) return;
    const now = zoom ?? fitting(drawn.svg, frame.current);
    setZoom(Math.min(LARGEST, Math.max(SMALLEST, now * factor)));
  };
  return (
    <div class="diagram">
      <ScrollFrame
        frame={frame}
        class="diagram-frame"
        label={`Drawing of ${chart.title}, scrolls`}
      />
      {failure !== null && <p class="empty">The chart cannot be drawn: {failure}</p>}
      {drawn === null && failure === null && <p class="empty">Drawing the chart…</p>}
      <div class="diagram-tools">
        <span class="hint">Select a state for its figures. Drag or scroll to move.</span>
        <button type="button" onClick={() => zoomBy(1 / STEP)} aria-label="Zoom out">
          −
        </button>
        <button type="button" onClick={() => zoomBy(STEP)} aria-label="Zoom in">
          +
        </button>
        <button type="button" onClick={() => setZoom(null)}>
          Fit
        </button>
      </div>
    </div>
  );
}

function fitting(svg: SVGSVGElement, frame: HTMLElement): number {
  const { width, height } = svg.viewBox.baseVal;
  const style = getComputedStyle(frame);
  const most = Number.parseFloat(style.maxHeight) || height;
  const fit = Math.min(frame.clientWidth / width, most / height, 1.1);
  return Math.max(fit, SMALLEST_FIT);
}

function scale(svg: SVGSVGElement, factor: number): void {
  const { width, height } = svg.viewBox.baseVal;
  svg.style.width = `${Math.floor(width * factor)}px`;
  svg.style.height = `${Math.floor(height * factor)}px`;
}
