interface Named {
  readonly kind: { readonly name: string };
  readonly name: string;
}

/** Values by kind and name of actors. Unlike a map by addresses, it makes no text for a look-up. */
export class ActorMap<Value> {
  readonly #kinds = new Map<string, Map<string, Value>>();

  get({ kind, name }: Named): Value | undefined {
    return this.#kinds.get(kind.name)?.get(name);
  }

  set({ kind, name }: Named, value: Value): void {
    const values = this.#kinds.get(kind.name);
    if (values === undefined) this.#kinds.set(kind.name, new Map([[name, value]]));
    else values.set(name, value);
  }

  delete({ kind, name }: Named): void {
    this.#kinds.get(kind.name)?.delete(name);
  }

  /** The number of values of one kind. */
  countOf(kind: Named['kind']): number {
    return this.#kinds.get(kind.name)?.size ?? 0;
  }

  /** The values of one kind, in the order in which they were set first. */
  valuesOf(kind: Named['kind']): Iterable<Value> {
    return this.#kinds.get(kind.name)?.values() ?? [];
  }
}
