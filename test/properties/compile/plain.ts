import type { AnyActorRef, AnyMachineSnapshot, AnyStateNode } from 'xstate';
import { activeNodesOf, isStateMachine } from '../../../src/xstate/internals.ts';

/** Plain data, as in JSON: two runs are the same if their data are equal. */
export type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };

/**
 * Copies the values of one run as plain data. Distinguishes what JSON does not: undefined, NaN and
 * infinite numbers, errors, actors.
 */
export class Copier {
  readonly #names = new Map<string, string>();
  /** Snapshots do not change, as another test checks, so each is copied once. */
  readonly #portraits = new WeakMap<object, Plain>();
  /** The objects around the one that is being copied. */
  readonly #within: object[] = [];

  copy(value: unknown): Plain {
    switch (typeof value) {
      case 'string':
        return this.#text(value);
      case 'boolean':
        return value;
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0) ? value : `«${value}»`;
      case 'object':
        return value === null ? null : this.#object(value);
      case 'function':
        return `«function ${value.name}»`;
      default:
        return `«${String(value)}»`;
    }
  }

  /**
   * Session ids get names in the order in which they appear: XState counts actors over all systems
   * of a process, so the numbers of two runs differ when nothing else does.
   */
  #text(text: string): string {
    if (!text.includes('x:')) return text;
    return text.replaceAll(/x:\d+/g, (sessionId) => {
      const name = this.#names.get(sessionId) ?? `session-${this.#names.size}`;
      this.#names.set(sessionId, name);
      return name;
    });
  }

  #object(value: object): Plain {
    if (this.#within.includes(value)) return '«a circle»';
    this.#within.push(value);
    try {
      if (Array.isArray(value)) return Array.from(value, (item) => this.copy(item));
      if (isMachineSnapshot(value)) return this.#portrait(value);
      const prototype = Object.getPrototypeOf(value);
      if (prototype === Object.prototype || prototype === null) return this.#record(value, {});
      return this.#instance(value);
    } finally {
      this.#within.pop();
    }
  }

  #record(value: object, copy: Record<string, Plain>): Plain {
    for (const key of Object.keys(value)) {
      copy[this.#text(key)] = this.copy(value[key as keyof typeof value]);
    }
    return copy;
  }

  #instance(value: object): Plain {
    if (value instanceof Error) return { error: value.name, message: this.#text(value.message) };
    if (isActor(value)) return this.#text(`«actor ${value.id} ${value.sessionId}»`);
    if (isStateMachine(value)) return `«machine ${value.id}»`;
    if (isStateNode(value)) return `«node ${value.id}»`;
    if (value instanceof Map || value instanceof Set) return this.copy([...value]);
    return this.#record(value, { '«class»': value.constructor.name });
  }

  /** The members of a snapshot that are data: not its functions, nor its machine. */
  #portrait(snapshot: AnyMachineSnapshot): Plain {
    let portrait = this.#portraits.get(snapshot);
    if (portrait === undefined) {
      const { status, value, context, output, error, tags, children, historyValue } = snapshot;
      const nodes = nodesOf(snapshot).map(({ id }) => id);
      portrait = this.#record(
        { nodes, status, value, context, output, error, tags, children, historyValue },
        {},
      );
      this.#portraits.set(snapshot, portrait);
    }
    return portrait;
  }
}

/** The active state nodes, in XState's order; none for the snapshot of a failed start. */
export function nodesOf(snapshot: AnyMachineSnapshot): readonly AnyStateNode[] {
  return activeNodesOf(snapshot) ?? [];
}

function isActor(value: object): value is AnyActorRef {
  return 'sessionId' in value && 'send' in value && 'ref' in value;
}

function isStateNode(value: object): value is AnyStateNode {
  return 'machine' in value && 'order' in value && 'key' in value;
}

function isMachineSnapshot(value: object): value is AnyMachineSnapshot {
  return 'machine' in value && 'value' in value && '_nodes' in value;
}
