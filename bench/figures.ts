import { RESULTS_DIR, readResults } from './harness/results.ts';
import { figuresText } from './readme/figuresText.ts';
import { writeMark } from './readme/writeMark.ts';

/** Writes the figures of the results into the README, between their marks. */
const results = readResults(RESULTS_DIR);
writeMark('figures', figuresText(results));
console.log(`README.md: figures of ${results.size} results written`);
