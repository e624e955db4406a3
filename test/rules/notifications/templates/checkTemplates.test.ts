import { describe, expect, expectTypeOf, it } from 'vitest';
import { ArgumentError } from '../../../../src/base/argumentError.ts';
import { checkTemplates } from '../../../../src/notifications/templates/checkTemplates.ts';
import { DEFAULT_TEMPLATES } from '../../../../src/notifications/templates/defaultTemplates.ts';
import type {
  CustomTemplates,
  Template,
  TemplateInput,
  TemplateInputs,
  Templates,
} from '../../../../src/notifications/templates/template.ts';
import type { RecordedFact } from '../../../../src/schema/recordedFact.ts';
import { TYPES } from './inputs.ts';

const own = () => ({ subject: 'A', text: 'B' });

describe('the templates of a shop', () => {
  it('are the default ones where it has none of its own', () => {
    expect(Object.fromEntries(checkTemplates(undefined))).toEqual(DEFAULT_TEMPLATES);
    const templates = checkTemplates({ 'order.shipped': own });
    expect(Object.fromEntries(templates)).toEqual({ ...DEFAULT_TEMPLATES, 'order.shipped': own });
    const left = { 'order.shipped': undefined } as unknown as Templates;
    expect(Object.fromEntries(checkTemplates(left))).toEqual(DEFAULT_TEMPLATES);
  });

  it('may be for facts of custom types', () => {
    const templates = checkTemplates({}, { 'order.packed': own });
    expect([...templates.keys()]).toEqual([...TYPES, 'order.packed']);
    expect(templates.get('order.packed')).toBe(own);
  });

  it('are none of what every object has', () => {
    for (const type of ['constructor', 'toString', '__proto__']) {
      expect(checkTemplates({}).get(type)).toBeUndefined();
    }
  });

  it.each([
    [5, 'notifications.templates: expected a plain object, got 5'],
    [[], 'notifications.templates: expected a plain object, got []'],
    [
      { 'order.shiped': own },
      `notifications.templates: expected only ${TYPES.join(', ')}; got 'order.shiped' (did you mean order.shipped?)`,
    ],
    [{ 'stock.low': null }, "notifications.templates['stock.low']: expected a function, got null"],
    [
      { 'stock.low': async () => own() },
      "notifications.templates['stock.low']: expected a function that is not async: templates are synchronous, got [Function: stock.low]",
    ],
  ])('are refused when they are wrong (%#)', (given, message) => {
    const check = () => checkTemplates(given as never);
    expect(check).toThrow(ArgumentError);
    expect(check).toThrow(expect.objectContaining({ message }));
  });

  it.each([
    [[], 'notifications.customTemplates: expected a plain object, got []'],
    [
      { 'order.packed': 'text' },
      "notifications.customTemplates['order.packed']: expected a function, got 'text'",
    ],
    [
      { 'order.placed': own },
      "notifications.customTemplates: expected types that are not standard ones, got 'order.placed'",
    ],
    [{ '': own }, "notifications.customTemplates: expected a string that is not empty, got ''"],
  ])('of custom facts are refused when they are wrong (%#)', (given, message) => {
    const check = () => checkTemplates({}, given as never);
    expect(check).toThrow(ArgumentError);
    expect(check).toThrow(expect.objectContaining({ message }));
  });
});

interface OrderPacked {
  readonly type: 'order.packed';
  readonly orderId: string;
  readonly boxes: number;
}

describe('the type of a template', () => {
  it('has all that a message of its fact needs', () => {
    const templates: Templates = {
      'order.shipped': ({ order, user, fact }) => {
        expectTypeOf(fact.trackingNumber).toEqualTypeOf<string>();
        expectTypeOf(fact.at).toEqualTypeOf<number>();
        return { subject: order.orderId, text: user.name };
      },
      'cart.expiring': ({ lines, user, date, fact }) => ({
        subject: `${user.name} ${lines.length}`,
        text: date(fact.expiresAt),
      }),
      'product.backInStock': ({ product, user }) => ({ subject: product.name, text: user.name }),
      'stock.low': ({ product, user }) => {
        expectTypeOf(user?.name).toEqualTypeOf<string | undefined>();
        return { subject: product.name, text: product.sku };
      },
      'messages.deadLettered': () => undefined,
    };
    const custom: CustomTemplates = {
      'order.packed': ({ fact, order }: TemplateInput<OrderPacked & RecordedFact>) => {
        expectTypeOf(fact.boxes).toEqualTypeOf<number>();
        return order && { subject: order.orderId, text: `${fact.boxes}` };
      },
    };
    expect(checkTemplates(templates, custom).size).toBe(TYPES.length + 1);
    expectTypeOf<Template<TemplateInputs['order.placed']>>().toEqualTypeOf<
      NonNullable<Templates['order.placed']>
    >();
  });

  it('refuses an unknown fact', () => {
    // @ts-expect-error: a misspelt type.
    const templates: Templates = { 'order.shiped': own };
    expect(() => checkTemplates(templates)).toThrow(ArgumentError);
  });

  it('refuses a promise', () => {
    // @ts-expect-error: a promise.
    const templates: Templates = { 'order.placed': async () => own() };
    expect(() => checkTemplates(templates)).toThrow(ArgumentError);
  });

  it('takes facts of any names among custom ones', () => {
    const templates: CustomTemplates = {
      'order.packed': ({ fact, order }) => order && { subject: order.orderId, text: fact.type },
    };
    expect(Object.keys(templates)).toEqual(['order.packed']);
  });
});
