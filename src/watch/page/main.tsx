import { render } from 'preact';
import { App } from './App.tsx';
import { readToken } from './server/token.ts';
import { followedIn } from './state/followAddress.ts';
import { LiveView } from './state/liveView.ts';
import 'uplot/dist/uPlot.min.css';
import './style/base.css';
import './style/parts.css';
import './style/sections.css';
import './style/charts.css';

const live = new LiveView(readToken(window), followedIn(location.search));
const place = document.getElementById('page');
if (place !== null) render(<App live={live} />, place);

// Somebody may paste the address with the token into a tab that has the page already.
addEventListener('hashchange', () => {
  if (!location.hash.startsWith('#token=')) return;
  const token = readToken(window);
  if (token !== null) live.authorize(token);
});
