import { RUN_NOW, WAIT } from '../admission/admission.ts';
import { WaitingCommand } from '../admission/commandQueue.ts';
import { type Answer, type Refused, refused } from './answer.ts';
import type { Command, CommandContext } from './command.ts';
import { observeRefusal, runCommand } from './runCommand.ts';
import { WatchedCall } from './watchedCall.ts';

type AnyCommand = Command<CommandContext, string, never, unknown, object>;

type Given = Answer<object> | Promise<Answer<object>>;

/**
 * Calls a command whose arguments have been checked: the admission decides whether it runs now, in its turn, or
 * not at all. Returns no promise when the answer is there at once.
 *
 * @throws like {@link runCommand}.
 */
export function callCommand<Context extends CommandContext, Checked, Result extends object>(
  command: Command<Context, string, never, Checked, Result>,
  context: Context,
  checked: Checked,
): Answer<Result> | Promise<Answer<Result>> {
  const { engine, admission } = context;
  const calledAt = admission.timeOfCall();
  const any = command as unknown as AnyCommand;
  if (!engine.observers.refresh()) return admit(any, context, checked, calledAt) as never;
  const call = new WatchedCall(command, engine, calledAt);
  return call.run(() => admit(any, context, checked, calledAt, call)) as never;
}

/** @param call that of the observers, if there are any. */
function admit(
  command: AnyCommand,
  context: CommandContext,
  checked: unknown,
  calledAt: number,
  call?: WatchedCall,
): Given {
  const { admission } = context;
  const decision = admission.admit(command, checked, calledAt);
  if (decision === RUN_NOW) {
    if (call !== undefined) call.startedAt = calledAt;
    return runCommand(command, context, checked as never, calledAt, 0);
  }
  if (decision !== WAIT) return overloaded(command, context, decision);
  return new Promise((resolve, reject) => {
    const waiting = new WaitingCall(command, context, checked, calledAt, resolve, reject);
    waiting.call = call;
    admission.wait(waiting, command.userOf(checked));
  });
}

function overloaded(
  { type }: { readonly type: string },
  { engine }: CommandContext,
  retryAfterMs: number,
): Refused {
  const answer = refused({ code: 'overloaded', retryAfterMs });
  observeRefusal(engine, type, answer);
  return answer;
}

/** A call whose command waits for its turn. */
class WaitingCall extends WaitingCommand {
  /** That of the observers, if there are any. */
  call: WatchedCall | undefined = undefined;
  readonly #command: AnyCommand;
  readonly #context: CommandContext;
  readonly #checked: unknown;
  readonly #resolve: (answer: Given) => void;
  readonly #reject: (error: unknown) => void;

  constructor(
    command: AnyCommand,
    context: CommandContext,
    checked: unknown,
    calledAt: number,
    resolve: (answer: Given) => void,
    reject: (error: unknown) => void,
  ) {
    super(command.commandClass, calledAt);
    this.#command = command;
    this.#context = context;
    this.#checked = checked;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  run(now: number): void {
    if (this.call !== undefined) this.call.startedAt = now;
    const { calledAt } = this;
    const waitMs = now - calledAt;
    try {
      this.#resolve(
        runCommand(this.#command, this.#context, this.#checked as never, calledAt, waitMs),
      );
    } catch (error) {
      this.#reject(error);
    }
  }

  refuse(retryAfterMs: number): void {
    this.#resolve(overloaded(this.#command, this.#context, retryAfterMs));
  }
}
