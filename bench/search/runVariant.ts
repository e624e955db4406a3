import { serveTask } from '../harness/serveTask.ts';
import { measureVariant, type VariantTask } from './measureVariant.ts';

await serveTask((task: VariantTask, tell) => measureVariant(task, tell));
