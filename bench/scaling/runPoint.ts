import { serveTask } from '../harness/serveTask.ts';
import { measurePoint } from './measurePoint.ts';

/** The child process of the command: it measures one point. */
await serveTask(measurePoint);
