import { inspect } from 'node:util';
import type { AsyncCommand } from 'fast-check';
import { expect } from 'vitest';
import type { Shop, ShopFact } from '../../../src/index.ts';
import type { SimulatedClock } from '../../../src/testing.ts';
import { expectAgreement } from './expectAgreement.ts';
import type { ShopModel } from './ShopModel.ts';

/** The shop under test and what it has told since the last command. */
export interface RealShop {
  readonly shop: Shop;
  readonly clock: SimulatedClock;
  /** The ids of all orders, oldest first. */
  readonly orders: string[];
  readonly facts: ShopFact[];
}

/** One command: what the model says to it, what the shop says, and that both agree afterwards. */
export abstract class ShopCommand implements AsyncCommand<ShopModel, RealShop> {
  /** The answer that has to come, once the model has done the same. */
  protected abstract predict(model: ShopModel): object | undefined;
  protected abstract send(real: RealShop): unknown;
  /** The command as a line of code. */
  abstract toString(): string;

  /** What the model can only hear from the shop: ids and locations that it has a free choice of. */
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

export function refused(refusal: { readonly code: string; readonly [member: string]: unknown }) {
  return { ok: false, refusal };
}

/** Arguments as they stand in code. */
export function code(...args: readonly unknown[]): string {
  return args.map((arg) => inspect(arg, { breakLength: Number.POSITIVE_INFINITY })).join(', ');
}
