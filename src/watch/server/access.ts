import { createHash, timingSafeEqual } from 'node:crypto';
import { isFromOwnOrigin } from '../../web/ownOrigin.ts';

/** Who may see a live page: those who know its token; without one, only people on this machine. */
export class Access {
  readonly #digest: Buffer | undefined;

  constructor(token: string | undefined) {
    this.#digest = token === undefined ? undefined : digestOf(token);
  }

  /** The status and the reason with which a request is refused; undefined if it is not. */
  refusal(
    request: Request,
    needsToken: boolean,
  ): readonly [status: number, reason: string] | undefined {
    if (this.#digest !== undefined) {
      if (!needsToken || this.#isRight(request.headers.get('authorization'))) return undefined;
      return [401, 'expected the header Authorization: Bearer with the token of this page'];
    }
    const origin = request.headers.get('origin') ?? undefined;
    if (isFromOwnOrigin({ host: new URL(request.url).host, origin })) return undefined;
    return [403, 'without a token, only requests from this machine are answered, by its own name'];
  }

  /** Compares digests of one length, which takes the same time wherever they differ. */
  #isRight(authorization: string | null): boolean {
    const [, given] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
    return given !== undefined && timingSafeEqual(digestOf(given), this.#digest as Buffer);
  }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
