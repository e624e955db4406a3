import type { Result } from '../results.ts';
import { whole } from './numbers.ts';
import type { Section } from './section.ts';

/** What the report reads of `footprint.json`. */
interface FootprintFigures {
  readonly things: readonly {
    readonly thing: string;
    readonly memory: number;
    readonly diskMemory: number;
    readonly log: number;
    readonly checkpoint: number;
  }[];
}

export function footprintSections(results: ReadonlyMap<string, Result>): Section[] {
  const result = results.get('footprint');
  if (result === undefined) return [];
  const { things } = result.figures as unknown as FootprintFigures;
  return [
    {
      title: 'Memory and disk of one more thing',
      note: 'What a shop grows by for each thing, without a store and with a log on disk. A shop on disk is measured when it has been opened again, before it is used.',
      figures: [
        {
          title: 'Bytes of one more thing, in memory and on disk',
          table: {
            caption: 'Bytes of one more thing',
            columns: ['thing', 'memory, no store', 'memory, on disk', 'log', 'checkpoint'],
            rows: things.map(({ thing, memory, diskMemory, log, checkpoint }) => [
              thing,
              ...[memory, diskMemory, log, checkpoint].map((bytes) => whole(Math.max(0, bytes))),
            ]),
          },
        },
      ],
      results: [result],
    },
  ];
}
