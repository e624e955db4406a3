import { serveTask } from '../harness/serveTask.ts';
import { measureShop, type ShopTask } from './measureShop.ts';

await serveTask((task: ShopTask, onProgress) => measureShop(task, onProgress));
