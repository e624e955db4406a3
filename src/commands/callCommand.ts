import { RUN_NOW, WAIT } from '../admission/admission.ts';
import { WaitingCommand } from '../admission/commandQueue.ts';
import { type Answer, type Refused, refused } from './answer.ts';
import type { Command, CommandContext } from './command.ts';
import { observeRefusal, runCommand } from './runCommand.ts';

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
  const { admission } = context;
  const decision = admission.admit(command, checked);
  if (decision === RUN_NOW) return runCommand(command, context, checked);
  if (decision !== WAIT) return overloaded(command, context, decision);
  return new Promise((resolve, reject) => {
    const call = new WaitingCall(
      command as AnyCommand,
      context,
      checked,
      resolve as Resolve,
      reject,
    );
    admission.wait(call, command.userOf(checked));
  });
}

type AnyCommand = Command<CommandContext, string, never, unknown, object>;

type Resolve = (answer: Answer<object> | Promise<Answer<object>>) => void;

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
  readonly #command: AnyCommand;
  readonly #context: CommandContext;
  readonly #checked: unknown;
  readonly #resolve: Resolve;
  readonly #reject: (error: unknown) => void;

  constructor(
    command: AnyCommand,
    context: CommandContext,
    checked: unknown,
    resolve: Resolve,
    reject: (error: unknown) => void,
  ) {
    super(command.commandClass, context.engine.monotonicNow());
    this.#command = command;
    this.#context = context;
    this.#checked = checked;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  run(): void {
    try {
      this.#resolve(runCommand(this.#command, this.#context, this.#checked));
    } catch (error) {
      this.#reject(error);
    }
  }

  refuse(retryAfterMs: number): void {
    this.#resolve(overloaded(this.#command, this.#context, retryAfterMs));
  }
}
