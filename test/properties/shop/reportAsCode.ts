import type { AsyncCommand, RunDetails } from 'fast-check';
import { preface } from './openShop.ts';
import type { RealShop } from './ShopCommand.ts';
import type { ShopModel } from './ShopModel.ts';

type Commands = Iterable<AsyncCommand<ShopModel, RealShop, false>>;

/** Throws the shortest list of commands that fails, as code, with the failure as its cause. */
export function reportAsCode(details: RunDetails<[Commands]>, allocation: string): void {
  if (!details.failed) return;
  const { seed, numRuns, counterexample, errorInstance: cause } = details;
  const commands = [...(counterexample?.[0] ?? [])] as (AsyncCommand<ShopModel, RealShop> & {
    hasRan: boolean;
  })[];
  const code = commands.filter(({ hasRan }) => hasRan).join('\n');
  throw new Error(
    `failed in run ${numRuns}; SEED=${seed} repeats it. As code:\n\n${preface(allocation)}\n\n${code}\n`,
    { cause },
  );
}
