import type { AnyStateMachine } from 'xstate';
import { cartMachine, orderMachine } from '../../../machines/index.ts';
import { show } from '../../base/show.ts';
import { adoptCartMachine, adoptOrderMachine } from '../../charts/adoptMachine.ts';
import type { Migrate } from '../../runtime/migration.ts';
import { UsageError } from '../../terminal/usageError.ts';
import { loadModule } from '../loadModule.ts';

/** The charts of a deployment, and what brings stored actors over to them. */
export interface DeployedCharts {
  readonly cart: AnyStateMachine;
  readonly order: AnyStateMachine;
  readonly migrate: Migrate<'cart' | 'order'> | undefined;
}

/**
 * Reads the charts of a deployment from a module.
 *
 * @param file undefined for the standard charts.
 * @throws UsageError if it cannot be loaded, exports none of them, or exports a chart that a shop would refuse.
 */
export async function readCharts(file: string | undefined): Promise<DeployedCharts> {
  const { cart, order, migrate } = file === undefined ? {} : await load(file);
  try {
    if (migrate !== undefined && typeof migrate !== 'function') {
      throw new UsageError(`migrate: expected a function, got ${show(migrate)}`);
    }
    return {
      cart: cart === undefined ? cartMachine : adoptCartMachine(cart as AnyStateMachine),
      order: order === undefined ? orderMachine : adoptOrderMachine(order as AnyStateMachine),
      migrate: migrate as DeployedCharts['migrate'],
    };
  } catch (error) {
    throw new UsageError(`--machines ${file}: ${(error as Error).message}`);
  }
}

interface Exports {
  readonly cart?: unknown;
  readonly order?: unknown;
  readonly migrate?: unknown;
}

async function load(file: string): Promise<Exports> {
  const module: Exports & { readonly machines?: Exports; readonly default?: Exports } =
    await loadModule('--machines', file);
  const exported = { ...module.default, ...module };
  const { cart, order, migrate } = { ...exported, ...exported.machines };
  if (cart !== undefined || order !== undefined || migrate !== undefined) {
    return { cart, order, migrate };
  }
  const found = Object.keys(module).join(', ') || 'nothing';
  throw new UsageError(
    `--machines ${file}: expected a module that exports cart, order, machines or migrate, got ${found}`,
  );
}
