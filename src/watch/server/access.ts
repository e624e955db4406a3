import { createHash, timingSafeEqual } from 'node:crypto';
import { isFromOwnOrigin } from '../../web/ownOrigin.ts';

/** Who may see a live page: those who know its token; without one, only people on this machine. */
export class Access {
  readonly #digest: Buffer | undefined;

  constructor(token: string | undefined) {
    this.#digest = token === undefined ? undefined : digestOf(token);
  }

  /**
   * The status and the reason with which a request is refused; undefined if it is not.
   *
   * @param isForData false for the page itself, which has none.
   */
  refusal(
    { url, headers }: Request,
    isForData: boolean,
  ): readonly [status: number, reason: string] | undefined {
    if (this.#digest !== undefined) {
      if (!isForData || this.#isRight(headers.get('authorization'))) return undefined;
      return [401, 'expected the header Authorization: Bearer with the token of this page'];
    }
    const origin = headers.get('origin') ?? undefined;
    const isOwn = isFromOwnOrigin({ host: new URL(url).host, origin });
    if (isOwn && !(isForData && isFromOtherSite(headers))) return undefined;
    return [403, 'without a token, only requests from this machine are answered, by its own name'];
  }

  /** Compares digests of one length, which takes the same time wherever they differ. */
  #isRight(authorization: string | null): boolean {
    const [, given] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
    return given !== undefined && timingSafeEqual(digestOf(given), this.#digest as Buffer);
  }
}

/**
 * True when a page of another site asks, as it could by an image: it would not see the answer, but could become a viewer. A
 * page of an other port of this machine is one, too.
 */
function isFromOtherSite(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  return site !== null && site !== 'same-origin' && site !== 'none';
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
