import { quote } from './quote.ts';

/** Characters of a value in an error message. */
const MAX_SHOWN_LENGTH = 120;
/** Characters of a string in it. */
const MAX_STRING_LENGTH = 60;
/** Elements of an array in it. */
const MAX_ELEMENTS = 3;

const IDENTIFIER = /^[a-zA-Z_][a-zA-Z_0-9]*$/;

/**
 * A short text for any value, made without calling code of the value's own. Reads as what `inspect`
 * of Node.js makes, but runs in a browser as well.
 */
export function show(value: unknown): string {
  try {
    if (value instanceof Error) return `${value.name}: ${value.message}`.slice(0, MAX_SHOWN_LENGTH);
    const shown = isObject(value) ? showMembers(value) : showPrimitive(value);
    return shown.length > MAX_SHOWN_LENGTH ? `${shown.slice(0, MAX_SHOWN_LENGTH)}...` : shown;
  } catch {
    return `some ${typeof value}`;
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function showPrimitive(value: unknown): string {
  if (typeof value === 'string') return showString(value);
  if (typeof value === 'bigint') return `${value}n`;
  return Object.is(value, -0) ? '-0' : String(value);
}

function showString(text: string): string {
  const left = text.length - MAX_STRING_LENGTH;
  if (left <= 0) return quote(text);
  return `${quote(text.slice(0, MAX_STRING_LENGTH))}... ${left} more character${left > 1 ? 's' : ''}`;
}

/** An object with its members, whose own members are left out. */
function showMembers(value: object): string {
  if (typeof value === 'function') return showFunction(value as () => unknown);
  if (value instanceof Date) return showDate(value);
  if (value instanceof RegExp) return RegExp.prototype.toString.call(value);
  const name = nameOf(value);
  if (value instanceof Map || value instanceof Set) return `${name}(${value.size}) {...}`;
  if (ArrayBuffer.isView(value)) return `${name} {...}`;
  if (Array.isArray(value)) {
    const prefix = name === 'Array' ? '' : `${name}(${value.length}) `;
    return prefix + enclosed('[', elementsOf(value), ']');
  }
  return (name === 'Object' ? '' : `${name} `) + enclosed('{', membersOf(value), '}');
}

function enclosed(open: string, shown: readonly string[], close: string): string {
  return shown.length === 0 ? open + close : `${open} ${shown.join(', ')} ${close}`;
}

function elementsOf(array: readonly unknown[]): string[] {
  const shown: string[] = [];
  const end = Math.min(array.length, MAX_ELEMENTS);
  for (let index = 0; index < end; index++) {
    const member = Object.getOwnPropertyDescriptor(array, index);
    shown.push(member === undefined ? '<empty item>' : showMember(member));
  }
  const left = array.length - end;
  if (left > 0) shown.push(`... ${left} more item${left > 1 ? 's' : ''}`);
  return shown;
}

/** As many members as are shown at most. */
function membersOf(value: object): string[] {
  const shown: string[] = [];
  for (const key of Reflect.ownKeys(value)) {
    const member = Object.getOwnPropertyDescriptor(value, key);
    if (member?.enumerable) shown.push(`${showKey(key)}: ${showMember(member)}`);
    if (shown.length > MAX_SHOWN_LENGTH) break;
  }
  return shown;
}

function showKey(key: string | symbol): string {
  if (typeof key === 'symbol') return `[${String(key)}]`;
  // In an object literal, a plain or quoted `__proto__` would set the prototype.
  if (key === '__proto__') return "['__proto__']";
  return IDENTIFIER.test(key) ? key : quote(key);
}

function showMember({ value, get, set }: PropertyDescriptor): string {
  if (get !== undefined) return set === undefined ? '[Getter]' : '[Getter/Setter]';
  if (set !== undefined) return '[Setter]';
  if (!isObject(value)) return showPrimitive(value);
  if (typeof value === 'function') return showFunction(value as () => unknown);
  if (value instanceof Date) return showDate(value);
  return Object.keys(value).length === 0 && isPlainOrArray(value)
    ? showMembers(value)
    : inBrackets(nameOf(value));
}

function inBrackets(name: string): string {
  return name.startsWith('[') ? name : `[${name}]`;
}

function isPlainOrArray(value: object): boolean {
  const name = nameOf(value);
  return name === 'Object' || name === 'Array';
}

function showFunction(value: () => unknown): string {
  const text = Function.prototype.toString.call(value);
  const kind = text.startsWith('class') ? 'class' : 'Function';
  const name: unknown = Object.getOwnPropertyDescriptor(value, 'name')?.value;
  const isNamed = typeof name === 'string' && name !== '';
  if (kind === 'class') return `[class ${isNamed ? name : '(anonymous)'}]`;
  return isNamed ? `[Function: ${name}]` : '[Function (anonymous)]';
}

function showDate(date: Date): string {
  const time = Date.prototype.getTime.call(date);
  return Number.isNaN(time) ? 'Invalid Date' : Date.prototype.toISOString.call(date);
}

/** The name of the class of an object. A member that is called `constructor` but did not make the object is not asked. */
function nameOf(value: object): string {
  for (let at: object | null = value; at !== null; at = Object.getPrototypeOf(at)) {
    const made: unknown = Object.getOwnPropertyDescriptor(at, 'constructor')?.value;
    if (typeof made !== 'function') continue;
    const name: unknown = Object.getOwnPropertyDescriptor(made, 'name')?.value;
    if (typeof name === 'string' && name !== '' && isInstance(value, made)) return name;
  }
  return '[Object: null prototype]';
}

/** As `instanceof`, without calling code of the class. */
function isInstance(value: object, made: object): boolean {
  const prototype: unknown = Object.getOwnPropertyDescriptor(made, 'prototype')?.value;
  return isObject(prototype) && Object.prototype.isPrototypeOf.call(prototype, value);
}
