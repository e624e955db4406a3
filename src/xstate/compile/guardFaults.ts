/** What a guard has thrown. */
interface GuardFault {
  readonly thrown: unknown;
}

/** By the error that reports it, which is as XState makes it: it only quotes the message. */
const faults = new WeakMap<object, GuardFault>();

/** The error with which a chart fails when one of its guards has thrown. */
export function guardError(message: string, thrown: unknown): Error {
  const error = new Error(message);
  faults.set(error, { thrown });
  return error;
}

/** What the guard has thrown, if that is why the chart has failed; undefined where XState has evaluated it. */
export function guardFaultOf(error: unknown): GuardFault | undefined {
  return typeof error === 'object' && error !== null ? faults.get(error) : undefined;
}
