import { Worker } from 'node:worker_threads';
import { show } from '../base/show.ts';
import { workerScript } from '../base/workerScript.ts';
import type { CheckpointJob } from '../store/disk/checkpointJob.ts';
import { checkpointProgram } from './checkpointProgram.js';

/**
 * Writes a checkpoint in a worker thread: see {@link RunCheckpoint}. A process warning says why there is none.
 */
export function runInWorker(job: CheckpointJob): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const giveUp = (reason: string) => {
      if (!hasWarned) process.emitWarning(`a shop writes its checkpoints itself: ${reason}`);
      hasWarned = true;
      resolve(false);
    };
    let worker: Worker;
    try {
      const script = workerScript('lmdb', checkpointProgram);
      // Without the flags of the process, which are not meant for it.
      worker = new Worker(script, { eval: true, workerData: job, execArgv: [] });
    } catch (error) {
      giveUp(show(error));
      return;
    }
    worker.on('message', ({ error }: { readonly error?: string }) => {
      if (error === undefined) resolve(true);
      else reject(new Error(error));
    });
    // A worker that cannot load its program has told nothing: the job can be done again.
    worker.on('error', (error) => giveUp(show(error)));
    worker.on('exit', () => resolve(false));
  });
}

let hasWarned = false;
