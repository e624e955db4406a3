import type { Result } from '../../bench/harness/results.ts';
import { bytesText } from './bytesText.ts';
import { footprintText } from './footprintText.ts';
import { keyFiguresText } from './keyFiguresText.ts';
import { microText } from './microText.ts';
import { mixText } from './mixText.ts';
import { notifyText } from './notifyText.ts';
import { openingText } from './openingText.ts';
import { peersText } from './peersText.ts';
import { provenanceText } from './provenanceText.ts';
import { salesText } from './salesText.ts';
import { scalingText } from './scalingText.ts';
import { searchText } from './searchText.ts';
import { watchText } from './watchText.ts';

/** The figures of all benchmarks as Markdown, by what they are about. */
export const FIGURES: Readonly<Record<string, (results: ReadonlyMap<string, Result>) => string>> = {
  key: keyFiguresText,
  peers: peersText,
  sale: salesText,
  mix: mixText,
  bytes: bytesText,
  search: searchText,
  growth: scalingText,
  footprint: footprintText,
  opening: openingText,
  notifications: notifyText,
  watching: watchText,
  'single steps': microText,
  provenance: provenanceText,
};
