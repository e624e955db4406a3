import { bytesText } from '../../terminal/bytesText.ts';
import { type Row, textTable } from '../../terminal/textTable.ts';
import type { ActorCounts, Contents } from './contents.ts';

/** The contents of a store as a table for people. Times are UTC. */
export function contentsText(path: string, contents: Contents): string {
  const { format, currency, turns, entries, bytes, inUseBy } = contents;
  const { products, users, reviews, unreadable } = contents;
  const rows: Row[] = [
    ['store', path],
    ['', `format ${format}, ${currency}, ${bytesText(bytes)}, ${useText(inUseBy)}`],
    ...logRows(contents),
    ['entries', entries],
    ...(unreadable > 0 ? [['unreadable', unreadable, 'see statecart audit'] as const] : []),
    // A log counts the turn that has made the store, too.
    [
      'turns',
      contents.log?.turn ?? turns.count,
      turns.lastAt === null ? '' : `last at ${timeText(turns.lastAt)}`,
    ],
    ['users', users],
    ['products', products, `${figure(contents.stock.productsSoldOut)} of them sold out`],
    ['reviews', reviews],
    ...actorRows('carts', contents.carts),
    ...actorRows('orders', contents.orders),
    ...stockRows(contents.stock),
    ...factRows(contents),
    ...timerRows(contents.timers),
    ...Object.entries(contents.otherRecords),
  ];
  return textTable(rows);
}

function logRows({ log }: Contents): Row[] {
  if (log === null) return [];
  const { bytes, turn, checkpointTurn } = log;
  return [['log', `${bytesText(bytes)}, up to turn ${turn}; checkpoint of turn ${checkpointTurn}`]];
}

function useText(pid: number | null): string {
  return pid === null ? 'not in use' : `in use by process ${pid}`;
}

function actorRows(label: string, { active, archived }: ActorCounts): Row[] {
  const rows: Row[] = [];
  let sum = 0;
  for (const states of [active, archived]) {
    for (const [state, count] of Object.entries(states).sort()) {
      rows.push([`  ${state}`, count, states === archived ? 'archived' : '']);
      sum += count;
    }
  }
  return [[label, sum], ...rows];
}

function stockRows({ received, available, held, shipped }: Contents['stock']): Row[] {
  return [
    ['units received', received],
    ['  available', available],
    ['  held', held, 'by open orders'],
    ['  shipped', shipped],
  ];
}

function factRows({ facts, consumers }: Contents): Row[] {
  const { kept, oldest, newest } = facts;
  const range =
    oldest === null ? `of ${figure(newest)}` : `number ${figure(oldest)} to ${figure(newest)}`;
  const rows = consumers.map(
    ({ name, position, behind }): Row => [
      `  consumer ${name}`,
      position,
      behind === 0 ? 'has had all' : `${figure(behind)} behind`,
    ],
  );
  return [['facts kept', kept, range], ...rows];
}

function timerRows({ waiting, overdue, next }: Contents['timers']): Row[] {
  const rows = next.map(
    ({ dueAt, actor, event }, at): Row => [
      at === 0 ? '  next' : '',
      `${timeText(dueAt)}  ${actor}, ${eventText(event)}`,
    ],
  );
  return [['timers', waiting, overdue === 0 ? '' : `${figure(overdue)} overdue`], ...rows];
}

/** XState's name of the event of a delay, shortened: `after paymentTimeout`. */
function eventText(event: string): string {
  return event.replace(/^xstate\.after\.([^.]+)\..*$/, 'after $1');
}

/** `2026-01-01 00:30:00 UTC`; a number that is no time is shown as it is. */
function timeText(time: number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return String(time);
  return date
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');
}

function figure(value: number): string {
  return value.toLocaleString('en-US');
}
