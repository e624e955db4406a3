import type { CheckedContent } from '../../../../src/notifications/templates/checkContent.ts';
import { DEFAULT_TEMPLATES } from '../../../../src/notifications/templates/defaultTemplates.ts';
import type { NotificationType } from '../../../../src/notifications/templates/messageTypes.ts';
import { renderMessage } from '../../../../src/notifications/templates/renderMessage.ts';
import type { Template, TemplateInputs } from '../../../../src/notifications/templates/template.ts';
import { inputs } from './inputs.ts';

/** The default message of a type. */
export function rendered<Type extends NotificationType>(
  type: Type,
  input: TemplateInputs[Type] = inputs()[type],
): CheckedContent {
  const template = DEFAULT_TEMPLATES[type] as Template;
  return renderMessage({ type, input, template }) as CheckedContent;
}

/** What a person reads who gets the message as text, and as SMS or push message. */
export function words({ subject, text, short }: CheckedContent): string {
  return `Subject: ${subject}\n\n${text}\n\nShort: ${short}`;
}
