import type { Connection } from '../server/watchServer.ts';

interface Props {
  readonly connection: Connection;
  /** The time of the page. */
  readonly now: number;
  readonly problem: string | null;
}

/** Whether the page hears of the shop. What has changed is announced by {@link Announcer}, without the seconds. */
export function ConnectionState({ connection, now, problem }: Props) {
  if (connection.kind === 'connected') {
    return problem === null ? (
      <p class="pill good">
        <span class="dot" aria-hidden="true" /> Connected
      </p>
    ) : (
      <p class="pill bad">
        <span class="dot" aria-hidden="true" /> No data
      </p>
    );
  }
  if (connection.kind === 'waiting') {
    const seconds = Math.max(0, Math.ceil((connection.until - now) / 1000));
    return (
      <p class="pill warn" title={connection.reason}>
        <span class="dot" aria-hidden="true" />
        {seconds === 0 ? 'Reconnecting…' : `Reconnecting in ${seconds} s`}
      </p>
    );
  }
  return (
    <p class="pill">
      <span class="dot" aria-hidden="true" />
      {connection.kind === 'connecting' ? 'Connecting…' : 'Not connected'}
    </p>
  );
}
