import type { AnyStateMachine } from 'xstate';
import { stateNodes } from '../../charts/graph.ts';
import type { StoredSnapshot } from '../../schema/storedActor.ts';
import type { Matching, StoredChart } from './matching.ts';

/** Matches what the history states of an actor remember with the states of its chart. */
export function matchHistory(
  { machine, snapshot: { historyValue }, outline }: StoredChart,
  matching: Matching,
): StoredSnapshot['historyValue'] {
  const matched: Record<string, readonly { readonly id: string }[]> = {};
  const today = (id: string) => (hasNode(machine, id) ? id : renamed(machine, outline?.id, id));
  for (const [id, states] of Object.entries(historyValue)) {
    const history = today(id);
    const remembered = states.map((state) => ({ ...state, id: today(state.id) }));
    const lost =
      history === undefined
        ? id
        : states[remembered.findIndex((each) => each.id === undefined)]?.id;
    if (lost !== undefined || history === undefined) {
      matching.mismatch(`remembers the state ${lost}, which its chart does not have`);
      matching.isChanged = true;
      continue;
    }
    if (history !== id || remembered.some((state, index) => state.id !== states[index]?.id)) {
      matching.isChanged = true;
    }
    matched[history] = remembered as readonly { readonly id: string }[];
  }
  return matched;
}

/** The id of a state when that of its chart was another one. */
function renamed(
  machine: AnyStateMachine,
  idBefore: string | undefined,
  id: string,
): string | undefined {
  if (idBefore === undefined || !id.startsWith(`${idBefore}.`)) return undefined;
  const now = `${machine.id}${id.slice(idBefore.length)}`;
  return hasNode(machine, now) ? now : undefined;
}

/** XState's own look-up takes a dot in an id for the separator of a path. */
function hasNode(machine: AnyStateMachine, id: string): boolean {
  return stateNodes(machine).some((node) => node.id === id);
}
