import { serveTask } from '../../harness/serveTask.ts';
import type { BacklogTask } from './backlogTask.ts';
import { drainBacklog } from './drainBacklog.ts';
import { fillBacklog } from './fillBacklog.ts';

/** The child process of a backlog: it makes it, or delivers it. */
await serveTask((task: BacklogTask, onProgress) =>
  task.step === 'fill' ? fillBacklog(task, onProgress) : drainBacklog(task, onProgress),
);
