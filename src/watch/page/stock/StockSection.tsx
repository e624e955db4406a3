import { useEffect, useRef, useState } from 'preact/hooks';
import type { WatchedStock } from '../../watchTypes.ts';
import { Section } from '../parts/Section.tsx';
import { getStock, type Requester } from '../server/requests.ts';
import { Stock } from './Stock.tsx';

interface Props {
  readonly server: Requester;
  readonly shopNow: number;
  onFollow(id: string): void;
}

type Answer =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'stock'; readonly stock: WatchedStock };

const EVERY_MS = 1000;

/** The stock of one product, asked for every second while it is on the screen. */
export function StockSection({ server, shopNow, onFollow }: Props) {
  const [text, setText] = useState('');
  const [sku, setSku] = useState('');
  const place = useRef<HTMLDivElement>(null);
  const answer = useStock(server, sku, place);
  const submit = (event: Event) => {
    event.preventDefault();
    setSku(text.trim());
  };
  return (
    <Section
      id="stock"
      title="Stock and holds"
      note="Where the units of a product are, and who holds them until when."
    >
      <form class="row" onSubmit={submit}>
        <label class="grow">
          <span class="hidden">SKU of a product</span>
          <input
            type="text"
            value={text}
            placeholder="SKU of a product"
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        </label>
        <button type="submit" class="primary">
          Show
        </button>
        {sku !== '' && (
          <button
            type="button"
            onClick={() => {
              setSku('');
              setText('');
            }}
          >
            Close
          </button>
        )}
      </form>
      <div ref={place}>
        <div role="status">{statusOf(answer, sku)}</div>
        {answer.kind === 'stock' && (
          <Stock stock={answer.stock} shopNow={shopNow} onFollow={onFollow} />
        )}
      </div>
    </Section>
  );
}

function statusOf(answer: Answer, sku: string) {
  switch (answer.kind) {
    case 'none':
      return <p class="empty">No product is shown.</p>;
    case 'loading':
      return <p class="empty">Looking for {sku}…</p>;
    case 'unknown':
      return (
        <p class="empty">
          There is no product <code>{sku}</code>.
        </p>
      );
    case 'failed':
      return <p class="empty">{answer.reason} Tries again.</p>;
    case 'stock':
      return null;
  }
}

function useStock(server: Requester, sku: string, place: { readonly current: Element | null }) {
  const [answer, setAnswer] = useState<Answer>({ kind: 'none' });
  useEffect(() => {
    setAnswer({ kind: sku === '' ? 'none' : 'loading' });
    if (sku === '' || place.current === null) return;
    const ending = new AbortController();
    let isOnScreen = true;
    let isAsking = false;
    const ask = async () => {
      if (document.hidden || !isOnScreen || isAsking) return;
      isAsking = true;
      try {
        const stock = await getStock(server, sku, ending.signal);
        setAnswer(stock === undefined ? { kind: 'unknown' } : { kind: 'stock', stock });
      } catch (error) {
        if (ending.signal.aborted) return;
        const reason = error instanceof TypeError ? 'The server cannot be reached.' : String(error);
        setAnswer({ kind: 'failed', reason });
      } finally {
        isAsking = false;
      }
    };
    const observer = new IntersectionObserver(([entry]) => {
      isOnScreen = entry?.isIntersecting ?? true;
    });
    observer.observe(place.current);
    const timer = setInterval(ask, EVERY_MS);
    void ask();
    return () => {
      ending.abort();
      observer.disconnect();
      clearInterval(timer);
    };
  }, [server, sku, place]);
  return answer;
}
