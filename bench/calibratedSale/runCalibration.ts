import { serveTask } from '../harness/serveTask.ts';
import { measureCapacity } from './measureCapacity.ts';

/** The child process of the command: it measures what this machine can do. */
await serveTask(measureCapacity);
