import type {
  Actor,
  AnyActorRef,
  AnyMachineSnapshot,
  AnyStateMachine,
  AnyStateNode,
  EventObject,
} from 'xstate';
import { nodesOf } from './plain.ts';

/** Everything that can be read from an actor of a machine, or what was thrown. */
export function look(
  actor: Actor<AnyStateMachine>,
  machine: AnyStateMachine,
  { events, before }: { events: readonly EventObject[]; before: AnyMachineSnapshot | undefined },
): object {
  const snapshot = actor.getSnapshot();
  // An actor that XState could not initialize has a snapshot of three members.
  if (snapshot === undefined || snapshot.machine === undefined) return { snapshot };
  const isAsBefore = {
    snapshot: snapshot === before,
    context: snapshot.context === before?.context,
    children: snapshot.children === before?.children,
  };
  // The same snapshot was read before, but its children may have changed.
  if (isAsBefore.snapshot && childrenOf(snapshot).length === 0) return { isAsBefore };
  const isOwn = (node: AnyStateNode) => machine.getStateNodeById(`#${idPath(node)}`) === node;
  return {
    snapshot,
    keys: Object.keys(snapshot),
    isOwn: snapshot.machine === machine && nodesOf(snapshot).every(isOwn),
    isAsBefore,
    meta: attempt(() => snapshot.getMeta()),
    tagged: ['busy', 'none', ...snapshot.tags].map((tag) => snapshot.hasTag(tag)),
    matches: attempt(() => matching(snapshot, machine)),
    can: events.map((event) => [event.type, attempt(() => snapshot.can(event))]),
    json: attempt(() => JSON.stringify(snapshot)),
    persisted: attempt(() => JSON.stringify(actor.getPersistedSnapshot())),
    children: childrenOf(snapshot).map(([id, child]) => [id, child?.getSnapshot()]),
  };
}

function childrenOf({ children }: AnyMachineSnapshot): [string, AnyActorRef | undefined][] {
  return Object.entries(children as Record<string, AnyActorRef | undefined>);
}

/** The state paths that the snapshot matches, as text, as an object, or both ways. */
function matching(snapshot: AnyMachineSnapshot, machine: AnyStateMachine): object {
  const paths = nodesBelow(machine.root).map(({ path }) => path);
  return {
    asText: paths.map((path) => path.join('.')).filter((path) => snapshot.matches(path as never)),
    asObject: paths.filter((path) => snapshot.matches(asValue(path) as never)),
    nothing: snapshot.matches('no such state' as never),
    everything: snapshot.matches({} as never),
    itself: snapshot.matches(snapshot.value as never),
  };
}

export function nodesBelow(node: AnyStateNode): AnyStateNode[] {
  return Object.values(node.states).flatMap((child) => [child, ...nodesBelow(child)]);
}

function asValue([key, ...rest]: readonly string[]): unknown {
  return rest.length === 0 ? key : { [key as string]: asValue(rest) };
}

/** As in `#machine.state`, with the dots and backslashes of keys escaped. */
function idPath(node: AnyStateNode): string {
  const escaped = (text: string) => text.replaceAll(/[\\.]/g, '\\$&');
  return [node.machine.id, ...node.path].map(escaped).join('.');
}

/** The result, or what was thrown. */
export function attempt(ask: () => unknown): unknown {
  try {
    return ask();
  } catch (thrown) {
    return { thrown };
  }
}
