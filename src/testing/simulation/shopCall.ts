import type { Answer } from '../../commands/answer.ts';
import type { CommandArguments, CommandType } from '../../commands/table.ts';
import type { Shop } from '../../shopTypes.ts';

/** One call of a command, as plain data that can be drawn, written down and sent again. */
export type ShopCall = {
  readonly [Type in CommandType]: {
    readonly type: Type;
    readonly given: Readonly<CommandArguments<Type>>;
  };
}[CommandType];

export function callOf<Type extends CommandType>(
  type: Type,
  ...given: CommandArguments<Type>
): ShopCall {
  return { type, given } as unknown as ShopCall;
}

type Method = (...given: readonly unknown[]) => Promise<Answer<object>>;

/** Calls the command of the shop: `carts.add` is `shop.carts.add`. Runs its turn before it returns. */
export function callShop(shop: Shop, { type, given }: ShopCall): Promise<Answer<object>> {
  let member: unknown = shop;
  for (const name of type.split('.')) member = (member as Record<string, unknown>)[name];
  return (member as Method)(...given);
}

/** The call as a line of code: `carts.add("ada", "mug", 2)`. */
export function callText({ type, given }: ShopCall): string {
  return `${type}(${given.map((argument) => JSON.stringify(argument)).join(', ')})`;
}
