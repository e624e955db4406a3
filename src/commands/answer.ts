import type { Refusal, Reply } from '../../machines/index.ts';
import type { Engine } from '../runtime/engine.ts';

export interface Refused {
  readonly ok: false;
  readonly refusal: Refusal;
}

/** What a command answers: its result, or why not. */
export type Answer<Result extends object> = ({ readonly ok: true } & Result) | Refused;

export function refused(refusal: Refusal): Refused {
  return { ok: false, refusal };
}

/** Why the engine takes no commands, or undefined while it does. Overdue timers run first. */
export function rejectIfClosed(engine: Engine): Refused | undefined {
  engine.runDueTimers();
  const { stopped } = engine;
  if (stopped === undefined) return undefined;
  const { cause } = stopped;
  const reason =
    cause === undefined ? 'the shop has been closed' : `the shop has stopped: ${cause.message}`;
  return refused({ code: 'closed', reason });
}

/**
 * Runs a command as one turn. A chart that refuses it says so with a reply, which then is the
 * answer; `work` may leave the answer to the chart altogether. Throws on misuse: to be called from
 * an async function, which rejects then. No promise is made where everything is durable at once.
 *
 * @param conclude gets the answer within the turn.
 */
export function runCommand<Result extends object>(
  engine: Engine,
  work: () => Answer<Result> | undefined,
  conclude?: (answer: Answer<Result>) => void,
): Answer<Result> | Promise<Answer<Result>> {
  const closed = rejectIfClosed(engine);
  if (closed !== undefined) return closed;
  const outcome = engine.turn((turn) => {
    const answer = work();
    const reply = turn.reply as Reply | undefined;
    // An order that came about after its checkout was given up would be nobody's: this stops all.
    if (answer === undefined && reply === undefined) {
      throw new Error('the chart has not answered the command within its turn');
    }
    const outcome = reply ?? (answer as Answer<Result>);
    if (conclude !== undefined && !('error' in outcome)) {
      conclude('type' in outcome ? refused(outcome.refusal) : outcome);
    }
    return outcome;
  });
  return outcome instanceof Promise ? outcome.then(answerOf) : answerOf(outcome);
}

function answerOf<Result extends object>(outcome: Reply | Answer<Result>): Answer<Result> {
  if (!('type' in outcome)) return outcome;
  if ('error' in outcome) throw outcome.error;
  // A copy: the fact that tells the same refusal is frozen, and the caller's is its own.
  return refused(structuredClone(outcome.refusal));
}
