import type { AnyStateNode, EventObject } from 'xstate';
import type { ActionContext } from './actionContext.ts';

/** The event that tells the parent of a final state that it is done. */
export function doneStateEvent(node: AnyStateNode, on: ActionContext): EventObject {
  return doneEvent((node.parent as AnyStateNode).id, ownOutput(node, on));
}

/** The output of a machine that ends in a final state. */
export function outputOfMachine(node: AnyStateNode, on: ActionContext): unknown {
  const { output } = on.machine.root;
  if (output === undefined) return undefined;
  // The state's own output is evaluated a second time, as in XState.
  return resolve(output, on, doneEvent(node.id, ownOutput(node, on)));
}

function ownOutput({ parent, output }: AnyStateNode, on: ActionContext): unknown {
  return parent === undefined ? undefined : resolve(output, on, on.event);
}

function resolve(output: unknown, { context, self }: ActionContext, event: EventObject): unknown {
  return typeof output === 'function' ? output({ context, event, self }) : output;
}

function doneEvent(id: string, output: unknown): EventObject {
  return { type: `xstate.done.state.${id}`, output } as EventObject;
}
