import type { Engine } from '../runtime/engine.ts';
import type { Answer } from './answer.ts';

/** What every command needs of its shop. */
export interface CommandContext {
  readonly engine: Engine;
}

/** Runs a command's turn. @param concluded gets the answer within the turn, before it is committed. */
export type RunTurn<Result extends object> = (
  concluded?: (answer: Answer<Result>) => void,
) => Answer<Result> | Promise<Answer<Result>>;

/**
 * A command as data: one order in every command is to check the arguments, to refuse, to change.
 *
 * @typeParam Context the parts of the shop that the command works on.
 * @typeParam Arguments what the caller passes.
 * @typeParam Checked what `check` makes of the arguments.
 */
export interface Command<
  Context extends CommandContext,
  Type extends string,
  Arguments extends readonly unknown[],
  Checked,
  Result extends object,
> {
  /** Where the command stands in the API of a shop: `carts.add`. */
  readonly type: Type;
  /** @throws TypeError or RangeError that names the argument, what was expected and what came. */
  check(...given: Arguments): Checked;
  /**
   * Works within the command's turn.
   *
   * @returns the answer; undefined leaves it to the reply of a chart.
   * @throws on misuse that only the state of the shop shows; nothing has changed then.
   */
  run(context: Context, checked: Checked): Answer<Result> | undefined;
  /** For commands that may be answered without a turn: runs the turn, or repeats an earlier answer. */
  readonly repeat?: (
    context: Context,
    checked: Checked,
    turn: RunTurn<Result>,
  ) => Answer<Result> | Promise<Answer<Result>>;
}

/** Infers the types of a command from its definition. */
export function command<
  Context extends CommandContext,
  const Type extends string,
  Arguments extends readonly unknown[],
  Checked,
  Result extends object,
>(
  definition: Command<Context, Type, Arguments, Checked, Result>,
): Command<Context, Type, Arguments, Checked, Result> {
  return definition;
}
