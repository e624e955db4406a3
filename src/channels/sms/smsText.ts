import { cutText } from '../http/cutText.ts';

/** Longest body that Twilio takes, in UTF-16 units. */
const MAX_BODY_LENGTH = 1600;
/** More than such a body has in any alphabet. */
const MAX_SEGMENTS = 30;

/** Units of one segment: of a message alone, and of one among several, which has a header. */
const GSM_SEGMENT = { alone: 160, joined: 153 };
const UCS2_SEGMENT = { alone: 70, joined: 67 };

/** The alphabet of GSM 03.38, whose characters take one unit. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡' +
  'ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** Those that take two. */
const EXTENDED = '^{}\\[~]|€\f';

const gsmUnits = new Map<string, number>([
  ...[...BASIC].map((character) => [character, 1] as const),
  ...[...EXTENDED].map((character) => [character, 2] as const),
]);

/**
 * The text of an SMS: the whole text, or its beginning with an ellipsis.
 *
 * @param maxSegments the parts that carriers send it in, each of which is paid for: 160 characters make one, 306 make
 * two; with a character that is not of the GSM alphabet, 70 and 134. Undefined if Twilio's limit of 1,600 characters is enough.
 */
export function smsText(text: string, maxSegments?: number): string {
  const isGsm = [...text.slice(0, MAX_BODY_LENGTH)].every((character) => gsmUnits.has(character));
  // The one character `…` is not of the alphabet: it would more than halve what fits into a segment.
  const cut = (maxLength: number) => cutText(text, maxLength, isGsm ? '...' : '…');
  const { alone, joined } = isGsm ? GSM_SEGMENT : UCS2_SEGMENT;
  const capacity = maxSegments === 1 ? alone : (maxSegments ?? MAX_SEGMENTS) * joined;
  // Each character takes one unit or more.
  let length = Math.min(text.length, MAX_BODY_LENGTH, capacity);
  while (isGsm && gsmUnitsOf(cut(length)) > capacity) length--;
  return cut(length);
}

function gsmUnitsOf(text: string): number {
  let units = 0;
  for (const character of text) units += gsmUnits.get(character) ?? 0;
  return units;
}
