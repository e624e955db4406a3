import { useEffect, useState } from 'preact/hooks';
import type { WatchPicture, WatchUpdate } from '../watchTypes.ts';
import { FollowSection } from './actors/FollowSection.tsx';
import { LongestSection } from './actors/LongestSection.tsx';
import { ChartsSection } from './charts/ChartsSection.tsx';
import { DeliverySection } from './delivery/DeliverySection.tsx';
import { formatDuration } from './format/times.ts';
import { Figures } from './header/Figures.tsx';
import { TurnSection } from './messages/TurnSection.tsx';
import type { LiveView, View } from './state/liveView.ts';
import { StockSection } from './stock/StockSection.tsx';
import { TimeSection } from './time/TimeSection.tsx';

interface Props {
  readonly view: View;
  readonly picture: WatchPicture;
  readonly update: WatchUpdate;
  readonly live: LiveView;
  onFollow(id: string | null): void;
}

/** All sections, of a shop that runs or of a store. */
export function Shop({ view, picture, update, live, onFollow }: Props) {
  const { shopNow, now, follow, turn, isHeld, server } = view;
  const { figures, followed } = update;
  const [chartId, setChartId] = useState(orderFirst(picture));
  const [selected, setSelected] = useState<Readonly<Record<string, string>>>({});

  // A followed actor is shown in its chart; another chart may be looked at afterwards.
  const followedChart = followed?.chart ?? null;
  useEffect(() => {
    if (followedChart !== null) setChartId(followedChart);
  }, [followedChart, followed?.id]);
  const select = (chart: string, path: string) => {
    setSelected({ ...selected, [chart]: selected[chart] === path ? '' : path });
  };
  return (
    <>
      {figures === null ? (
        <StoreNote picture={picture} />
      ) : (
        <Figures figures={figures} history={live.history} />
      )}
      <div class="sections-of-page">
        <ChartsSection
          picture={picture}
          update={update}
          shopNow={shopNow}
          chartId={chartId}
          selected={selected}
          onChart={setChartId}
          onSelect={select}
          onFollow={onFollow}
        />
        <div class="column left">
          <LongestSection picture={picture} update={update} shopNow={shopNow} onFollow={onFollow} />
          <StockSection server={server} shopNow={shopNow} onFollow={onFollow} />
        </div>
        <div class="column right">
          <FollowSection
            follow={follow}
            followed={followed}
            shopNow={shopNow}
            onFollow={onFollow}
          />
          {figures !== null && (
            <TurnSection
              onFollow={onFollow}
              turn={turn}
              isHeld={isHeld}
              follow={follow}
              shopNow={shopNow}
              onHold={(isNow) => live.hold(isNow)}
            />
          )}
        </div>
        {figures !== null && <TimeSection history={live.history} now={now} />}
        <DeliverySection update={update} shopNow={shopNow} />
      </div>
    </>
  );
}

function StoreNote({ picture: { source } }: { readonly picture: WatchPicture }) {
  const often =
    source.kind === 'store' ? `, which is read every ${formatDuration(source.refreshMs)}` : '';
  return (
    <p class="note store-note">
      This is a store at rest{often}: rates, latencies, health and messages are only known of a shop
      that runs, and are left out.
    </p>
  );
}

/** Orders are what most viewers look for. */
function orderFirst({ charts }: WatchPicture): string {
  return (charts.find(({ id }) => id === 'order') ?? charts[0])?.id ?? '';
}
