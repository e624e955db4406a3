import type { ShopLimits } from '../base/shopLimits.ts';
import type { CommandClass } from './commandClass.ts';

/** Lets commands run at once, in their turn, or not at all. */
export class Admission {
  readonly limits: ShopLimits;

  constructor({ limits }: { readonly limits: ShopLimits }) {
    this.limits = limits;
  }

  /** The classes of commands that are refused now: none, `browse`, or `browse` and `buy`. */
  get refusedClasses(): readonly CommandClass[] {
    return [];
  }

  /** The wait that a new command of the class has to expect now, in milliseconds. */
  expectedWaitMs(_commandClass: CommandClass): number {
    return 0;
  }

  /** The number of commands of the class that wait for their turn. */
  waiting(_commandClass: CommandClass): number {
    return 0;
  }
}
