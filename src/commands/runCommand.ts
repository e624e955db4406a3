import type { Reply } from '../../machines/index.ts';
import { userCodeThrew } from '../base/userCodeError.ts';
import type { Engine } from '../runtime/engine.ts';
import type { Turn } from '../runtime/turn.ts';
import { type Answer, type Refused, refused } from './answer.ts';
import type { Command, CommandContext } from './command.ts';

/**
 * Runs a command whose arguments have been checked. Overdue timers are fired first, so that no command
 * sees an overdue state. Returns no promise when the answer is durable immediately.
 *
 * @returns the answer; `closed` refuses every command once the engine has stopped.
 * @throws ArgumentError on misuse that only the shop's state reveals, UserCodeError, or the cause when the
 * engine stops: the caller is an async function, which rejects with it.
 */
export function runCommand<Context extends CommandContext, Checked, Result extends object>(
  command: Command<Context, string, never, Checked, Result>,
  context: Context,
  checked: Checked,
): Answer<Result> | Promise<Answer<Result>> {
  const { engine } = context;
  engine.runDueTimers();
  if (engine.timekeeper.isBehind) runTimersOfAddressee(command, context, checked);
  const closed = rejectIfClosed(engine);
  if (closed !== undefined) {
    observeRefusal(engine, command.type, closed);
    return closed;
  }
  if (command.repeat === undefined) return runTurn(command, context, checked, undefined);
  return command.repeat(context, checked, (onAnswer) =>
    runTurn(command, context, checked, onAnswer),
  );
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

/** The refusal of every command once the engine has stopped; undefined while it runs. */
function rejectIfClosed({ stopped }: Engine): Refused | undefined {
  if (stopped === undefined) return undefined;
  const { cause } = stopped;
  const reason =
    cause === undefined ? 'the shop has been closed' : `the shop has stopped: ${cause.message}`;
  return refused({ code: 'closed', reason });
}

/** A command that is run, as its turn gets it. */
class Call {
  readonly command: AnyCommand;
  readonly context: CommandContext;
  readonly checked: unknown;
  readonly onAnswer: ((answer: Answer<object>) => void) | undefined;
  /** True when its answer is nothing but that: no observer and no error is behind it. */
  isAccepted = false;

  constructor(
    command: AnyCommand,
    context: CommandContext,
    checked: unknown,
    onAnswer: ((answer: Answer<object>) => void) | undefined,
  ) {
    this.command = command;
    this.context = context;
    this.checked = checked;
    this.onAnswer = onAnswer;
  }
}

type AnyCommand = Command<CommandContext, string, never, unknown, object>;

/** Runs the command as one turn, right after the overdue timers. The reply of a chart, if there is one, is the answer. */
function runTurn<Context extends CommandContext, Checked, Result extends object>(
  command: Command<Context, string, never, Checked, Result>,
  context: Context,
  checked: Checked,
  onAnswer: ((answer: Answer<Result>) => void) | undefined,
): Answer<Result> | Promise<Answer<Result>> {
  const { engine } = context;
  const call = new Call(command as unknown as AnyCommand, context, checked, onAnswer as never);
  const outcome = engine.turn(answerIn, call, true) as Outcome<Result> | Promise<Outcome<Result>>;
  if (!(outcome instanceof Promise)) return answerOf(engine, command.type, outcome);
  // Each promise more would be memory that waits for the store.
  if (call.isAccepted) return outcome as Promise<Answer<Result>>;
  return outcome.then((flushed) => answerOf(engine, command.type, flushed));
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
  if (reply !== undefined && 'error' in reply) return { error: reply.error };
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
  if (observers.isWatched) observers.notify('refused', type, refusal.code);
}

/** Copies plain data, as refusals are. `structuredClone` takes microseconds for each. */
function copy<T>(data: T): T {
  if (Array.isArray(data)) return data.map(copy) as T;
  if (typeof data !== 'object' || data === null) return data;
  const copied: Record<string, unknown> = {};
  for (const key of Object.keys(data)) copied[key] = copy(data[key as keyof T]);
  return copied as T;
}
