import { browsePage } from './browsePage.ts';
import { readMessages } from './readMessages.ts';
import { readUpdates } from './readUpdates.ts';
import { answerQuestions, type View } from './view.ts';
import type { ViewerTask } from './viewerMessage.ts';

/** The process of a viewer: it views a shop until its parent ends it or has ended. */
await answerQuestions(open);

function open(task: ViewerTask): Promise<View> {
  if (task.kind === 'inspector') return readMessages(task.url);
  return task.browser === null ? readUpdates(task.url) : browsePage(task.url, task.browser);
}
