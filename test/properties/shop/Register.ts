import { callOf } from '../../../src/testing/simulation/shopCall.ts';
import { CallCommand, code } from './ShopCommand.ts';
import type { ShopModel } from './ShopModel.ts';

/** A user joins or leaves the members. */
export class Register extends CallCommand {
  readonly #user: { readonly userId: string; readonly name: string; readonly member: boolean };

  constructor({ userId, member }: { userId: string; member: boolean }) {
    super();
    this.#user = { userId, name: userId, member };
  }

  protected predict(model: ShopModel) {
    model.users.set(this.#user.userId, { member: this.#user.member });
    return { ok: true, user: this.#user };
  }

  protected call() {
    return callOf('users.register', this.#user);
  }

  toString() {
    return `await shop.users.register(${code(this.#user)});`;
  }
}
