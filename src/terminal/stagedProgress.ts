import { type Progress, startProgress } from './progress.ts';

/** How far one stage of something has come. */
export interface Stage {
  /** What the stage is counted in: `products`. */
  readonly stage: string;
  readonly done: number;
  readonly total: number;
}

export interface StagedProgress {
  update(at: Stage): void;
  /** Leaves nothing on a terminal. */
  stop(): void;
}

/** Shows the progress of one stage after the other, under one label. */
export function startStagedProgress(label: string): StagedProgress {
  let current: { readonly stage: string; readonly progress: Progress } | undefined;
  const stop = () => {
    current?.progress.stop();
    current = undefined;
  };
  return {
    update({ stage, done, total }) {
      if (current?.stage !== stage) {
        stop();
        current = { stage, progress: startProgress({ label, total, unit: stage }) };
      }
      current.progress.update(done);
    },
    stop,
  };
}
