import type { WatchUpdate } from '../../watchTypes.ts';
import { Section } from '../parts/Section.tsx';
import { ChannelTable } from './ChannelTable.tsx';
import { ConsumerTable } from './ConsumerTable.tsx';
import { DeadLetters } from './DeadLetters.tsx';

interface Props {
  readonly update: WatchUpdate;
  readonly shopNow: number;
}

/** What leaves the shop: notifications, and facts that consumers read. */
export function DeliverySection({ update, shopNow }: Props) {
  const { channels, dead, consumers } = update;
  return (
    <Section
      id="delivery"
      title="Delivery"
      note="Notifications by channel, those that were given up, and how far consumers of facts are behind."
    >
      {channels.length === 0 ? (
        <p class="empty">No channels for notifications.</p>
      ) : (
        <ChannelTable channels={channels} shopNow={shopNow} />
      )}
      {dead.length === 0 ? (
        <p class="empty">No dead letters.</p>
      ) : (
        <DeadLetters dead={dead} shopNow={shopNow} />
      )}
      {consumers.length === 0 ? (
        <p class="empty">No consumers of facts.</p>
      ) : (
        <ConsumerTable consumers={consumers} />
      )}
    </Section>
  );
}
