interface TypedArray<Self> {
  set(values: Self): void;
}

/** `larger`, with the values of `column` copied to its beginning. */
export function grown<Column extends TypedArray<Column>>(column: Column, larger: Column): Column {
  larger.set(column);
  return larger;
}
