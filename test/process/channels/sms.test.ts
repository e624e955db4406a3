import { describe, expect, it } from 'vitest';
import { type TwilioChannelOptions, twilioChannel } from '../../../src/sms.ts';
import { deliver, messageTo } from './pushMessages.ts';
import { startHttpServer, startStatusServer, unusedOrigin } from './startHttpServer.ts';

const ACCOUNT = `AC${'0a'.repeat(16)}`;
const TOKEN = '9f'.repeat(16);
const KEY = `SK${'1b'.repeat(16)}`;
const SERVICE = `MG${'2c'.repeat(16)}`;

function channelTo(baseUrl: string, options: Partial<TwilioChannelOptions> = {}) {
  const general = { accountSid: ACCOUNT, baseUrl, allowPrivate: true, timeoutMs: 60_000 };
  const { apiKey, messagingServiceSid } = options;
  const credentials = apiKey === undefined ? { authToken: TOKEN } : {};
  const sender = messagingServiceSid === undefined ? { from: '+15550100100' } : {};
  return twilioChannel({ ...general, ...credentials, ...sender, ...options });
}

const to = (phone: string) => messageTo({ phone });

/** A server that answers each request by an error of Twilio. */
function startErrorServer(status: number, code: number, message: string) {
  const body = JSON.stringify({ code, message, more_info: 'https://www.twilio.com/docs', status });
  return startStatusServer([status, { 'content-type': 'application/json' }, body]);
}

describe('an SMS', () => {
  it('is a form with number, sender and short text, sent with the password of the account', async () => {
    const server = await startStatusServer([201, {}, '{"sid":"SM1","status":"queued"}']);
    const results = await deliver(channelTo(server.origin), to('+49 (151) 234-56.78/9'));
    expect(results).toEqual(['sent']);
    const [{ method, path, headers, body } = expect.fail()] = server.requests;
    expect([method, path]).toEqual(['POST', `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`]);
    const basic = Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64');
    expect(headers.authorization).toBe(`Basic ${basic}`);
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(body.toString()))).toEqual({
      To: '+4915123456789',
      From: '+15550100100',
      Body: 'Order order-1 has been shipped.',
    });
  });

  it('is sent by a messaging service and with an API key when the options name them', async () => {
    const server = await startStatusServer([201]);
    const options = { messagingServiceSid: SERVICE, apiKey: KEY, apiSecret: 'secret-of-the-key' };
    expect(
      await deliver(channelTo(`${server.origin}/proxy/`, options), to('+15550100101')),
    ).toEqual(['sent']);
    const [{ path, headers, body } = expect.fail()] = server.requests;
    expect(path).toBe(`/proxy/2010-04-01/Accounts/${ACCOUNT}/Messages.json`);
    const basic = Buffer.from(`${KEY}:secret-of-the-key`).toString('base64');
    expect(headers.authorization).toBe(`Basic ${basic}`);
    const form = new URLSearchParams(body.toString());
    expect([form.get('MessagingServiceSid'), form.has('From')]).toEqual([SERVICE, false]);
  });

  it('keeps characters of all alphabets', async () => {
    const server = await startStatusServer([201]);
    const short = 'Größe & Maß = 10 + 5 % 😀 — 注文';
    await deliver(channelTo(server.origin), messageTo({ phone: '+15550100101' }, { short }));
    const [{ body } = expect.fail()] = server.requests;
    expect(new URLSearchParams(body.toString()).get('Body')).toBe(short);
  });

  it('goes to nobody without a phone number', () => {
    const channel = channelTo('http://127.0.0.1');
    const reached = [undefined, '', ' ', '+15550100101'].map((phone) =>
      channel.canReach?.({ pushSubscriptions: [], ...(phone === undefined ? {} : { phone }) }),
    );
    expect(reached).toEqual([false, false, false, true]);
  });

  it('to what is no phone number fails without a request, and keeps no other from being sent', async () => {
    const server = await startStatusServer([201]);
    const batch = [to('0151 2345678'), to('+15550100101'), to('call me')];
    const results = await deliver(channelTo(server.origin), ...batch);
    const reason = 'expected a phone number with + and 7 to 15 digits (E.164)';
    const failed = { status: 'failed', reason };
    expect(results).toEqual([failed, 'sent', failed]);
    expect(server.requests.length).toBe(1);
  });
});

describe('an error of Twilio', () => {
  it.each([
    [21211, "Invalid 'To' Phone Number"],
    [21610, 'Attempt to send to unsubscribed recipient'],
  ])('%i about the message is not tried again', async (code, message) => {
    const server = await startErrorServer(400, code, message);
    const [result] = await deliver(channelTo(server.origin), to('+15550100101'));
    expect(result).toEqual({ status: 'failed', reason: `Twilio ${code}: ${message}` });
  });

  it.each([
    [401, 20003, 'Authenticate'],
    [403, 20003, 'Permission denied'],
    [404, 20404, 'The requested resource was not found'],
    [400, 21606, "The 'From' phone number is not a valid sender"],
  ])(
    '%i, %i about the account costs no messages: the channel waits',
    async (status, code, message) => {
      const server = await startErrorServer(status, code, message);
      const batch = [to('+15550100101'), to('+15550100102')];
      const results = await deliver(channelTo(server.origin, { concurrency: 1 }), ...batch);
      const reason = `HTTP ${status}, Twilio ${code}: ${message}`;
      const retry = { status: 'retry', affects: 'channel' };
      expect(results).toEqual([
        { ...retry, reason },
        { ...retry, reason: `not sent after: ${reason}` },
      ]);
    },
  );

  it.each([
    [429, 20429, 'Too many requests'],
    [400, 14107, 'SMS send rate limit exceeded'],
    [500, 20500, 'Internal server error'],
  ])('%i, %i is tried again', async (status, code, message) => {
    const server = await startErrorServer(status, code, message);
    const [result] = await deliver(channelTo(server.origin), to('+15550100101'));
    const reason = `Twilio ${code}: ${message}`;
    expect(result).toEqual({ status: 'retry', affects: 'channel', reason });
  });

  it('is tried again after the time of Retry-After', async () => {
    const server = await startStatusServer([429, { 'retry-after': '3' }]);
    const [result] = await deliver(channelTo(server.origin), to('+15550100101'));
    const retry = { status: 'retry', affects: 'channel' };
    expect(result).toEqual({ ...retry, reason: 'HTTP 429', retryAfterMs: 3000 });
  });

  it('that is none of JSON is quoted as it is', async () => {
    const server = await startStatusServer([400, {}, '<html>{"code":1}']);
    const [result] = await deliver(channelTo(server.origin), to('+15550100101'));
    expect(result).toEqual({ status: 'failed', reason: 'HTTP 400: <html>{"code":1}' });
  });

  it('never shows the password, even if the answer does', async () => {
    const server = await startHttpServer((response, { headers }, index) => {
      const quoted = `${headers.authorization} is ${ACCOUNT}:${TOKEN}`;
      const json = JSON.stringify({ code: 21211, message: quoted });
      response.writeHead(400).end(index === 0 ? json : quoted);
    });
    const channel = channelTo(server.origin, { concurrency: 1 });
    const results = await deliver(channel, to('+15550100101'), to('+15550100102'));
    const reason = `Basic *** is ${ACCOUNT}:***`;
    expect(results).toEqual([
      { status: 'failed', reason: `Twilio 21211: ${reason}` },
      { status: 'failed', reason: `HTTP 400: ${reason}` },
    ]);
  });

  it('is no server: the channel waits', async () => {
    const channel = channelTo(await unusedOrigin());
    const [result] = await deliver(channel, to('+15550100101'));
    expect(result).toMatchObject({ status: 'retry', affects: 'channel' });
  });
});
