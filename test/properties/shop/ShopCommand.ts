import { inspect } from 'node:util';
import type { AsyncCommand } from 'fast-check';
import { expect } from 'vitest';
import type { Shop, ShopFact } from '../../../src/index.ts';
import type { ShopCall } from '../../../src/testing/simulation/shopCall.ts';
import type { SimulatedClock } from '../../../src/testing.ts';
import { sendCall } from '../../commands/shopCall.ts';
import { expectAgreement } from './expectAgreement.ts';
import type { ShopModel } from './ShopModel.ts';

/** The shop under test and the facts that it has emitted since the last command. */
export interface RealShop {
  readonly shop: Shop;
  readonly clock: SimulatedClock;
  /** The ids of all orders, oldest first. */
  readonly orders: string[];
  readonly facts: ShopFact[];
}

/** One command: the answer of the model, the answer of the shop, and the check that both agree afterwards. */
export abstract class ShopCommand implements AsyncCommand<ShopModel, RealShop> {
  /** Applies the command to the model, and returns the answer that the shop has to give. */
  protected abstract predict(model: ShopModel): object | undefined;
  /** Runs the command on the shop under test. */
  protected abstract send(real: RealShop): unknown;
  /** The command as a line of code. */
  abstract toString(): string;

  /** Takes over what only the shop can decide: the ids and locations that it is free to choose. */
  protected learn(_model: ShopModel, _answer: object): void {}

  check(_model: Readonly<ShopModel>): boolean {
    return true;
  }

  async run(model: ShopModel, real: RealShop): Promise<void> {
    model.facts = [];
    const expected = this.predict(model);
    const answer = await this.send(real);
    expect(answer).toEqual(expected);
    if (expected !== undefined) this.learn(model, answer as object);
    expectAgreement(model, real);
  }
}

/** A command of the shop's table of commands. */
export abstract class CallCommand extends ShopCommand {
  protected abstract call(real: RealShop): ShopCall;

  protected send(real: RealShop): unknown {
    return sendCall(real.shop, this.call(real));
  }
}

export function refused(refusal: { readonly code: string; readonly [member: string]: unknown }) {
  return { ok: false, refusal };
}

/** Arguments as they are written in code. */
export function code(...args: readonly unknown[]): string {
  return args.map((arg) => inspect(arg, { breakLength: Number.POSITIVE_INFINITY })).join(', ');
}
