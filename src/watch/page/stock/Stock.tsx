import type { WatchedStock } from '../../watchTypes.ts';
import { formatCount } from '../format/numbers.ts';
import { formatAge, formatTime, isoTime } from '../format/times.ts';
import { ActorLink } from '../parts/ActorLink.tsx';
import { Figure } from '../parts/Figure.tsx';
import { ScrollFrame } from '../parts/ScrollFrame.tsx';
import { StockBar } from './StockBar.tsx';

interface Props {
  readonly stock: WatchedStock;
  readonly shopNow: number;
  onFollow(id: string): void;
}

export function Stock({ stock, shopNow, onFollow }: Props) {
  const { onHand, available, held, shipped, locations, holds, omittedHolds } = stock;
  return (
    <div class="stack">
      <dl class="figures small">
        <Figure name="On hand">{formatCount(onHand)}</Figure>
        <Figure name="Available">{formatCount(available)}</Figure>
        <Figure name="Held">{formatCount(held)}</Figure>
        <Figure name="Shipped">{formatCount(shipped)}</Figure>
      </dl>
      <StockBar available={available} held={held} />
      <ScrollFrame class="table-frame" label="Locations, table">
        <table>
          <caption>Locations of {stock.sku}</caption>
          <thead>
            <tr>
              <th scope="col">Location</th>
              <th scope="col" class="number">
                Available
              </th>
              <th scope="col" class="number">
                Held
              </th>
              <th scope="col" class="number">
                Shipped
              </th>
            </tr>
          </thead>
          <tbody>
            {locations.map((location) => (
              <tr key={location.location}>
                <th scope="row">{location.location}</th>
                <td class="number">{formatCount(location.available)}</td>
                <td class="number">{formatCount(location.held)}</td>
                <td class="number">{formatCount(location.shipped)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollFrame>
      {holds.length === 0 ? (
        <p class="empty">Nobody holds units of it.</p>
      ) : (
        <ScrollFrame class="table-frame" label="Holds, table">
          <table>
            <caption>Holds; those that end first come first</caption>
            <thead>
              <tr>
                <th scope="col">Holder</th>
                <th scope="col" class="number">
                  Units
                </th>
                <th scope="col" class="number">
                  Ends in
                </th>
              </tr>
            </thead>
            <tbody>
              {holds.map(({ id, quantity, until }) => (
                <tr key={id}>
                  <th scope="row">
                    <ActorLink id={id} onFollow={onFollow} />
                  </th>
                  <td class="number">{formatCount(quantity)}</td>
                  <td class="number">
                    <Until until={until} now={shopNow} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollFrame>
      )}
      {omittedHolds > 0 && <p class="note">{formatCount(omittedHolds)} more holds are left out.</p>}
    </div>
  );
}

function Until({ until, now }: { readonly until: number | null; readonly now: number }) {
  if (until === null) return <span class="quiet">no end</span>;
  return (
    <time dateTime={isoTime(until)} title={`at ${formatTime(until, now)}`}>
      {until <= now ? 'now' : formatAge(until - now)}
    </time>
  );
}
