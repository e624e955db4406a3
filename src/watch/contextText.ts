import { show } from '../base/show.ts';
import { MAX_CONTEXT_LENGTH } from './limits.ts';

/** The context of an actor as indented JSON, cut when it is long. A chart of the user's may have what JSON cannot hold. */
export function contextText(context: unknown): string {
  let text: string;
  try {
    text = JSON.stringify(context, null, 2) ?? String(context);
  } catch (error) {
    return `not shown: ${show(error)}`;
  }
  if (text.length <= MAX_CONTEXT_LENGTH) return text;
  return `${text.slice(0, MAX_CONTEXT_LENGTH)}\n… ${text.length - MAX_CONTEXT_LENGTH} more characters`;
}
