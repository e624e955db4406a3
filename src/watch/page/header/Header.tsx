import { useEffect } from 'preact/hooks';
import type { WatchSource } from '../../watchTypes.ts';
import type { View } from '../state/liveView.ts';
import { ConnectionState } from './ConnectionState.tsx';
import { Health } from './Health.tsx';
import { Logo } from './Logo.tsx';

interface Props {
  readonly view: View;
}

/** What is watched, whether it is well, and whether the page hears of it. */
export function Header({ view: { picture, update, connection, now, shopNow } }: Props) {
  const source = picture?.source;
  const health = update?.figures?.health.state ?? 'healthy';
  useEffect(() => {
    if (source === undefined) return;
    const title = `${sourceName(source)} – statecart live view`;
    document.title = health === 'healthy' ? title : `${health}: ${title}`;
  }, [source, health]);
  return (
    <header class="top">
      <div class="brand">
        <Logo />
        <h1>
          statecart <span class="light">live view</span>
        </h1>
        {source !== undefined && (
          <p class="source">
            {sourceName(source) !== source.kind && source.kind} <code>{sourceName(source)}</code>
          </p>
        )}
      </div>
      <div class="states-of-page">
        {update?.figures != null && <Health health={update.figures.health} now={shopNow} />}
        <ConnectionState connection={connection} now={now} problem={update?.problem ?? null} />
      </div>
    </header>
  );
}

function sourceName(source: WatchSource): string {
  return source.kind === 'shop' ? source.name : source.path;
}
