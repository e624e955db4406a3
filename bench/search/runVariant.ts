import { serveTask } from '../harness/serveTask.ts';
import { measureVariant, type VariantTask } from './measureVariant.ts';

await serveTask((task: VariantTask, onProgress) => measureVariant(task, onProgress));
