import { cartTemplates } from './cartTemplates.ts';
import { deadLetterTemplate } from './deadLetterTemplate.ts';
import { orderTemplates } from './orderTemplates.ts';
import { stockTemplates } from './stockTemplates.ts';
import type { StandardTemplates } from './template.ts';

/** The messages of a shop without templates of its own, in English. */
export const DEFAULT_TEMPLATES: StandardTemplates = {
  ...orderTemplates,
  ...cartTemplates,
  ...stockTemplates,
  'messages.deadLettered': deadLetterTemplate,
};
