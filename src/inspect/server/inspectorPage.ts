/** The page of the Stately inspector, which a page of ours shows in a frame and sends messages to. */
const STATELY_PAGE = 'https://stately.ai/inspect';

/**
 * A page that shows the Stately inspector, and passes on what the shop sends. It connects when the inspector says that it is
 * ready, also after a reload, so that it has to keep no messages.
 *
 * @param nonce of the only script and the only style that may run.
 */
export function inspectorPage(nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Stately inspector – statecart</title>
<style nonce="${nonce}">
html, body { height: 100%; margin: 0; }
iframe { width: 100%; height: 100%; border: 0; display: block; }
</style>
</head>
<body>
<iframe id="inspector" title="Stately inspector" src="${STATELY_PAGE}"></iframe>
<script nonce="${nonce}">
const { contentWindow } = document.getElementById('inspector');
const origin = '${new URL(STATELY_PAGE).origin}';
let socket;
addEventListener('message', ({ source, data }) => {
  if (source !== contentWindow || data?.type !== '@statelyai.connected') return;
  socket?.close();
  connect();
});
function connect() {
  const own = new WebSocket(location.href.replace(/^http/, 'ws'));
  socket = own;
  own.onmessage = ({ data }) => contentWindow.postMessage(JSON.parse(data), origin);
  own.onclose = () => setTimeout(() => { if (socket === own) connect(); }, 2000);
}
</script>
</body>
</html>
`;
}

/** The headers of the page. */
export function pageHeaders(nonce: string): Readonly<Record<string, string>> {
  const { origin } = new URL(STATELY_PAGE);
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [
      "default-src 'none'",
      `script-src 'nonce-${nonce}'`,
      `style-src 'nonce-${nonce}'`,
      `frame-src ${origin}`,
      "connect-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; '),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}
