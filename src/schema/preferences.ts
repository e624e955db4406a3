import * as check from '../base/check.ts';
import { jsonCodec } from './jsonCodec.ts';
import { recordKind } from './record.ts';
import { list, members } from './shape.ts';

/**
 * Which messages a user wants, by the name of the channel: all of them (true), none (false), or those of some types of
 * facts. A channel that is not named sends all.
 */
export type Preferences = Readonly<Record<string, boolean | readonly string[]>>;

export const preferencesRecord = recordKind({
  name: 'preferences',
  prefix: ['preferences'],
  elements: [{ name: 'userId', type: 'string', isShared: true }],
  version: 4,
  logCode: 26,
  codec: jsonCodec<Preferences>((value) => {
    for (const [channel, wanted] of Object.entries(members('preferences', value))) {
      if (typeof wanted === 'boolean') continue;
      for (const type of list(channel, wanted)) check.text(channel, type);
    }
  }),
});
