import { useEffect, useRef, useState } from 'preact/hooks';

interface Props {
  onToken(token: string): void;
}

/** Shown when the server asks for a token. */
export function TokenForm({ onToken }: Props) {
  const [token, setToken] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const submit = (event: Event) => {
    event.preventDefault();
    if (token.trim() !== '') onToken(token.trim());
  };
  return (
    <section class="card token" aria-labelledby="token-title">
      <h2 id="token-title">A token is needed</h2>
      <p id="token-hint" role="alert">
        The server asks for a token, or refuses the one that it got. The token is in the address
        that the program of the shop prints, after <code>#token=</code>. This tab keeps it until it
        is closed.
      </p>
      <form class="row" onSubmit={submit}>
        <label class="grow">
          <span class="label">Token</span>
          <input
            ref={input}
            type="password"
            value={token}
            autocomplete="off"
            aria-describedby="token-hint"
            onInput={({ currentTarget }) => setToken(currentTarget.value)}
          />
        </label>
        <button type="submit" class="primary">
          Connect
        </button>
      </form>
    </section>
  );
}
