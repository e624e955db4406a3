import { COMMON_REFUSALS } from '../../src/commands/command.ts';
import { COMMANDS, type CommandArguments, type CommandType } from '../../src/commands/table.ts';
import type { Answer, RefusalCode, Shop } from '../../src/index.ts';

/** One call of a command, as plain data that can be drawn, written down and sent again. */
export type ShopCall = {
  readonly [Type in CommandType]: {
    readonly type: Type;
    readonly given: Readonly<CommandArguments<Type>>;
  };
}[CommandType];

/**
 * The commands about messages to users. What they change is seen by channels only: test/simulation/deliveries has random
 * ones of them.
 */
export type MessagingCommand = Extract<
  CommandType,
  | `notifications.${string}`
  | 'users.preferences'
  | `users.${string}PushSubscription`
  | 'products.notifyWhenInStock'
>;

export function callOf<Type extends CommandType>(
  type: Type,
  ...given: CommandArguments<Type>
): ShopCall {
  return { type, given } as unknown as ShopCall;
}

type Method = (...given: readonly unknown[]) => Promise<Answer<object>>;

/**
 * Calls the command of the shop: `carts.add` is `shop.carts.add`. Runs its turn before it returns. Rejects if the
 * command is refused as it does not declare.
 */
export async function sendCall(shop: Shop, { type, given }: ShopCall): Promise<Answer<object>> {
  let member: unknown = shop;
  for (const name of type.split('.')) member = (member as Record<string, unknown>)[name];
  const answer = await (member as Method)(...given);
  if (!answer.ok && !refusalsOf(type).includes(answer.refusal.code)) {
    throw new Error(`${type} does not declare that it can be refused with ${answer.refusal.code}`);
  }
  return answer;
}

/** The codes with which a command says that it can be refused. */
export function refusalsOf(type: CommandType): readonly RefusalCode[] {
  const declared: readonly RefusalCode[] =
    COMMANDS.find((command) => command.type === type)?.refusals ?? [];
  return [...declared, ...COMMON_REFUSALS];
}

/** The call as a line of code: `carts.add("ada", "mug", 2)`. */
export function callText({ type, given }: ShopCall): string {
  return `${type}(${given.map((argument) => JSON.stringify(argument)).join(', ')})`;
}
