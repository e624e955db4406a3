import { ArgumentError } from '../../base/argumentError.ts';
import * as check from '../../base/check.ts';
import { show } from '../../base/show.ts';
import type { FetchHandler } from '../../web/serveHandler.ts';
import { MAX_ID_LENGTH } from '../limits.ts';
import type { WatchedSource } from '../watchedSource.ts';
import { Access } from './access.ts';
import { events, json, moved, refusal } from './answers.ts';
import { StockQuestions } from './stockQuestions.ts';
import { Viewers } from './viewers.ts';
import { watchPage } from './watchPage.ts';

/** The live page as a web-standard fetch handler, to be mounted in a server. */
export interface WatchHandler extends FetchHandler {
  /** The number of those who view the page now, 0 to 16. */
  readonly viewers: number;
}

export interface HandlerOptions {
  readonly source: WatchedSource;
  /** What requests for data have to have as `Authorization: Bearer`; undefined to answer requests from this machine only. */
  readonly token: string | undefined;
  /** Begins and ends with a slash. */
  readonly basePath: string;
}

/** Answers requests for the live page, read-only: whatever a visitor sends changes nothing. */
export class SourceHandler implements WatchHandler {
  readonly #access: Access;
  readonly #basePath: string;
  readonly #parts: Parts;
  #isClosed = false;

  constructor({ source, token, basePath }: HandlerOptions) {
    this.#access = new Access(token);
    this.#basePath = basePath;
    const stock = new StockQuestions((sku) => source.stock(sku));
    this.#parts = { source, viewers: new Viewers(source), stock };
    this.fetch = this.fetch.bind(this);
  }

  get viewers(): number {
    return this.#parts.viewers.size;
  }

  close(): void {
    this.#isClosed = true;
    this.#parts.viewers.close();
  }

  async fetch(request: Request): Promise<Response> {
    try {
      return await this.#answer(request);
    } catch (error) {
      if (error instanceof ArgumentError) return refusal(400, error.message);
      return refusal(500, show(error));
    }
  }

  async #answer(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const path = pathname.startsWith(this.#basePath) ? pathname.slice(this.#basePath.length) : null;
    const isBeforePage = `${pathname}/` === this.#basePath;
    const refused = this.#access.refusal(request, path !== '' && !isBeforePage);
    if (refused !== undefined) return refusal(...refused);
    if (isBeforePage) return moved(this.#basePath);
    const answers = ANSWERS.get(path ?? '/');
    if (answers === undefined) return refusal(404, `there is nothing at ${pathname}`);
    if (request.method !== 'GET') return refusal(405, 'expected the method GET', { allow: 'GET' });
    if (this.#isClosed) return refusal(503, 'the live page has been closed');
    return await answers(this.#parts, searchParams);
  }
}

/** What answers are made from. */
interface Parts {
  readonly source: WatchedSource;
  readonly viewers: Viewers;
  readonly stock: StockQuestions;
}

type Answers = (parts: Parts, parameters: URLSearchParams) => Response | Promise<Response>;

const ANSWERS: ReadonlyMap<string, Answers> = new Map<string, Answers>([
  ['', () => watchPage()],
  ['api/picture', ({ source }) => json(source.picture)],
  [
    'api/updates',
    ({ viewers }, parameters) => {
      const following = parameters.get('follow') ?? undefined;
      if (following !== undefined) checkId('follow', following);
      if (viewers.isFull) return refusal(503, 'there are as many viewers as there may be');
      return events(viewers.add(following));
    },
  ],
  [
    'api/stock',
    async ({ stock: questions }, parameters) => {
      const sku = checkId('sku', parameters.get('sku'));
      const answer = questions.ask(sku);
      if (answer === undefined) return refusal(503, 'too many questions for stock wait');
      const stock = await answer;
      return stock === undefined ? refusal(404, 'there is no product with this SKU') : json(stock);
    },
  ],
]);

function checkId(name: string, given: string | null): string {
  return check.text(name, given ?? undefined, { min: 1, max: MAX_ID_LENGTH });
}
