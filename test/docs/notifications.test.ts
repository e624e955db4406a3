import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deliveryMachine } from '../../machines/index.ts';
import { resolveTerms } from '../../src/notifications/channelTerms.ts';
import { MESSAGE_TYPES } from '../../src/notifications/templates/messageTypes.ts';
import { documentOf, ROOT } from './documents.ts';
import { writtenLimit } from './writtenLimit.ts';

const { text } = documentOf('docs/notifications.md');

/** The page from one heading to the next one. */
function section(heading: string): string {
  const [, after] = text.split(new RegExp(`^#+ ${heading}$`, 'm'));
  if (after === undefined) throw new Error(`the page has no heading ${heading}`);
  return after.split(/^#/m)[0] ?? '';
}

/** The words in backticks of the first column of the tables of a text. */
function firstColumn(of: string): string[] {
  return [...of.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`(\w[\w.-]*)/g)].map(([, word]) => word as string),
  );
}

/** The members of an interface. */
function membersOf(file: string, name: string): string[] {
  const source = readFileSync(join(ROOT, file), 'utf8');
  const [, body = ''] =
    new RegExp(`interface ${name}\\b[^{]*\\{([\\s\\S]*?)\\n\\}`).exec(source) ?? [];
  return [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??[:(]/gm)].map(
    ([, member]) => member as string,
  );
}

describe('the page of notifications', () => {
  it('has a line for each fact that becomes a message', () => {
    const types = MESSAGE_TYPES.map(({ type }) => type);
    expect(firstColumn(section('Which facts become messages')).sort()).toEqual([...types].sort());
  });

  it('has a line for each term of a channel, with its default', () => {
    const lines = Object.entries(resolveTerms('terms')).map(
      ([name, value]) => `| \`${name}\` | ${writtenLimit(name, value)} |`,
    );
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.filter((line) => !section('Terms').includes(line))).toEqual([]);
    expect(firstColumn(section('Terms'))).toHaveLength(lines.length);
  });

  it('explains each state of the chart in which a channel may be found', () => {
    const states = Object.keys(deliveryMachine.config.states ?? {});
    const lasting = states.filter((state) => state !== 'starting');
    expect(firstColumn(section('States')).sort()).toEqual(lasting.sort());
  });

  const HTTP = membersOf('src/channels/http/channelOptions.ts', 'HttpChannelOptions');

  it.each([
    ['Options', 'src/notifications/notificationOptions.ts', 'NotificationOptions', []],
    ['Console', 'src/channels/console/consoleChannel.ts', 'ConsoleChannelOptions', []],
    ['Email', 'src/channels/email/smtpChannel.ts', 'SmtpChannelOptions', []],
    ['SMS', 'src/channels/sms/twilioOptions.ts', 'TwilioChannelOptions', ['name']],
    ['Push', 'src/channels/push/pushOptions.ts', 'WebPushChannelOptions', ['name']],
    ['Status', 'src/notifications/notificationApi.ts', 'ChannelStatus', []],
  ])('has each member under %s', (heading, file, name, more) => {
    const members = [...membersOf(file, name), ...more];
    expect(members.length).toBeGreaterThan(1);
    expect(firstColumn(section(heading)).sort()).toEqual(members.sort());
  });

  it('has each option of webhooks, and each code of their receiver', () => {
    const options = membersOf('src/channels/webhook/webhookOptions.ts', 'WebhookChannelOptions');
    const source = readFileSync(
      join(ROOT, 'src/channels/webhook/webhookVerificationError.ts'),
      'utf8',
    );
    const codes = [...source.matchAll(/^ {2}\| '([a-z-]+)'/gm)].map(([, code]) => code as string);
    expect(codes.length).toBeGreaterThan(3);
    const expected = [...options, 'name', ...codes];
    expect(firstColumn(section('Webhooks')).sort()).toEqual(expected.sort());
  });

  it('has the options that all channels by HTTP have in one place', () => {
    const expected = HTTP.filter((option) => option !== 'name');
    expect(firstColumn(section('Channels by HTTP')).sort()).toEqual(expected.sort());
  });
});
