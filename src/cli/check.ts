import { CART_EXPIRY_MS } from '../../machines/index.ts';
import { cartKind } from '../carts/cartKind.ts';
import { orderKind } from '../orders/orderKind.ts';
import type { ActorKind } from '../runtime/actorKind.ts';
import { ActorRecords } from '../runtime/actorRecords.ts';
import { systemClock } from '../runtime/clock.ts';
import { ClockJumps } from '../runtime/clockJumps.ts';
import type { Resumption } from '../runtime/passiveActors.ts';
import { refusalText } from '../runtime/resume/quarantine.ts';
import { resumeActors } from '../runtime/resume/resumeActors.ts';
import { RECORDS, type RecordTable } from '../schema/table.ts';
import type { Snapshot } from '../store/snapshot.ts';
import { columnTable } from '../terminal/columnTable.ts';
import { print } from '../terminal/output.ts';
import { oneLine } from '../terminal/printable.ts';
import { type DeployedCharts, readCharts } from './check/readCharts.ts';
import { type Command, command } from './command.ts';
import { withSnapshot } from './withSnapshot.ts';

/** What a deployment would meet in the actors of one kind. */
interface Finding {
  readonly kind: string;
  /** Active actors that go on as they are. */
  readonly unchanged: number;
  /** Those whose timers or children follow from the new chart without doubt. */
  readonly adapted: number;
  /** Those that `migrate` brings over. */
  readonly migrated: number;
  readonly refused: number;
  /** What is wrong with the refused ones, a sentence each. */
  readonly problems: readonly string[];
}

/** Problems of one kind of actors that are printed. */
const SHOWN_PROBLEMS = 10;

/** @param records every kind of record that may be in the store. */
export function checkCommand(records: RecordTable = RECORDS): Command {
  return command({
    help: `Usage: statecart check PATH [options]

Compares the carts and orders of the store with the charts of a deployment: which would go on as they
are, which would get other timers, which would be migrated, and which would be refused when a shop
opens the store. Works while a shop has the store open, and changes nothing.

  --machines FILE   the charts of the deployment: a JavaScript module that exports cart, order and
                    migrate, as createShop gets them, or an object machines with cart and order; the
                    standard chart for what it does not export
  --json            print one line of JSON
  --help            print this and do nothing
Exit code 1 says that carts or orders would be refused.
`,
    options: { machines: { type: 'string' }, json: { type: 'boolean' } },
    async run(path, { machines, json = false }) {
      const charts = await readCharts(machines);
      return withSnapshot({ path, records }, (snapshot) => {
        const findings = kindsOf(charts).map((kind) => check(kind, snapshot));
        print(json ? `${JSON.stringify(findings)}\n` : findingsText(findings));
        return findings.some(({ refused }) => refused > 0) ? 1 : 0;
      });
    },
  });
}

function kindsOf({ cart, order, migrate }: DeployedCharts): ActorKind[] {
  return [cartKind(cart, migrate, CART_EXPIRY_MS), orderKind(order, migrate)];
}

function check(kind: ActorKind, snapshot: Snapshot): Finding {
  const { unchanged, changed, refused }: Resumption = resumeActors({
    kinds: [kind],
    records: new ActorRecords(snapshot, new ClockJumps(snapshot)),
    store: snapshot,
    now: () => systemClock().now(),
    onActor: () => {},
    failed: [],
  });
  const migrated = changed.filter(({ isMigrated }) => isMigrated).length;
  return {
    kind: kind.name,
    unchanged,
    adapted: changed.length - migrated,
    migrated,
    refused: refused.length,
    problems: refused.map(refusalText),
  };
}

function findingsText(findings: readonly Finding[]): string {
  const rows = findings.map(({ kind, unchanged, adapted, migrated, refused }) => [
    `${kind}s`,
    ...[unchanged, adapted, migrated, refused].map(String),
  ]);
  const table = columnTable(['', 'as they are', 'adapted', 'migrated', 'refused'], rows);
  const problems = findings.flatMap(({ problems }) => {
    const more = problems.length - SHOWN_PROBLEMS;
    return [
      ...problems.slice(0, SHOWN_PROBLEMS).map(oneLine),
      ...(more > 0 ? [`and ${more} more`] : []),
    ];
  });
  return `${[...problems, table].join('\n')}\n`;
}
