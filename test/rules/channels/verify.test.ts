import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { ArgumentError } from '../../../src/index.ts';
import {
  type VerifyOptions,
  verify,
  type WebhookVerificationCode,
  WebhookVerificationError,
} from '../../../src/webhook.ts';

const SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
const OTHER = `whsec_${Buffer.alloc(64, 2).toString('base64')}`;
const SENT_AT = 1_750_000_000_000;
const MINUTE_MS = 60_000;

const EVENT = {
  specversion: '1.0',
  id: 'msg-1',
  source: '/statecart',
  type: 'statecart.order.shipped',
  datacontenttype: 'application/json',
  data: { fact: { type: 'order.shipped', seq: 1, at: SENT_AT, orderId: 'größe' } },
};
const BODY = JSON.stringify(EVENT);

function headersOf(body: string, secret = SECRET) {
  return {
    'webhook-id': 'msg-1',
    'webhook-timestamp': String(SENT_AT / 1000),
    'webhook-signature': new Webhook(secret).sign('msg-1', new Date(SENT_AT), body),
  };
}

const HEADERS = headersOf(BODY);

function verified(options: Partial<VerifyOptions> = {}) {
  return verify({ secret: SECRET, headers: HEADERS, body: BODY, now: () => SENT_AT, ...options });
}

/** The code of the error that a webhook is refused with. */
function codeOf(options: Partial<VerifyOptions>): WebhookVerificationCode | undefined {
  try {
    verified(options);
    return undefined;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return error.code;
    throw error;
  }
}

describe('a webhook is verified', () => {
  it('when it is signed by a library of Standard Webhooks', () => {
    expect(verified()).toEqual(EVENT);
  });

  it('with its body as text, as a Buffer and as other bytes', () => {
    expect(verified({ body: Buffer.from(BODY) })).toEqual(EVENT);
    expect(verified({ body: new Uint8Array(Buffer.from(BODY)) })).toEqual(EVENT);
  });

  it('with headers of any case, with arrays, and as Headers', () => {
    const entries = Object.entries(HEADERS);
    const upper = Object.fromEntries(entries.map(([name, value]) => [name.toUpperCase(), value]));
    const lists = Object.fromEntries(entries.map(([name, value]) => [name, [value]]));
    for (const headers of [upper, lists, new Headers(HEADERS)]) {
      expect(verified({ headers })).toEqual(EVENT);
    }
  });

  it('with one of several signatures, of which those of other versions do not matter', () => {
    const good = HEADERS['webhook-signature'];
    const bad = headersOf(BODY, OTHER)['webhook-signature'];
    const signatures = ['v1a,abc', 'v2', '', bad, good, 'v1,'];
    for (const signature of [signatures.join(' '), signatures]) {
      expect(verified({ headers: { ...HEADERS, 'webhook-signature': signature } })).toEqual(EVENT);
    }
  });

  it('with one of several secrets', () => {
    expect(verified({ secret: [OTHER, SECRET] })).toEqual(EVENT);
  });

  it('when it was sent at most five minutes ago, or is that far ahead', () => {
    expect(verified({ now: () => SENT_AT + 5 * MINUTE_MS })).toEqual(EVENT);
    expect(verified({ now: () => SENT_AT - 5 * MINUTE_MS })).toEqual(EVENT);
  });

  it('with another tolerance', () => {
    const now = () => SENT_AT + 60 * MINUTE_MS;
    expect(verified({ now, toleranceMs: 60 * MINUTE_MS })).toEqual(EVENT);
    expect(codeOf({ now: () => SENT_AT + 1, toleranceMs: 0 })).toBe('too-old');
  });
});

describe('a webhook is refused', () => {
  it.each(Object.keys(HEADERS))('without the header %s', (name) => {
    for (const value of [undefined, '', ' ', []]) {
      expect(codeOf({ headers: { ...HEADERS, [name]: value } })).toBe('missing-header');
    }
  });

  it.each(['webhook-id', 'webhook-timestamp'] as const)('with two headers %s', (name) => {
    const twice = [HEADERS[name], HEADERS[name]];
    expect(codeOf({ headers: { ...HEADERS, [name]: twice } })).toBe('missing-header');
    const again = { ...HEADERS, [name.toUpperCase()]: HEADERS[name] };
    expect(codeOf({ headers: again })).toBe('missing-header');
  });

  it.each(['now', '-1', '1.5', '1e9', '0x10', '9'.repeat(13), '1750000000, 1750000000'])(
    'with the timestamp %s',
    (timestamp) => {
      const headers = { ...HEADERS, 'webhook-timestamp': timestamp };
      expect(codeOf({ headers })).toBe('bad-timestamp');
    },
  );

  it('when it was sent long ago, or in the future', () => {
    expect(codeOf({ now: () => SENT_AT + 5 * MINUTE_MS + 1 })).toBe('too-old');
    expect(codeOf({ now: () => SENT_AT - 5 * MINUTE_MS - 1 })).toBe('too-new');
  });

  it('with another body, id or time than was signed', () => {
    expect(codeOf({ body: BODY.replace('shipped', 'stopped') })).toBe('bad-signature');
    expect(codeOf({ body: `${BODY} ` })).toBe('bad-signature');
    expect(codeOf({ headers: { ...HEADERS, 'webhook-id': 'msg-2' } })).toBe('bad-signature');
    const later = { ...HEADERS, 'webhook-timestamp': String(SENT_AT / 1000 + 1) };
    expect(codeOf({ headers: later })).toBe('bad-signature');
  });

  it('with another secret', () => {
    expect(codeOf({ secret: OTHER })).toBe('bad-signature');
  });

  it.each(['v1', 'v1,', 'v1,AAAA', 'v2,', 'é', ','])('with the signature %j', (signature) => {
    const headers = { ...HEADERS, 'webhook-signature': signature };
    expect(codeOf({ headers })).toBe('bad-signature');
    const good = HEADERS['webhook-signature'].replace('v1,', 'v2,');
    expect(codeOf({ headers: { ...HEADERS, 'webhook-signature': good } })).toBe('bad-signature');
  });

  it.each([
    '',
    'null',
    '[]',
    '{',
    '{"type":"order.shipped"}',
    JSON.stringify({ ...EVENT, specversion: '0.3' }),
    JSON.stringify({ ...EVENT, id: '' }),
    JSON.stringify({ ...EVENT, data: { fact: {} } }),
    JSON.stringify({ ...EVENT, data: [] }),
  ])('when it is signed, and its body is no event: %s', (body) => {
    expect(codeOf({ headers: headersOf(body), body })).toBe('bad-body');
  });

  it('by an error that says why', () => {
    const refuse = () => verified({ body: 'x' });
    expect(refuse).toThrow(WebhookVerificationError);
    expect(refuse).toThrow(Error);
    expect(refuse).toThrow('no signature is of this secret and body');
    expect(new WebhookVerificationError('too-old', 'x').name).toBe('WebhookVerificationError');
  });
});

describe('misuse of verify() is an ArgumentError', () => {
  it.each([
    ['a parsed body', { body: EVENT }, 'options.body: expected the body as text'],
    ['a wrong secret', { secret: 'abc' }, 'options.secret: expected whsec_'],
    ['no secret', { secret: [] }, 'options.secret: expected 1 to 10 secrets'],
    ['no headers', { headers: undefined }, 'options.headers: expected an object'],
    [
      'a header that is no text',
      { headers: { ...HEADERS, 'webhook-id': 7 } },
      'headers.webhook-id: expected a string',
    ],
    ['a wrong tolerance', { toleranceMs: -1 }, 'options.toleranceMs: expected'],
    ['a wrong clock', { now: SENT_AT }, 'options.now: expected a function'],
    ['an unknown option', { tolerance: 1 }, "got 'tolerance'"],
  ])('%s', (_what, options, message) => {
    const misuse = () => verified(options as Partial<VerifyOptions>);
    expect(misuse).toThrow(ArgumentError);
    expect(misuse).toThrow(message);
  });
});
