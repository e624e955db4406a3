import type { InspectionEvent } from 'xstate';
import type { InspectedActor } from '../../xstate/inspectedActor.ts';
import { MAX_MESSAGE_LENGTH } from '../limits.ts';

/** The version of `@statelyai/inspect` whose messages these are. */
const PROTOCOL = '0.7.2';

const definitions = new WeakMap<object, string>();

/**
 * A message of the Stately inspector, as `@statelyai/inspect` sends it (its `convertXStateEvent`): that package makes each
 * in a timer of its own, with no bound on how many wait.
 *
 * @returns undefined for an event that the inspector does not know.
 */
export function statelyMessage(event: InspectionEvent): string | undefined {
  const actor = event.actorRef as unknown as InspectedActor;
  const { sessionId } = actor;
  const base = {
    type: event.type,
    sessionId,
    rootId: event.rootId,
    createdAt: Date.now().toString(),
    id: null,
    _version: PROTOCOL,
  };
  switch (event.type) {
    case '@xstate.actor': {
      const { id: name, parent, logic } = actor;
      const snapshot = actor.getSnapshot() as object;
      const definition = definitionOf(name, logic.config);
      return text({ ...base, name, parentId: parent?.sessionId, definition, snapshot });
    }
    case '@xstate.event': {
      const source = event.sourceRef as unknown as InspectedActor | undefined;
      return text({ ...base, event: event.event, sourceId: source?.sessionId });
    }
    case '@xstate.snapshot':
      return text({ ...base, event: event.event, snapshot: event.snapshot as object });
    default:
      return undefined;
  }
}

interface Message {
  readonly snapshot?: object;
  readonly event?: object;
  readonly [member: string]: unknown;
}

/** A chart of the user's may have anything in its context: what JSON cannot hold, or too much. */
function text(message: Message): string {
  let why: string;
  try {
    const whole = JSON.stringify(message, shown);
    if (whole.length <= MAX_MESSAGE_LENGTH) return whole;
    why = `${whole.length} characters, of which at most ${MAX_MESSAGE_LENGTH} are shown`;
  } catch (error) {
    why = String(error);
  }
  const { status, value } = Object(message.snapshot) as { status?: unknown; value?: unknown };
  const { type } = Object(message.event) as { readonly type?: unknown };
  return JSON.stringify({
    ...message,
    ...(message.snapshot && { snapshot: { status, value, context: { notShown: why } } }),
    ...(message.event !== undefined && { event: { type: String(type) } }),
  });
}

function definitionOf(id: string, config: object | undefined): string {
  if (config === undefined) return JSON.stringify({ id });
  let definition = definitions.get(config);
  if (definition === undefined) {
    definition = JSON.stringify(config, shown);
    definitions.set(config, definition);
  }
  return definition;
}

/** As the package does: a function is shown by its name. */
function shown(_key: string, value: unknown): unknown {
  if (typeof value === 'function') return { type: value.name };
  return typeof value === 'bigint' ? String(value) : value;
}
