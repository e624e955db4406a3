import { type AnyMachineSnapshot, type AnyStateMachine, StateMachine } from 'xstate';
import type { Configuration } from './configuration.ts';

/** The members that change from snapshot to snapshot in one configuration. */
export interface SnapshotParts {
  readonly status: AnyMachineSnapshot['status'];
  readonly output: unknown;
  readonly error: unknown;
  readonly context: unknown;
  readonly children: AnyMachineSnapshot['children'];
  readonly historyValue: AnyMachineSnapshot['historyValue'];
}

/** Shared by all machines: XState copies them before it changes anything. */
export const NO_CHILDREN: AnyMachineSnapshot['children'] = Object.freeze({});
export const NO_HISTORY: AnyMachineSnapshot['historyValue'] = Object.freeze({});

/** The functions of XState's snapshots, which are the same for all. */
const { matches, hasTag, can, getMeta, toJSON } = new StateMachine({}).resolveState({
  value: {},
  context: {},
});

/** The members that depend only on the configuration; XState computes them every time. */
export type ConfigurationParts = Pick<Configuration, 'nodes' | 'value' | 'tags'>;

/** A snapshot with the members of XState's snapshots, in the same order. */
export function createSnapshot(
  machine: AnyStateMachine,
  { nodes, value, tags }: ConfigurationParts,
  { status, output, error, context, children, historyValue }: SnapshotParts,
): AnyMachineSnapshot {
  const snapshot = {
    status,
    output,
    error,
    machine,
    context,
    _nodes: nodes,
    value,
    tags,
    children,
    historyValue,
    matches,
    hasTag,
    can,
    getMeta,
    toJSON,
  };
  return snapshot as unknown as AnyMachineSnapshot;
}

/** True when the snapshot has nothing besides its active states and its context. */
export function isPlain(snapshot: AnyMachineSnapshot): boolean {
  const { status, output, error, children, historyValue } = snapshot;
  return (
    status === 'active' &&
    output === undefined &&
    error === undefined &&
    isEmpty(children) &&
    isEmpty(historyValue)
  );
}

function isEmpty(record: object): boolean {
  for (const _ in record) return false;
  return true;
}
