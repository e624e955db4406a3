import { serveTask } from '../harness/serveTask.ts';
import { measureBytes } from './measureBytes.ts';

/** The child process of the command: it measures one build. */
await serveTask(measureBytes);
