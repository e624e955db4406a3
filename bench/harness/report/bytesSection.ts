import type { Result } from '../results.ts';
import { whole } from './numbers.ts';
import type { Section } from './section.ts';

/** What the report reads of `bytes.json`. */
interface BytesFigures {
  readonly builds: readonly {
    readonly name: string;
    readonly commit: string | null;
    readonly allocated: Readonly<Record<string, number>>;
    readonly openCart: number;
    readonly finishedOrder: number;
  }[];
}

export function bytesSections(results: ReadonlyMap<string, Result>): Section[] {
  const result = results.get('bytes');
  if (result === undefined) return [];
  const { builds } = result.figures as unknown as BytesFigures;
  const row = (name: string, bytesOf: (build: BytesFigures['builds'][number]) => number) => [
    name,
    ...builds.map((build) => whole(bytesOf(build))),
  ];
  return [
    {
      title: 'Memory of a command',
      note: 'What each command allocates, which the garbage collector has to clear away, and what stays in use.',
      figures: [
        {
          title: 'Bytes of a command, in memory',
          table: {
            caption: 'Bytes of each build',
            columns: [
              'what',
              ...builds.map(({ name, commit }) => (commit === null ? name : `${name} (${commit})`)),
            ],
            rows: [
              ...Object.keys(builds[0]?.allocated ?? {}).map((step) =>
                row(`allocated by one ${step}`, ({ allocated }) => allocated[step] ?? Number.NaN),
              ),
              row('in use for an open cart', ({ openCart }) => openCart),
              row('in use for a delivered order', ({ finishedOrder }) => finishedOrder),
            ],
          },
        },
      ],
      results: [result],
    },
  ];
}
