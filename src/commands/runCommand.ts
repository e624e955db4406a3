import type { Reply } from '../../machines/index.ts';
import type { CommandClass } from '../admission/commandClass.ts';
import { ArgumentError } from '../base/argumentError.ts';
import { userCodeThrew } from '../base/userCodeError.ts';
import type { Engine } from '../runtime/engine.ts';
import type { Turn, TurnCommand } from '../runtime/turn.ts';
import { type Answer, type Refused, refused } from './answer.ts';
import type { Command, CommandContext } from './command.ts';

/**
 * Runs a command whose arguments have been checked. Overdue timers are fired first, so that no command
 * sees an overdue state. Returns no promise when the answer is durable immediately.
 *
 * @param calledAt when it was called, milliseconds of the monotonic clock of the engine.
 * @param waitMs how long it has waited since then for its turn.
 * @returns the answer; `closed` refuses every command once the engine has stopped.
 * @throws ArgumentError on misuse that only the shop's state reveals, UserCodeError, or the cause when the
 * engine stops: the caller is an async function, which rejects with it.
 */
export function runCommand<Context extends CommandContext, Checked, Result extends object>(
  command: Command<Context, string, never, Checked, Result>,
  context: Context,
  checked: Checked,
  calledAt: number,
  waitMs: number,
): Answer<Result> | Promise<Answer<Result>> {
  const { engine } = context;
  engine.runDueTimers();
  if (engine.timekeeper.isBehind) runTimersOfAddressee(command, context, checked);
  const closed = rejectIfClosed(engine);
  if (closed !== undefined) {
    observeRefusal(engine, command.type, closed);
    return closed;
  }
  if (command.repeat === undefined) {
    return runTurn(command, new Call(command as never, context, checked, calledAt, waitMs));
  }
  return command.repeat(context, checked, (onAnswer) => {
    const call = new Call(command as never, context, checked, calledAt, waitMs);
    call.onAnswer = onAnswer as Call['onAnswer'];
    return runTurn(command, call);
  });
}

/** Due timers have to wait: those of the actor that the command is for come first. */
function runTimersOfAddressee<Context extends CommandContext, Checked, Result extends object>(
  { addressee }: Command<Context, string, never, Checked, Result>,
  context: Context,
  checked: Checked,
): void {
  if (addressee === undefined) return;
  context.engine.timekeeper.runDueTimersOf(addressee(context, checked));
}

/** The refusal of every command once the engine has stopped or is being closed; undefined while it runs. */
function rejectIfClosed({ stopped, isClosing }: Engine): Refused | undefined {
  if (stopped === undefined && !isClosing) return undefined;
  const cause = stopped?.cause;
  const reason =
    cause === undefined ? 'the shop has been closed' : `the shop has stopped: ${cause.message}`;
  return refused({ code: 'closed', reason });
}

/** A command that is run, as its turn gets it. */
class Call implements TurnCommand {
  readonly command: AnyCommand;
  readonly context: CommandContext;
  readonly checked: unknown;
  readonly calledAt: number;
  readonly waitMs: number;
  onAnswer: ((answer: Answer<object>) => void) | undefined = undefined;
  /** True when its answer is nothing but that: no observer and no error is behind it. */
  isAccepted = false;
  hasFailed = false;

  constructor(
    command: AnyCommand,
    context: CommandContext,
    checked: unknown,
    calledAt: number,
    waitMs: number,
  ) {
    this.command = command;
    this.context = context;
    this.checked = checked;
    this.calledAt = calledAt;
    this.waitMs = waitMs;
  }

  get commandClass(): CommandClass {
    return this.command.commandClass;
  }
}

type AnyCommand = Command<CommandContext, string, never, unknown, object>;

/** Runs the command as one turn, right after the overdue timers. The reply of a chart, if there is one, is the answer. */
function runTurn<Context extends CommandContext, Checked, Result extends object>(
  command: Command<Context, string, never, Checked, Result>,
  call: Call,
): Answer<Result> | Promise<Answer<Result>> {
  const { engine } = call.context;
  let outcome: Outcome<Result> | Promise<Outcome<Result>>;
  try {
    outcome = engine.turn(answerIn, call, true) as typeof outcome;
  } catch (error) {
    if (!(error instanceof ArgumentError)) noteFailure(call);
    throw error;
  }
  if (!(outcome instanceof Promise)) return answerOf(engine, command.type, outcome);
  // Each promise more would be memory that waits for the store.
  if (call.isAccepted) return outcome as Promise<Answer<Result>>;
  return outcome.then((flushed) => answerOf(engine, command.type, flushed));
}

/** The turn of the call has thrown, so that it is not committed as one of a command. */
function noteFailure(call: Call): void {
  call.hasFailed = true;
  call.context.health.answered(call);
}

/** The answer of a command, or an error with which it rejects once its turn is durable. */
type Outcome<Result extends object> = Answer<Result> | { readonly error: unknown };

function answerIn(turn: Turn, call: Call): Outcome<object> {
  const { command, context, checked, onAnswer } = call;
  const answer = command.run(context, checked);
  const reply = turn.reply as Reply | undefined;
  // Stops the engine: an order that the chart placed in a later turn would belong to no command.
  if (answer === undefined && reply === undefined) {
    const fault = new Error('the chart has not answered the command within its turn');
    throw userCodeThrew('machines.cart', fault);
  }
  turn.command = call;
  if (reply !== undefined && 'error' in reply) {
    call.hasFailed = true;
    return { error: reply.error };
  }
  // A copy, since the chart's refusal is also in a fact, which is frozen.
  const given = reply === undefined ? (answer as Answer<object>) : refused(copy(reply.refusal));
  if (onAnswer !== undefined) onAnswer(given);
  call.isAccepted = given.ok;
  return given;
}

function answerOf<Result extends object>(
  engine: Engine,
  type: string,
  outcome: Outcome<Result>,
): Answer<Result> {
  if (!('ok' in outcome)) throw outcome.error;
  if (!outcome.ok) observeRefusal(engine, type, outcome);
  return outcome;
}

/** Tells the observers of a refusal. Only of those answers that no turn gives. */
export function observeRefusal({ observers }: Engine, type: string, { refusal }: Refused): void {
  observers.refused(type, refusal.code);
}

/** Copies plain data, as refusals are. `structuredClone` takes microseconds for each. */
function copy<T>(data: T): T {
  if (Array.isArray(data)) return data.map(copy) as T;
  if (typeof data !== 'object' || data === null) return data;
  const copied: Record<string, unknown> = {};
  for (const key of Object.keys(data)) copied[key] = copy(data[key as keyof T]);
  return copied as T;
}
