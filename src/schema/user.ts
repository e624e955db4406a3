import * as check from '../base/check.ts';
import { jsonCodec } from './jsonCodec.ts';
import { recordKind } from './record.ts';
import { members } from './shape.ts';

/** A person who can have a cart. */
export interface User {
  /** Names the user in every call: 1 to 256 characters. */
  readonly userId: string;
  /** What messages call the user. */
  readonly name: string;
  /** One email address; left out if there is none. */
  readonly email?: string;
  /** With `+` and the country code; left out if there is none. */
  readonly phone?: string;
  /** How amounts and dates are written in messages: a BCP 47 language tag. */
  readonly locale?: string;
  /** Members get membership prices. */
  readonly member: boolean;
}

export const userRecord = recordKind({
  name: 'users',
  prefix: ['user'],
  elements: [{ name: 'userId', type: 'string', isShared: true }],
  version: 1,
  logCode: 4,
  codec: jsonCodec<User>((value) => {
    const user = members('user', value);
    check.text('name', user.name);
    check.boolean('member', user.member);
    check.id('userId', user.userId);
  }),
});
