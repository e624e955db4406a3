import * as check from '../../base/check.ts';
import { isPlainObject } from '../../base/isPlainObject.ts';
import { quote } from '../../base/quote.ts';
import { DEFAULT_TEMPLATES } from './defaultTemplates.ts';
import { MESSAGE_TYPES } from './messageTypes.ts';
import type { CustomTemplates, Template, Templates } from './template.ts';

/**
 * Checks one's own templates.
 *
 * @param own those of standard facts. Facts without one get the default template.
 * @param custom those of other facts.
 *
 * @returns the template of each fact that becomes a message.
 *
 * @throws ArgumentError for a standard type that there is not, which lists those that there are; for a custom one that is a
 * standard one; and for what is no function, or is an async one.
 */
export function checkTemplates(
  own: Templates = {},
  custom: CustomTemplates = {},
): ReadonlyMap<string, Template> {
  const templates = new Map(Object.entries(DEFAULT_TEMPLATES) as [string, Template][]);
  check.fields('notifications.templates', own, STANDARD as never[]);
  for (const [type, template] of Object.entries(own)) {
    if (template !== undefined) {
      templates.set(type, checked(`notifications.templates['${type}']`, template));
    }
  }
  const name = 'notifications.customTemplates';
  if (!isPlainObject(custom)) throw check.wrongType(name, 'a plain object', custom);
  for (const [type, template] of Object.entries(custom)) {
    check.id(name, type);
    if (STANDARD.includes(type)) {
      throw check.outOfRange(name, 'types that are not standard ones', type);
    }
    templates.set(type, checked(`${name}[${quote(type)}]`, template));
  }
  return templates;
}

const STANDARD: readonly string[] = MESSAGE_TYPES.map(({ type }) => type);

function checked(name: string, given: unknown): Template {
  const template = check.callable(name, given as Template);
  if (Object.prototype.toString.call(template) !== '[object AsyncFunction]') return template;
  throw check.wrongType(name, 'a function that is not async: templates are synchronous', given);
}
