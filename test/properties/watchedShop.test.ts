import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fewestLocations, memoryStore } from '../../src/index.ts';
import type { ActorKind } from '../../src/runtime/actorKind.ts';
import type { Engine } from '../../src/runtime/engine.ts';
import type { ScannedActor } from '../../src/runtime/scannedActor.ts';
import { stateName } from '../../src/runtime/stateName.ts';
import { engineOf } from '../../src/shopEngine.ts';
import { ShopTally } from '../../src/watch/shop/shopTally.ts';
import { runs } from './runs.ts';
import { openShop } from './shop/openShop.ts';
import type { RealShop } from './shop/ShopCommand.ts';
import type { ShopModel } from './shop/ShopModel.ts';
import { shopCommands } from './shop/shopCommands.ts';

const COMMANDS = 100;

/** Counts the actors of a shop, a few after each command. */
class Counting {
  readonly #engine: Engine;
  readonly #kinds: readonly ActorKind[];
  readonly #tally: ShopTally;
  readonly #scans: { kind: ActorKind; scan: Iterator<ScannedActor> }[];
  found = 0;

  constructor(shop: object) {
    const { engine } = engineOf(shop) as { readonly engine: Engine };
    const { directory } = engine;
    this.#engine = engine;
    this.#kinds = ['cart', 'order'].map((name) => directory.kindNamed(name) as ActorKind);
    const machines = this.#kinds.map(({ machine }) => machine);
    this.#tally = new ShopTally(machines, this.#kinds, () => engine.now());
    this.#scans = this.#kinds.map((kind) => ({ kind, scan: directory.scan(kind, true) }));
    directory.tally = this.#tally;
  }

  /** Finds some actors more. */
  goOn(count: number): void {
    for (let left = count; left > 0; left--) {
      const [current] = this.#scans;
      if (current === undefined) return;
      const { done, value } = current.scan.next();
      if (done) {
        this.#tally.complete(current.kind);
        this.#scans.shift();
      } else {
        this.found++;
        this.#tally.find(current.kind, value);
      }
    }
  }

  expectRight(): void {
    this.goOn(Number.POSITIVE_INFINITY);
    for (const kind of this.#kinds) {
      const counted: Record<string, number> = {};
      for (const [name, { now }] of Object.entries(this.#tally.states(kind.machine))) {
        if (now !== 0) counted[name] = now;
      }
      const expected: Record<string, number> = {};
      for (const { value } of this.#engine.directory.all(kind)) {
        const name = stateName(value);
        expected[name] = (expected[name] ?? 0) + 1;
      }
      expect({ [kind.name]: counted }).toEqual({ [kind.name]: expected });
    }
    this.#engine.directory.tally = undefined;
  }
}

type Command = fc.AsyncCommand<ShopModel, RealShop, false>;

/** The commands; from one of them on, the shop is counted. */
function* counted(commands: Iterable<Command>, options: CountingOptions): Generator<Command> {
  let index = 0;
  for (const command of commands) {
    const isFirst = index++ === options.from;
    yield {
      check: (model) => command.check(model),
      async run(model, real) {
        await command.run(model, real);
        if (isFirst || (options.counting === undefined && index > options.from)) {
          options.counting ??= new Counting(real.shop);
        }
        options.counting?.goOn(options.slice);
      },
      toString: () => command.toString(),
    };
  }
}

interface CountingOptions {
  /** The index of the command after which somebody watches. */
  readonly from: number;
  /** How many actors are found after each command. */
  readonly slice: number;
  counting: Counting | undefined;
}

for (const [where, store] of [
  ['in memory', () => ({})],
  ['in a store', () => ({ store: memoryStore() })],
] as const) {
  test(`the carts and orders of a shop ${where} are counted by state while it sells, whenever somebody comes to watch`, async () => {
    let found = 0;
    const property = fc.asyncProperty(
      shopCommands(COMMANDS),
      fc.nat(60),
      fc.integer({ min: 0, max: 3 }),
      async (commands, from, slice) => {
        const options: CountingOptions = { from, slice, counting: undefined };
        const open = () => openShop(fewestLocations, store());
        await fc.asyncModelRun(open, counted(commands, options));
        options.counting?.expectRight();
        found += options.counting?.found ?? 0;
      },
    );
    await fc.assert(property, { numRuns: runs(60) });
    expect(found).toBeGreaterThan(20);
  });
}
