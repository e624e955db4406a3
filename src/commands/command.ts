import type { RefusalCode } from '../../machines/index.ts';
import type { Admission } from '../admission/admission.ts';
import type { CommandClass } from '../admission/commandClass.ts';
import type { AnsweredCommands } from '../health/answeredCommands.ts';
import type { Engine } from '../runtime/engine.ts';
import type { Addressee } from '../runtime/timekeeper.ts';
import type { Answer } from './answer.ts';

/** What every command needs from its shop. */
export interface CommandContext {
  readonly engine: Engine;
  readonly admission: Admission;
  readonly health: AnsweredCommands;
}

/**
 * Runs a command's turn.
 *
 * @param onAnswer receives the answer within the turn, before it is committed.
 */
export type RunTurn<Result extends object> = (
  onAnswer?: (answer: Answer<Result>) => void,
) => Answer<Result> | Promise<Answer<Result>>;

/** The refusals that every command can give. */
export const COMMON_REFUSALS = ['closed'] as const satisfies readonly RefusalCode[];

/** The refusals that a command can give, {@link COMMON_REFUSALS} included. */
export type RefusalsOf<Refusing extends { readonly refusals: readonly RefusalCode[] }> =
  | Refusing['refusals'][number]
  | (typeof COMMON_REFUSALS)[number];

/** The arguments of a command. Three are enough: more of them would be an object. */
export type AtMostThree = readonly [unknown?, unknown?, unknown?];

/**
 * A command as data. Every command works in one order: check the arguments, refuse, change.
 *
 * @typeParam Context the parts of the shop that the command works on.
 * @typeParam Arguments what the caller passes.
 * @typeParam Checked the checked arguments, as `check` returns them.
 * @typeParam Result the members of a successful answer, beside `ok`.
 * @typeParam Code the refusals that it can give, beside {@link COMMON_REFUSALS}.
 */
export interface Command<
  Context extends CommandContext,
  Type extends string,
  Arguments extends AtMostThree,
  Checked,
  Result extends object,
  Code extends RefusalCode = RefusalCode,
> {
  /** The path of the command in the API of a shop: `carts.add`. */
  readonly type: Type;
  /** Decides what is refused first under load. */
  readonly commandClass: CommandClass;
  /**
   * The refusals that it can give, beside {@link COMMON_REFUSALS}: those of its own, and those with which a
   * chart replies. A chart of the user may reply with others.
   */
  readonly refusals: readonly Code[];
  /** @throws ArgumentError that names the argument, what was expected and what was given. */
  check(...given: Arguments): Checked;
  /** The user who gives the command; undefined if it is nobody's. */
  userOf(checked: Checked): string | undefined;
  /** The actor that the command is for: its overdue timers come first. Left out if there is none. */
  readonly addressee?: (context: Context, checked: Checked) => Addressee;
  /**
   * Runs within the command's turn.
   *
   * @returns the answer; undefined when a chart answers with a reply.
   * @throws ArgumentError on misuse that only the shop's state reveals, and UserCodeError; nothing has changed
   * then.
   */
  run(context: Context, checked: Checked): Answer<Result, NoInfer<Code>> | undefined;
  /** For commands that may be answered without a turn: calls `turn`, or returns an earlier answer. */
  readonly repeat?: (
    context: Context,
    checked: Checked,
    turn: RunTurn<Result>,
  ) => Answer<Result> | Promise<Answer<Result>>;
}

/** Of a command that is given by no user of the shop: `userOf`. */
export function nobody(): undefined {
  return undefined;
}

/** Infers the types of a command from its definition. */
export function command<
  Context extends CommandContext,
  const Type extends string,
  Arguments extends AtMostThree,
  Checked,
  Result extends object,
  const Code extends RefusalCode,
>(
  definition: Command<Context, Type, Arguments, Checked, Result, Code>,
): Command<Context, Type, Arguments, Checked, Result, Code> {
  return definition;
}
