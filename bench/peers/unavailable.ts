/** A peer cannot take part on this machine; the message says why, and what would help. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}
