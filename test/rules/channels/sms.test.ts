import { describe, expect, it } from 'vitest';
import { phoneNumber } from '../../../src/channels/sms/phoneNumber.ts';
import { smsText } from '../../../src/channels/sms/smsText.ts';
import { ArgumentError } from '../../../src/index.ts';
import { type TwilioChannelOptions, twilioChannel } from '../../../src/sms.ts';

describe('a phone number', () => {
  it.each([
    ['+15550100101', '+15550100101'],
    [' +1 (555) 010-0101 ', '+15550100101'],
    ['+49.151/23\u00a045\u201367', '+49151234567'],
    ['\u202a+15550100101\u202c', '+15550100101'],
    ['+1234567', '+1234567'],
    ['+123456789012345', '+123456789012345'],
  ])('of %j is %s', (text, number) => {
    expect(phoneNumber(text)).toBe(number);
  });

  it.each([
    '',
    '+',
    '15550100101',
    '0015550100101',
    '+123456',
    '+1234567890123456',
    '+0123456789',
    '++15550100101',
    '+1555010010x',
    '+1555 0100101 ext 5',
    '+49 (0) 151 2345678',
    '+١٢٣٤٥٦٧٨',
    'ada@shop.example',
  ])('is not %j', (text) => {
    expect(phoneNumber(text)).toBeUndefined();
  });
});

describe('the text of an SMS', () => {
  it('is at most 1,600 characters, with an ellipsis and without half a character', () => {
    expect(smsText('a'.repeat(1600))).toBe('a'.repeat(1600));
    expect(smsText('a'.repeat(1601))).toBe(`${'a'.repeat(1597)}...`);
    expect(smsText('😀'.repeat(800))).toBe('😀'.repeat(800));
    expect(smsText('😀'.repeat(801))).toBe(`${'😀'.repeat(799)}…`);
    expect(smsText('€'.repeat(100_000))).toBe(`${'€'.repeat(1597)}...`);
  });

  it.each([
    ['a', 1, 160],
    ['a', 2, 306],
    ['€', 1, 80],
    ['€', 2, 153],
    ['ж', 1, 70],
    ['ж', 3, 201],
    ['😀', 1, 35],
  ])('of %s fits into %i segments: %i characters', (character, segments, count) => {
    const whole = character.repeat(count);
    expect(smsText(whole, segments)).toBe(whole);
    const cut = smsText(character.repeat(count + 1), segments);
    expect(cut).toMatch(/(\.\.\.|…)$/);
    expect(Buffer.from(cut).toString()).toBe(cut);
    expect(cut.length).toBeLessThanOrEqual(character.length * count + 2);
  });

  it('that is cut stays in the alphabet of GSM, in which more fits', () => {
    expect(smsText('a'.repeat(500), 1)).toBe(`${'a'.repeat(157)}...`);
    expect(smsText('{'.repeat(500), 1)).toBe(`${'{'.repeat(78)}...`);
    expect(smsText('“'.repeat(500), 1)).toBe(`${'“'.repeat(69)}…`);
  });
});

const ACCOUNT = `AC${'0a'.repeat(16)}`;
const KEY = `SK${'1b'.repeat(16)}`;
const TOKEN = 'a-secret-token';
const GOOD = { accountSid: ACCOUNT, authToken: TOKEN, from: '+15550100100' };

const open = (options: object) => twilioChannel(options as TwilioChannelOptions);

describe('a channel of Twilio', () => {
  it('is one to people', () => {
    expect(open(GOOD)).toMatchObject({ name: 'sms', audience: 'people' });
    const key = { accountSid: ACCOUNT, apiKey: KEY, apiSecret: 'x' };
    expect(open({ ...key, from: 'My Shop', name: 'texts' }).name).toBe('texts');
  });

  it.each([
    [{ accountSid: 'AC1' }, 'options.accountSid: expected AC and 32 hexadecimal digits'],
    [{ accountSid: KEY }, 'options.accountSid: expected AC'],
    [{ authToken: undefined }, 'expected either authToken, or apiKey and apiSecret, got none'],
    [
      { apiKey: KEY, apiSecret: 'x' },
      'expected either authToken, or apiKey and apiSecret, got all',
    ],
    [{ authToken: undefined, apiKey: KEY }, 'options.apiSecret: expected'],
    [{ authToken: undefined, apiSecret: 'x' }, 'options.apiKey: expected a string'],
    [{ authToken: '' }, 'options.authToken: expected 1 to 200 printable characters'],
    [{ authToken: 'a\n' }, 'options.authToken: expected 1 to 200 printable characters'],
    [{ from: undefined }, 'expected either from or messagingServiceSid, got none'],
    [{ messagingServiceSid: 'MG1' }, 'expected either from or messagingServiceSid, got both'],
    [{ from: undefined, messagingServiceSid: 'MG1' }, 'options.messagingServiceSid: expected MG'],
    [{ from: 'a\nb' }, 'options.from: expected a phone number or the name of a sender'],
    [{ maxSegments: 11 }, 'options.maxSegments: expected a whole number from 1 to 10'],
    [{ baseUrl: 'http://api.example' }, 'options.baseUrl: expected a URL with https:, got http:'],
    [{ baseUrl: 'https://10.0.0.1' }, 'options.baseUrl: expected the URL of a public host'],
    [{ baseUrl: 'https://api.example/?a' }, 'options.baseUrl: expected a URL without ? and #'],
    [{ token: 'x' }, "got 'token'"],
  ])('refuses %j, and shows no credentials', (options, message) => {
    expect(() => open({ ...GOOD, ...options })).toThrow(ArgumentError);
    expect(() => open({ ...GOOD, ...options })).toThrow(message);
    expect(() => open({ ...GOOD, ...options })).not.toThrow(TOKEN);
  });

  it('does not show a token that is in the wrong place', () => {
    expect(() => open({ ...GOOD, accountSid: TOKEN })).not.toThrow(TOKEN);
    expect(() => open({ ...GOOD, authToken: `${TOKEN} ` })).not.toThrow(TOKEN);
  });
});
