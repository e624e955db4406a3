import { RECORDED_DIR, readResults } from '../bench/harness/results.ts';
import { figuresText } from './figures/figuresText.ts';
import { writeMark } from './figures/writeMark.ts';

/** Writes the figures of the results into the README, between their marks. */
const results = readResults(RECORDED_DIR);
writeMark('figures', figuresText(results));
console.log(`README.md: figures of ${results.size} results written`);
