/*
 * V8 copies an object with some members replaced in a fraction of the time when the code names the
 * members that are replaced, and again when it names all members. That code is generated.
 */

type Code = (context: object, args: unknown, params: unknown) => object | undefined;

/** False where generating code from strings is forbidden. */
const CAN_GENERATE = canGenerate();

/** An assignment in a chart meets contexts with one or two sets of names. */
const MAX_LAYOUTS = 4;

/** An update may come from outside of the chart: beyond this, new sets of names are not compiled. */
const MAX_NAME_SETS = 500;

/** Copies a context with some of its members replaced, or others added. */
export class Assigner {
  readonly #names: readonly string[];
  /** The new values as they stand in the code. */
  readonly #values: readonly string[];
  /** Code that computes the values that are computed. */
  readonly #evaluation: string;
  /** What that code refers to. */
  readonly #given: readonly unknown[];
  readonly #copy: Code;
  /** Code for contexts that have exactly these names, for each of the first sets of names. */
  readonly #layouts: Code[] = [];

  /** @param values expressions in which `given0` and so on stand for `given`. */
  constructor(names: readonly string[], values: readonly string[], given: readonly unknown[]) {
    this.#names = names;
    this.#given = given;
    const computed = values.map((_, index) => typeof given[index] === 'function');
    this.#values = values.map((value, index) => (computed[index] ? `value${index}` : value));
    this.#evaluation = values
      .map((value, index) =>
        computed[index] ? `const value${index} = ${value}(args, params);` : '',
      )
      .join('\n');
    this.#copy = this.#generate('', ['...context', ...this.#replaced(names)]);
  }

  /**
   * Evaluates the functions of the assignment first, in their order, as XState does.
   *
   * @param isPlain true when the context has no members besides those with strings as names.
   */
  assign(context: object, args: unknown, params: unknown, isPlain: boolean): object {
    if (isPlain) {
      for (const copy of this.#layouts) {
        const copied = copy(context, args, params);
        if (copied !== undefined) return copied;
      }
      if (this.#layouts.length < MAX_LAYOUTS) this.#learn(context);
    }
    return this.#copy(context, args, params) as object;
  }

  #learn(context: object): void {
    const names = Object.keys(context);
    if (names.includes('__proto__')) return;
    const kept = names.map((name) => {
      const index = this.#names.indexOf(name);
      return `${literal(name)}: ${index < 0 ? `context[${literal(name)}]` : this.#values[index]}`;
    });
    const added = this.#names.filter((name) => !names.includes(name));
    const check = `
      let count = 0;
      for (const name in context) if (name !== names[count++]) return undefined;
      if (count !== names.length) return undefined;`;
    this.#layouts.push(this.#generate(check, [...kept, ...this.#replaced(added)], names));
  }

  #replaced(names: readonly string[]): string[] {
    return names.map((name) => `${literal(name)}: ${this.#values[this.#names.indexOf(name)]}`);
  }

  #generate(check: string, members: readonly string[], names: readonly string[] = []): Code {
    const places = this.#given.map((_, index) => `given${index}`);
    const body = `return (context, args, params) => {
      ${check}
      ${this.#evaluation}
      return { ${members.join(', ')} };
    };`;
    return new Function('names', ...places, body)(names, ...this.#given) as Code;
  }
}

/**
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
  return new Assigner(
    members.map(([name]) => name),
    members.map((_, index) => `given${index}`),
    members.map(([, { value }]) => value as unknown),
  );
}

/** A set of names in their order. A set that begins with it has its next name in `longer`. */
class NameSet {
  readonly longer = new Map<string, NameSet>();
  readonly #names: readonly string[];
  #assigner: Assigner | undefined = undefined;

  constructor(names: readonly string[]) {
    this.#names = names;
  }

  with(name: string): NameSet | undefined {
    if (!CAN_GENERATE || name === '__proto__' || nameSetCount >= MAX_NAME_SETS) return undefined;
    nameSetCount++;
    const longer = new NameSet([...this.#names, name]);
    this.longer.set(name, longer);
    return longer;
  }

  /** Assigns the members of its first argument. */
  get assigner(): Assigner {
    this.#assigner ??= new Assigner(
      this.#names,
      this.#names.map((name) => `args[${literal(name)}]`),
      [],
    );
    return this.#assigner;
  }
}

const NO_NAMES = new NameSet([]);
let nameSetCount = 0;

/** The last update of several members that can never change: a chart assigns it again and again. */
let constantUpdate: object | undefined;
let assignerOfConstant: Assigner | undefined;

/**
 * The assigner for an update, which is a plain object whose members are no functions.
 *
 * @returns undefined if no code can be generated.
 */
export function assignerOfUpdate(update: object): Assigner | undefined {
  if (update === constantUpdate) return assignerOfConstant;
  let set = NO_NAMES;
  let count = 0;
  for (const name in update) {
    const longer = set.longer.get(name) ?? set.with(name);
    if (longer === undefined) return undefined;
    set = longer;
    count++;
  }
  if (count === 0) return undefined;
  const { assigner } = set;
  if (count > 1 && Object.isFrozen(update)) {
    constantUpdate = update;
    assignerOfConstant = assigner;
  }
  return assigner;
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
