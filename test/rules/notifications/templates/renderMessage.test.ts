import { describe, expect, it, vi } from 'vitest';
import { ArgumentError } from '../../../../src/base/argumentError.ts';
import { renderMessage } from '../../../../src/notifications/templates/renderMessage.ts';
import type { Template } from '../../../../src/notifications/templates/template.ts';
import { inputs } from './inputs.ts';

const input = inputs()['order.shipped'];

function render(template: unknown) {
  return renderMessage({ type: 'order.shipped', input, template: template as Template });
}

function thrownBy(template: () => unknown): Error {
  try {
    render(template);
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

describe('a message', () => {
  it('is what its template returns, checked', () => {
    const template = vi.fn(() => ({ subject: 'A\nB', text: 'C' }));
    expect(render(template)).toEqual({ subject: 'A B', text: 'C', short: 'C' });
    expect(template.mock.calls).toEqual([[input]]);
  });

  it('is not sent if its template returns undefined', () => {
    expect(render(() => undefined)).toBeUndefined();
  });

  it('whose template throws gives an error that names the template', () => {
    const fault = new Error('no stamps');
    const error = thrownBy(() => {
      throw fault;
    });
    expect(error.message).toBe("template 'order.shipped' threw: no stamps");
    expect(error.cause).toBe(fault);
    for (const thrown of [undefined, 'text', new Error('')]) {
      const { message } = thrownBy(() => {
        throw thrown;
      });
      expect(message).toMatch(/^template 'order\.shipped' threw: .* was thrown$/);
    }
  });

  it('whose template returns no content gives an error that names the template', () => {
    expect(thrownBy(() => ({ subject: 'A' })).message).toBe(
      "template 'order.shipped': text: expected a string, got undefined",
    );
    expect(thrownBy(async () => ({ subject: 'A', text: 'B' })).message).toBe(
      "template 'order.shipped': templates are synchronous: expected the content itself, got a promise",
    );
    const getter = {
      subject: 'A',
      get text() {
        throw new Error('not today');
      },
    };
    expect(thrownBy(() => getter).message).toBe("template 'order.shipped': not today");
  });

  it('that cannot be made is no misuse of the shop', () => {
    const { money } = input;
    for (const template of [() => money(0.5) && null, () => ({}), () => 5]) {
      expect(thrownBy(template)).not.toBeInstanceOf(ArgumentError);
    }
  });
});
