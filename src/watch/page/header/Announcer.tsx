import { useEffect, useState } from 'preact/hooks';
import type { View } from '../state/liveView.ts';

/**
 * Says to screen readers what has changed in the state of the connection or of the shop, in one place. Figures change all the
 * time and are not said.
 */
export function Announcer({ view: { connection, update } }: { readonly view: View }) {
  const [text, setText] = useState('');
  const [wasConnected, setWasConnected] = useState(false);
  const { kind } = connection;
  const health = update?.figures?.health;
  const said = health === undefined ? '' : [health.state, ...health.reasons].join(', ');

  useEffect(() => {
    if (kind === 'waiting') setText('Connection lost. Reconnecting.');
    if (kind === 'connected') {
      setText(wasConnected ? 'Connected again.' : 'Connected.');
      setWasConnected(true);
    }
  }, [kind]);
  useEffect(() => {
    if (said !== '') setText(`Health: ${said}`);
  }, [said]);
  return (
    <p class="hidden" role="status">
      {text}
    </p>
  );
}
