import { parseSync } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import { ACTOR, MACHINE } from '../rules/xstate/members.ts';
import { sourceFiles } from './sourceFiles.ts';

/**
 * Members of XState that are private and have names of their own. Others (`logger`, `update`,
 * `resolve`) share their names with members of ours; the types of XState keep them from being used.
 */
const DISTINCT: readonly string[] = ['mailbox', 'eventListeners'] satisfies (keyof typeof ACTOR)[];

/** A member of the messages of the Stately inspector, and none of XState. */
const FOREIGN: readonly string[] = ['_version'];

function isPrivate(name: string): boolean {
  if (FOREIGN.includes(name)) return false;
  return name.startsWith('_') || DISTINCT.includes(name);
}

interface Node {
  readonly type: string;
  readonly [member: string]: unknown;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof Object(value).type === 'string';
}

/** The name of a member in an access, a pattern, a declaration, an object or a type. */
function memberNamed(node: Node): string | undefined {
  const { key, property, indexType } = node;
  const name = node.type === 'TSIndexedAccessType' ? Object(indexType).literal : (property ?? key);
  if (!isNode(name)) return undefined;
  if (name.type === 'Literal') return String(name.value);
  return name.type === 'Identifier' && node.computed !== true ? String(name.name) : undefined;
}

/** Private members that are named in a text, each once. */
function privateMembersIn(file: string, text: string): string[] {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const each of value) visit(each);
    } else if (isNode(value)) {
      const name = memberNamed(value);
      if (name !== undefined && isPrivate(name)) found.add(name);
      for (const member of Object.values(value)) visit(member);
    }
  };
  visit(parseSync(file, text).program);
  return [...found].sort();
}

/** Of the files below the folders, those that name a private member, with the members. */
function offencesIn(...folders: readonly string[]): Record<string, string[]> {
  const files = folders.flatMap((folder) => [...sourceFiles(folder)]);
  expect(files.length).toBeGreaterThan(0);
  return Object.fromEntries(
    files
      .map(([file, { text }]) => [file, privateMembersIn(file, text)] as const)
      .filter(([, names]) => names.length > 0),
  );
}

describe('the fence round the private members of XState', () => {
  it.each([
    ['an access', 'actor._parent'],
    ['an access by a string', "actor['_parent']"],
    ['an optional access', 'actor?.mailbox'],
    ['a pattern', 'const { _parent: parent } = actor'],
    ['a declaration', 'interface Internals { _parent?: object }'],
    ['a method of an interface', 'interface Internals { _send(): void }'],
    ['a member of a class', 'class Mine { mailbox = 1 }'],
    ['an object', '({ __xstatenode: true })'],
    ['an indexed type', "type Parent = Actor['_parent']"],
  ])('sees %s', (_what, text) => {
    expect(privateMembersIn('sample.ts', text)).toHaveLength(1);
  });

  it('does not see names of variables, nor private names of our own', () => {
    const text = 'const { a: _a } = o; class Mine { #mailbox = _a; m() { return this.#mailbox } }';
    expect(privateMembersIn('sample.ts', text)).toEqual([]);
  });

  it('lets no file of the product outside src/xstate/ name one', () => {
    const named = offencesIn('machines', 'src');
    const outside = Object.entries(named).filter(([file]) => !file.startsWith('src/xstate/'));
    expect(Object.fromEntries(outside)).toEqual({});
  });

  it('lets those in src/xstate/ name one that put something in its place', () => {
    expect(Object.keys(offencesIn('src/xstate')).sort()).toEqual([
      'src/xstate/compile/snapshots.ts',
      'src/xstate/host/actorMembers.ts',
      'src/xstate/host/hostedActor.ts',
      'src/xstate/host/hostedScope.ts',
      'src/xstate/host/patchSystem.ts',
      'src/xstate/inspectedActor.ts',
      'src/xstate/internals.ts',
    ]);
  });

  it('lets no benchmark, example or tool name one', () => {
    expect(offencesIn('bench', 'examples', 'tools')).toEqual({});
  });

  it('lets a test name one only where that is what it tests', () => {
    expect(Object.keys(offencesIn('test')).sort()).toEqual([
      // Compares all that inspectors see of a plain and of a compiled machine.
      'test/properties/compile/stage.ts',
      // Compare the members with the installed version.
      'test/rules/xstate/internals.test.ts',
      'test/rules/xstate/members.ts',
    ]);
  });

  it('covers every private member with a name of its own', () => {
    const names = [...Object.keys(ACTOR), ...Object.keys(MACHINE)];
    expect(names.filter((name) => !isPrivate(name))).toEqual(['logger', 'observers', 'update']);
  });
});
