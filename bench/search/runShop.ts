import { serveTask } from '../harness/serveTask.ts';
import { measureShop, type ShopTask } from './measureShop.ts';

await serveTask((task: ShopTask, tell) => measureShop(task, tell));
