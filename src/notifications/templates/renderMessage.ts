import { reasonOf } from '../reasonText.ts';
import { type CheckedContent, checkContent } from './checkContent.ts';
import type { Template, TemplateInput } from './template.ts';

/**
 * Makes a message.
 *
 * @param options.type the type of the fact, which error messages name.
 * @param options.template one's own, or a default one.
 *
 * @returns undefined if the template sends nothing.
 *
 * @throws Error if the template throws, or returns what cannot be sent: no later attempt would help.
 */
export function renderMessage({
  type,
  input,
  template,
}: {
  readonly type: string;
  readonly input: TemplateInput;
  readonly template: Template;
}): CheckedContent | undefined {
  const returned = inTemplate(`template '${type}' threw`, () => template(input));
  return inTemplate(`template '${type}'`, () => checkContent(returned));
}

/** Calls `run`. What it throws gets the name in front of its message. */
function inTemplate<T>(name: string, run: () => T): T {
  try {
    return run();
  } catch (thrown) {
    throw new Error(`${name}: ${reasonOf(thrown)}`, { cause: thrown });
  }
}
