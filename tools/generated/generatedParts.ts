import { join } from 'node:path';
import { readResults } from '../../bench/harness/results.ts';
import { COMMANDS as SHOP_COMMANDS } from '../../src/commands/table.ts';
import {
  cartMachine,
  deliveryMachine,
  healthMachine,
  inventoryMachine,
  orderMachine,
  toMermaid,
} from '../../src/machines.ts';
import { RECORDS } from '../../src/schema/table.ts';
import { RETIRED_WORDS } from '../../test/layout/retiredWords.ts';
import { FIGURES } from '../figures/figures.ts';
import { floorsDiagram, floorsTable } from '../floors/floorsText.ts';
import { readFloors } from '../floors/readFloors.ts';
import { commandHelp } from './commandHelp.ts';
import type { GeneratedPart } from './generatedPart.ts';
import { recordsTable } from './recordsTable.ts';
import { refusalsTable } from './refusalsTable.ts';
import { retiredWordsTable } from './retiredWordsTable.ts';

const CHARTS = {
  cart: cartMachine,
  order: orderMachine,
  inventory: inventoryMachine,
  health: healthMachine,
  delivery: deliveryMachine,
};

/** The documents of figures that are not in docs/benchmarks.md. */
const FILES_OF_FIGURES: Readonly<Record<string, string>> = {
  key: 'README.md',
  footprint: 'docs/operations.md',
};

/** The commands of the `statecart` tool; the empty one is the tool itself. */
const COMMANDS = [
  '',
  ...['inspect', 'audit', 'check', 'export', 'import', 'compact'],
  ...['log', 'backup', 'restore', 'rebuild', 'diagram', 'watch'],
];

/** Every generated part of README.md and docs/. */
export function generatedParts(root: string): readonly GeneratedPart[] {
  const results = () => readResults(join(root, 'bench/results'));
  const floors = () => readFloors(root);
  const figures = { script: 'figures' } as const;
  const diagrams = { script: 'diagrams' } as const;
  return [
    ...Object.entries(FIGURES).map(([name, textOf]) => ({
      ...figures,
      file: FILES_OF_FIGURES[name] ?? 'docs/benchmarks.md',
      mark: `figures: ${name}`,
      make: () => textOf(results()),
    })),
    ...Object.entries(CHARTS).map(([name, machine]) => ({
      ...diagrams,
      file: 'docs/charts.md',
      mark: `chart: ${name}`,
      make: () => mermaid(toMermaid(machine)),
    })),
    {
      ...diagrams,
      file: 'docs/architecture.md',
      mark: 'floors',
      make: () => mermaid(floorsDiagram(floors())),
    },
    {
      ...diagrams,
      file: 'docs/architecture.md',
      mark: 'imports of floors',
      make: () => floorsTable(floors()),
    },
    {
      script: 'docs',
      file: 'docs/storage.md',
      mark: 'records',
      make: () => recordsTable(RECORDS),
    },
    {
      script: 'docs',
      file: 'docs/guide.md',
      mark: 'refusals of commands',
      make: () => refusalsTable(SHOP_COMMANDS),
    },
    {
      script: 'docs',
      file: 'docs/glossary.md',
      mark: 'retired words',
      make: () => retiredWordsTable(RETIRED_WORDS),
    },
    ...COMMANDS.map((command) => ({
      script: 'docs' as const,
      file: 'docs/cli.md',
      mark: command === '' ? 'help' : `help: ${command}`,
      make: () => commandHelp(root, command),
    })),
  ];
}

function mermaid(diagram: string): string {
  return `\`\`\`mermaid\n${diagram}\n\`\`\``;
}
