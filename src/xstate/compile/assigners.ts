/*
 * V8 copies an object with a few members replaced in a tenth of the time when the code names the
 * members. That code is generated, once for each set of names.
 */

/** Copies a context with the members of an assignment, whose functions get the arguments. */
export type Assigner = (context: object, args: unknown, params: unknown) => object;

/** Copies a context with the members of an update. */
type Updater = (context: object, update: object) => object;

/** False where generating code from strings is forbidden. */
const CAN_GENERATE = canGenerate();

/** An update may come from outside of the chart: beyond this, new sets of names are not compiled. */
const MAX_NAME_SETS = 500;

/** A set of names in their order; one that begins with it has its last name in `longer`. */
class NameSet {
  readonly names: readonly string[];
  readonly longer = new Map<string, NameSet>();
  updater: Updater | undefined = undefined;

  constructor(names: readonly string[]) {
    this.names = names;
  }
}

const NO_NAMES = new NameSet([]);
let nameSetCount = 0;

/**
 * Generates an assigner. Its functions are evaluated first, in their order, as XState does.
 *
 * @returns undefined if the assignment is not a plain object with plain members, or where code
 * generation is forbidden.
 */
export function assignerFor(assignment: object): Assigner | undefined {
  if (!CAN_GENERATE || Object.getPrototypeOf(assignment) !== Object.prototype) return undefined;
  const members = Object.entries(Object.getOwnPropertyDescriptors(assignment));
  const isPlain = members.every(
    ([name, { enumerable, get }]) => enumerable && get === undefined && name !== '__proto__',
  );
  if (!isPlain) return undefined;
  const given = members.map(([, { value }]) => value as unknown);
  const places = members.map((_, index) => `given${index}`);
  const values = given.map((value, index) =>
    typeof value === 'function' ? `value${index}` : places[index],
  );
  const evaluations = given.map((value, index) =>
    typeof value === 'function' ? `const value${index} = given${index}(args, params);` : '',
  );
  const replaced = members.map(([name], index) => `, ${literal(name)}: ${values[index]}`);
  const body = `return (context, args, params) => {
    ${evaluations.join('\n')}
    return { ...context${replaced.join('')} };
  };`;
  return new Function(...places, body)(...given) as Assigner;
}

/**
 * Replaces members of a context in a copy.
 *
 * @param update a plain object, whose members are no functions.
 * @returns undefined if no code could be generated for these names.
 */
export function withUpdate(context: object, update: object): object | undefined {
  let set = NO_NAMES;
  for (const name in update) {
    const longer = set.longer.get(name) ?? addTo(set, name);
    if (longer === undefined) return undefined;
    set = longer;
  }
  set.updater ??= updaterOf(set.names);
  return set.updater(context, update);
}

function addTo(set: NameSet, name: string): NameSet | undefined {
  if (!CAN_GENERATE || name === '__proto__' || nameSetCount >= MAX_NAME_SETS) return undefined;
  nameSetCount++;
  const longer = new NameSet([...set.names, name]);
  set.longer.set(name, longer);
  return longer;
}

function updaterOf(names: readonly string[]): Updater {
  const replaced = names.map((name) => `, ${literal(name)}: update[${literal(name)}]`);
  const body = `return { ...context${replaced.join('')} };`;
  return CAN_GENERATE
    ? (new Function('context', 'update', body) as Updater)
    : (context) => ({ ...context });
}

/** A string literal in code: the line separators end a line in code, but not in JSON. */
function literal(name: string): string {
  return JSON.stringify(name).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

function canGenerate(): boolean {
  try {
    return new Function('return true')() as boolean;
  } catch {
    return false;
  }
}
