import { serveTask } from '../../harness/serveTask.ts';
import type { LoadTask } from './loadTask.ts';
import { measureCheckouts } from './measureCheckouts.ts';
import { measureOrders } from './measureOrders.ts';

/** The child process of a run under load. */
await serveTask((task: LoadTask, onProgress) =>
  task.load === 'checkouts' ? measureCheckouts(task, onProgress) : measureOrders(task, onProgress),
);
