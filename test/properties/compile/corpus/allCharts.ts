import type { Chart } from '../chart.ts';
import { assignCharts } from './assignCharts.ts';
import { childCharts } from './childCharts.ts';
import { childEndCharts } from './childEndCharts.ts';
import { contextCharts } from './contextCharts.ts';
import { customActionCharts } from './customActionCharts.ts';
import { delayCharts } from './delayCharts.ts';
import { descriptorCharts } from './descriptorCharts.ts';
import { enqueueCharts } from './enqueueCharts.ts';
import { eventlessCharts } from './eventlessCharts.ts';
import { finalCharts } from './finalCharts.ts';
import { guardCharts } from './guardCharts.ts';
import { messageCharts } from './messageCharts.ts';
import { nameCharts } from './nameCharts.ts';
import { nestedEnqueueCharts } from './nestedEnqueueCharts.ts';
import { outputCharts } from './outputCharts.ts';
import { raiseCharts } from './raiseCharts.ts';
import { reentrancyCharts } from './reentrancyCharts.ts';
import { routeCharts } from './routeCharts.ts';
import { structureCharts } from './structureCharts.ts';
import { targetCharts } from './targetCharts.ts';

/** All charts without mistakes, or whose only mistake is to throw. */
export const allCharts: readonly Chart[] = [
  ...structureCharts,
  ...targetCharts,
  ...eventlessCharts,
  ...guardCharts,
  ...descriptorCharts,
  ...assignCharts,
  ...raiseCharts,
  ...delayCharts,
  ...messageCharts,
  ...customActionCharts,
  ...enqueueCharts,
  ...nestedEnqueueCharts,
  ...finalCharts,
  ...outputCharts,
  ...contextCharts,
  ...childCharts,
  ...childEndCharts,
  ...reentrancyCharts,
  ...routeCharts,
  ...nameCharts,
];
