import type { AnyActorRef, AnyEventObject, MachineContext } from 'xstate';
import { Copier, type Plain } from './plain.ts';

/** What guards are called with. */
export interface GuardArgs {
  readonly context: MachineContext;
  readonly event: AnyEventObject;
}

/** What actions and expressions are called with. */
export interface Args extends GuardArgs {
  readonly self: AnyActorRef;
  readonly system: AnyActorRef['system'];
}

/** Everything that happens in a run, in one order, as data that two runs can be compared by. */
export class Trace {
  #copier = new Copier();
  #entries: Plain[] = [];

  note(entry: object): void {
    this.#entries.push(this.#copier.copy(entry));
  }

  /** In place of a value for comparison: its plain copy with the names of this run. */
  plain(value: unknown): Plain {
    return this.#copier.copy(value);
  }

  /** What has been noted since the last time. */
  take(): Plain[] {
    const taken = this.#entries;
    this.#entries = [];
    return taken;
  }

  /** For another run with a machine that notes here. */
  begin(): void {
    this.#copier = new Copier();
    this.#entries = [];
  }

  /** A custom action that notes with what it was called, and what its actor looked like then. */
  act(name: string) {
    const action = (args: Args, params?: unknown): void => {
      const { context, event, self } = args;
      const seen = self.getSnapshot();
      const system = self.system === args.system;
      this.note({ action: name, params, event, context, keys: Object.keys(args), seen, system });
    };
    // XState calls an inline action by the name of its function.
    return Object.defineProperty(action, 'name', { value: name });
  }

  /** The function, with its calls noted: guards, assigners, expressions, delays, params, outputs. */
  calls<Given extends GuardArgs, Params, Result>(
    name: string,
    fn: (args: Given, params: Params) => Result,
  ): (args: Given, params: Params) => Result {
    return (args, params) => {
      const { context, event } = args;
      this.note({ called: name, params, event, context, keys: Object.keys(args) });
      return fn(args, params);
    };
  }
}
