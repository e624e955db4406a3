import { serveTask } from '../../harness/serveTask.ts';
import { measureWatched } from './measureWatched.ts';

/** The child process of the command: it measures one variant once. */
await serveTask(measureWatched);
