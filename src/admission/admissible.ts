import type { CommandClass } from './commandClass.ts';

/** What the admission has to know of a command. */
export interface Admissible<Checked> {
  readonly commandClass: CommandClass;
  /** The user who gives the command; undefined if it is nobody's. */
  userOf(checked: Checked): string | undefined;
}

/** What the admission has to know of the engine. */
export interface AdmittingEngine {
  readonly stopped: unknown;
  readonly commits: { oldestAgeMs(now: number): number };
}
