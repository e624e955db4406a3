import * as check from '../base/check.ts';
import { jsonCodec } from './jsonCodec.ts';
import { recordKind } from './record.ts';
import { anyText, members } from './shape.ts';

/** What a user has written about a product. */
export interface Review {
  /** Who has written it. */
  readonly userId: string;
  /** 1 to 5. */
  readonly rating: number;
  /** Left out when it was only rated. */
  readonly text?: string;
  /** When it was given, epoch milliseconds. */
  readonly at: number;
}

/** A product's reviews are numbered in the order of each user's first one. */
export const reviewRecord = recordKind({
  name: 'reviews',
  prefix: ['review'],
  elements: [
    { name: 'sku', type: 'string', isShared: true },
    { name: 'position', type: 'number' },
  ],
  version: 1,
  logCode: 7,
  codec: jsonCodec<Review>((value) => {
    const review = members('review', value);
    check.number('rating', review.rating, { min: 1, max: 5 });
    check.count('at', review.at);
    check.optional(review.text, (text) => anyText('text', text));
    check.id('userId', review.userId);
  }),
});
