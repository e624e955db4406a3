import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesSections } from './report/bytesSection.ts';
import { footprintSections } from './report/footprintSection.ts';
import { microSections } from './report/microSection.ts';
import { mixSections } from './report/mixSection.ts';
import { notifySections } from './report/notifySection.ts';
import { openingSections } from './report/openingSection.ts';
import { type PagePart, page } from './report/page.ts';
import { peersSections } from './report/peersSection.ts';
import { saleSections } from './report/saleSections.ts';
import { scalingSections } from './report/scalingSection.ts';
import { searchSections } from './report/searchSection.ts';
import { type Section, sectionHtml } from './report/section.ts';
import { spikeSections } from './report/spikeSection.ts';
import { watchSections } from './report/watchSection.ts';
import { readResults } from './results.ts';

/** The parts of the report in order: the name of each, and the command that measures it. */
const PARTS = [
  { name: 'sale', command: 'npm run sale', sections: saleSections },
  { name: 'spike', command: 'npm run sale -- --spike 5C', sections: spikeSections },
  { name: 'mix', command: 'npm run bench:mix', sections: mixSections },
  { name: 'bytes', command: 'npm run bench:bytes', sections: bytesSections },
  { name: 'peers', command: 'npm run bench:peers', sections: peersSections },
  { name: 'search', command: 'npm run bench:search', sections: searchSections },
  { name: 'scaling', command: 'npm run bench:scaling', sections: scalingSections },
  { name: 'footprint', command: 'npm run bench:footprint', sections: footprintSections },
  { name: 'opening', command: 'npm run bench:opening', sections: openingSections },
  { name: 'notify', command: 'npm run bench:notify', sections: notifySections },
  { name: 'watch', command: 'npm run bench:watch', sections: watchSections },
  { name: 'micro-benchmarks', command: 'npm run bench', sections: microSections },
] as const;

/**
 * Writes `<dir>/report.html` from all results in that folder, and returns its path. The page is one
 * file, needs no network, and names the parts that have no result at its end.
 */
export function writeReport(dir: string): string {
  const results = readResults(dir);
  const parts: PagePart[] = [];
  const leftOut: string[] = [];
  for (const { name, command, sections } of PARTS) {
    const made = attempt(() => partsOf(name, sections(results)));
    if (typeof made === 'string') leftOut.push(`${name}: ${made}`);
    else if (made.length === 0) leftOut.push(`${name}: no result yet; ${command} makes one`);
    else parts.push(...made);
  }
  const path = join(dir, 'report.html');
  writeFileSync(path, page(parts, leftOut));
  return path;
}

function partsOf(name: string, sections: readonly Section[]): PagePart[] {
  return sections.map((section, index) => {
    const id = index === 0 ? name : `${name}-${index + 1}`;
    return { id, title: section.title, results: section.results, html: sectionHtml(section, id) };
  });
}

/** The parts; or the reason why there are none, if a result is from another version. */
function attempt(make: () => PagePart[]): PagePart[] | string {
  try {
    return make();
  } catch (error) {
    return `its result cannot be read: ${(error as Error).message}`;
  }
}
