import { useEffect, useState } from 'preact/hooks';
import { Announcer } from './header/Announcer.tsx';
import { Banner } from './header/Banner.tsx';
import { Header } from './header/Header.tsx';
import { Navigation } from './header/Navigation.tsx';
import { focusSection } from './parts/Section.tsx';
import { TokenForm } from './parts/TokenForm.tsx';
import { Shop } from './Shop.tsx';
import { addressFollowing, followedIn } from './state/followAddress.ts';
import type { LiveView } from './state/liveView.ts';

interface Props {
  readonly live: LiveView;
}

/** The page. */
export function App({ live }: Props) {
  const [view, setView] = useState(live.view);
  useEffect(() => {
    live.start(setView);
    const goBack = () => live.follow(followedIn(location.search));
    addEventListener('popstate', goBack);
    return () => removeEventListener('popstate', goBack);
  }, [live]);

  const follow = (id: string | null) => {
    if (id === live.view.follow) return;
    history.pushState(null, '', addressFollowing(id, location.pathname, location.search));
    live.follow(id);
    if (id !== null) focusSection('follow');
  };
  const authorize = (token: string) => {
    live.authorize(token);
    document.getElementById('main')?.focus();
  };
  const { picture, update, connection } = view;
  const isShop = picture?.source.kind !== 'store';
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Header view={view} />
      <Announcer view={view} />
      {picture !== null && update !== null && <Navigation isShop={isShop} />}
      <main id="main" tabIndex={-1}>
        <Banner view={view} />
        {connection.kind === 'unauthorized' && <TokenForm onToken={authorize} />}
        {picture !== null && update !== null ? (
          <Shop view={view} picture={picture} update={update} live={live} onFollow={follow} />
        ) : (
          connection.kind !== 'unauthorized' && (
            <p class="empty waiting">
              {connection.kind === 'waiting' ? connection.reason : 'Waiting for the first figures…'}
            </p>
          )
        )}
      </main>
    </>
  );
}
