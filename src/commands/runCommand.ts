import type { Reply } from '../../machines/index.ts';
import type { Engine } from '../runtime/engine.ts';
import { type Answer, type Refused, refused } from './answer.ts';
import type { Command, CommandContext } from './command.ts';

/**
 * Runs a command whose arguments have been checked. Overdue timers run first, so that no command
 * sees a state that is overdue. No promise is made where everything is durable at once.
 *
 * To be called from an async function, which rejects when this throws: on misuse, with the error of a
 * strategy of the user's own, or with the cause when the engine stops.
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
  return command.repeat(context, checked, (concluded) =>
    runTurn(command, context, checked, concluded),
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

/** Runs the command as one turn. A chart that refuses it says so with a reply, which is the answer. */
function runTurn<Context extends CommandContext, Checked, Result extends object>(
  command: Command<Context, string, never, Checked, Result>,
  context: Context,
  checked: Checked,
  concluded?: (answer: Answer<Result>) => void,
): Answer<Result> | Promise<Answer<Result>> {
  const { engine } = context;
  const outcome = engine.turn((turn) => {
    const answer = command.run(context, checked);
    const reply = turn.reply as Reply | undefined;
    // An order that is placed after its checkout was given up would belong to no command: this stops
    // the engine.
    if (answer === undefined && reply === undefined) {
      throw new Error('the chart has not answered the command within its turn');
    }
    const outcome = reply ?? (answer as Answer<Result>);
    if (concluded !== undefined && !('error' in outcome)) {
      concluded('type' in outcome ? refused(outcome.refusal) : outcome);
    }
    return outcome;
  });
  if (outcome instanceof Promise) {
    return outcome.then((settled) => answerOf(engine, command.type, settled));
  }
  return answerOf(engine, command.type, outcome);
}

function answerOf<Result extends object>(
  engine: Engine,
  type: string,
  outcome: Reply | Answer<Result>,
): Answer<Result> {
  if ('type' in outcome && 'error' in outcome) throw outcome.error;
  // A copy of a chart's refusal: the fact that carries the same one is frozen.
  const answer = 'type' in outcome ? refused(structuredClone(outcome.refusal)) : outcome;
  if (!answer.ok) observeRefusal(engine, type, answer);
  return answer;
}

function observeRefusal({ observers }: Engine, type: string, { refusal }: Refused): void {
  if (observers.isWatched) observers.notify('refused', type, refusal.code);
}
