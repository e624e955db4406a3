import { extname } from 'node:path';
import type { AnyStateMachine } from 'xstate';
import { toDot } from '../charts/toDot.ts';
import { toMermaid } from '../charts/toMermaid.ts';
import { toSvg } from '../charts/toSvg.ts';
import { print } from '../terminal/output.ts';
import { readChoice } from '../terminal/readChoice.ts';
import { asksForHelp, readFlags } from '../terminal/readFlags.ts';
import { UsageError } from '../terminal/usageError.ts';
import type { Command, ExitCode } from './command.ts';
import { loadGraphviz } from './diagram/loadGraphviz.ts';
import { readMachine } from './diagram/readMachine.ts';
import { STANDARD_CHARTS } from './diagram/standardCharts.ts';
import { existingParent, refuseExisting, writeWhole } from './writeWhole.ts';

const FORMATS = ['mermaid', 'dot', 'svg'] as const;
type Format = (typeof FORMATS)[number];

/** A drawing is for all users whom the umask lets read it. */
const FILE_MODE = 0o666;

const CHARTS = Object.keys(STANDARD_CHARTS).join(', ');

const OPTIONS = {
  format: { type: 'string' },
  machine: { type: 'string' },
  out: { type: 'string' },
  force: { type: 'boolean' },
} as const;

export const diagramCommand: Command = {
  help: `Usage: statecart diagram CHART [options]
       statecart diagram --machine FILE#EXPORT [options]

Draws a chart: cart, order, inventory, health or delivery as this version has it, or any XState machine
that a JavaScript module exports. Needs no store.

  --format mermaid|dot|svg   mermaid: a Mermaid state diagram (the default, unless the ending of --out
                             is .svg, .dot or .gv)
                             dot: a graph for Graphviz
                             svg: an image; needs the package @hpcc-js/wasm-graphviz
  --machine FILE#EXPORT      the machine to draw; without #EXPORT, the default export
  --out FILE                 write to this new file instead of stdout
  --force                    with --out, replace a file that exists
  --help                     print this and do nothing
`,
  async run(argv) {
    if (asksForHelp(argv)) {
      print(diagramCommand.help);
      return 0;
    }
    const { values, positionals } = readFlags(argv, OPTIONS, { allowPositionals: true });
    const { machine, out, force = false } = values;
    const { format = formatOfFile(out) } = values;
    if (force && out === undefined) throw new UsageError('--force: expected --out beside it');
    const wanted = readChoice('--format', format, FORMATS);
    if (out !== undefined) existingParent(out);
    if (out !== undefined && !force) refuseExisting(out);
    const drawing = await draw(await chartOf(positionals, machine), wanted);
    return await write(drawing, out, force);
  },
};

/** What the ending of a file says of its format: an image viewer could not show a file of another. */
function formatOfFile(file = ''): Format {
  const ending = extname(file).toLowerCase();
  if (ending === '.svg') return 'svg';
  return ending === '.dot' || ending === '.gv' ? 'dot' : 'mermaid';
}

async function chartOf(
  names: readonly string[],
  machine: string | undefined,
): Promise<AnyStateMachine> {
  if (machine !== undefined && names.length > 0) {
    throw new UsageError(`--machine: expected no chart beside it, got ${namesText(names)}`);
  }
  if (machine !== undefined) return await readMachine(machine);
  const [name = '', ...more] = names;
  const chart = Object.hasOwn(STANDARD_CHARTS, name) ? STANDARD_CHARTS[name] : undefined;
  if (chart !== undefined && more.length === 0) return chart;
  const given = names.length === 0 ? 'nothing' : namesText(names);
  throw new UsageError(`expected one chart (${CHARTS}) or --machine FILE#EXPORT, got ${given}`);
}

function namesText(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(' ');
}

async function draw(chart: AnyStateMachine, format: Format): Promise<string> {
  if (format === 'mermaid') return `${toMermaid(chart)}\n`;
  if (format === 'dot') return toDot(chart);
  const graphviz = await loadGraphviz();
  return toSvg(chart, (dot) => graphviz.dot(dot));
}

async function write(drawing: string, out: string | undefined, force: boolean): Promise<ExitCode> {
  if (out === undefined) print(drawing);
  else await writeWhole(out, [drawing], { force, mode: FILE_MODE });
  return 0;
}
