import { COMMON_REFUSALS } from '../../src/commands/command.ts';
import { COMMANDS, type CommandType } from '../../src/commands/table.ts';
import type { Answer, RefusalCode, Shop } from '../../src/index.ts';
import { callShop, type ShopCall } from '../../src/testing/simulation/shopCall.ts';

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

/**
 * Calls the command of the shop, as `callShop` does. Rejects if the command is refused as it does not declare.
 */
export async function sendCall(shop: Shop, call: ShopCall): Promise<Answer<object>> {
  const { type } = call;
  const answer = await callShop(shop, call);
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
