/** The same members, not readonly: for an object that is still being made. */
export type Writable<T> = { -readonly [Member in keyof T]: T[Member] };
