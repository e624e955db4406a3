import type { Refusal, Reply } from '../machines/index.ts';
import type { Engine } from './runtime/engine.ts';

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
export function refuseClosed(engine: Engine): Refused | undefined {
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
 * answer; `work` may leave the answer to the chart altogether.
 */
export async function command<Result extends object>(
  engine: Engine,
  work: () => Answer<Result> | undefined,
): Promise<Answer<Result>> {
  const closed = refuseClosed(engine);
  if (closed !== undefined) return closed;
  const { answer, reply } = await engine.turn((turn) => {
    const answer = work();
    return { answer, reply: turn.reply as Reply | undefined };
  });
  if (reply !== undefined) {
    if ('error' in reply) throw reply.error;
    // A copy: the fact that tells the same refusal is frozen, and the caller's is its own.
    return refused(structuredClone(reply.refusal));
  }
  if (answer === undefined) throw new Error('no chart has answered the command');
  return answer;
}
