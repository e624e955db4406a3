import type { RefusalCode } from '../../machines/index.ts';
import type { CommandClass } from '../admission/commandClass.ts';
import type { Answer } from './answer.ts';
import type { AtMostThree, Command, CommandContext, RefusalsOf } from './command.ts';
import { runCommand } from './runCommand.ts';
import { TimedCall } from './timedCall.ts';

/** Any command that runs in the context, with any arguments. */
interface AnyCommand<Context extends CommandContext> {
  readonly type: string;
  readonly commandClass: CommandClass;
  readonly refusals: readonly RefusalCode[];
  check(...given: never[]): unknown;
  run(context: Context, checked: never): Answer<object> | undefined;
}

/** One async function per command, by its name. */
export type Bound<Commands> = {
  readonly [Name in keyof Commands]: Commands[Name] extends {
    check(...given: infer Arguments): unknown;
    run(...given: never): Answer<infer Result> | undefined;
    readonly refusals: readonly RefusalCode[];
  }
    ? (...given: Arguments) => Promise<Answer<Result, RefusalsOf<Commands[Name]>>>
    : never;
};

/** Makes the API functions of a table of commands for one shop. A call rejects when `check` throws. */
export function bindCommands<
  Context extends CommandContext,
  const Commands extends Readonly<Record<string, AnyCommand<Context>>>,
>(commands: Commands, context: Context): Bound<Commands> {
  const bound: Record<string, unknown> = {};
  for (const [name, definition] of Object.entries(commands)) {
    const command = definition as unknown as Command<Context, string, AtMostThree, unknown, object>;
    // Parameters take less time than a list of arguments.
    bound[name] = (first: unknown, second: unknown, third: unknown) => {
      let call: TimedCall | undefined;
      try {
        const checked = command.check(first, second, third);
        const timed = new TimedCall(command, context);
        call = timed;
        const answer = runCommand(command, context, checked);
        // An async function would wrap a promise in two others.
        if (!(answer instanceof Promise)) return Promise.resolve(timed.answered(answer));
        return answer.then(
          (given) => timed.answered(given),
          (error) => {
            throw timed.failed(error);
          },
        );
      } catch (error) {
        call?.failed(error);
        return Promise.reject(error);
      }
    };
  }
  return bound as Bound<Commands>;
}
