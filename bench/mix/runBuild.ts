import { serveTask } from '../harness/serveTask.ts';
import { measureMix } from './measureMix.ts';

/** The child process of the command: it measures one build once. */
await serveTask(measureMix);
