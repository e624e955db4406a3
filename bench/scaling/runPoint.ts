import { serveTask } from '../harness/serveTask.ts';
import { measurePoint } from './measurePoint.ts';

/** One point: what a child process of the command does. */
await serveTask(measurePoint);
