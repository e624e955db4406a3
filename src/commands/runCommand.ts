import type { Reply } from '../../machines/index.ts';
import type { Engine } from '../runtime/engine.ts';
import { type Answer, type Refused, refused } from './answer.ts';
import type { Command, CommandContext } from './command.ts';

/**
 * Runs a command whose arguments have been checked. Overdue timers are fired first, so that no command
 * sees an overdue state. Returns no promise when the answer is durable immediately.
 *
 * @returns the answer; `closed` refuses every command once the engine has stopped.
 * @throws on misuse, with the error of a custom strategy, or with the cause when the engine stops: the
 * caller is an async function, which rejects with it.
 */
export function runCommand<Context extends CommandContext, Checked, Result extends object>(
  command: Command<Context, string, never, Checked, Result>,
  context: Context,
  checked: Checked,
): Answer<Result> | Promise<Answer<Result>> {
  const { engine } = context;
  engine.runDueTimers();
  const closed = rejectIfClosed(engine);
  if (closed !== undefined) {
    observeRefusal(engine, command.type, closed);
    return closed;
  }
  if (command.repeat === undefined) return runTurn(command, context, checked);
  return command.repeat(context, checked, (onAnswer) =>
    runTurn(command, context, checked, onAnswer),
  );
}

/** The refusal of every command once the engine has stopped; undefined while it runs. */
function rejectIfClosed({ stopped }: Engine): Refused | undefined {
  if (stopped === undefined) return undefined;
  const { cause } = stopped;
  const reason =
    cause === undefined ? 'the shop has been closed' : `the shop has stopped: ${cause.message}`;
  return refused({ code: 'closed', reason });
}

/** Runs the command as one turn. The reply of a chart, if there is one, is the answer. */
function runTurn<Context extends CommandContext, Checked, Result extends object>(
  command: Command<Context, string, never, Checked, Result>,
  context: Context,
  checked: Checked,
  onAnswer?: (answer: Answer<Result>) => void,
): Answer<Result> | Promise<Answer<Result>> {
  const { engine } = context;
  const outcome = engine.turn((turn) => {
    const answer = command.run(context, checked);
    const reply = turn.reply as Reply | undefined;
    // Stops the engine: an order that the chart placed in a later turn would belong to no command.
    if (answer === undefined && reply === undefined) {
      throw new Error('the chart has not answered the command within its turn');
    }
    const outcome = reply ?? (answer as Answer<Result>);
    if (onAnswer !== undefined && !('error' in outcome)) {
      onAnswer('type' in outcome ? refused(outcome.refusal) : outcome);
    }
    return outcome;
  });
  if (outcome instanceof Promise) {
    return outcome.then((flushed) => answerOf(engine, command.type, flushed));
  }
  return answerOf(engine, command.type, outcome);
}

function answerOf<Result extends object>(
  engine: Engine,
  type: string,
  outcome: Reply | Answer<Result>,
): Answer<Result> {
  if ('type' in outcome && 'error' in outcome) throw outcome.error;
  // A copy, since the chart's refusal is also in a fact, which is frozen.
  const answer = 'type' in outcome ? refused(structuredClone(outcome.refusal)) : outcome;
  if (!answer.ok) observeRefusal(engine, type, answer);
  return answer;
}

function observeRefusal({ observers }: Engine, type: string, { refusal }: Refused): void {
  if (observers.isWatched) observers.notify('refused', type, refusal.code);
}
