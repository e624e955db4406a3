import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from './documents.ts';
import { type Reflection, undocumentedNames } from './undocumentedNames.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'statecart-reference-'));
const TYPEDOC = join(ROOT, 'tools/reference/node_modules/typedoc/bin/typedoc');

afterAll(() => rmSync(FOLDER, { recursive: true }));

describe('the reference', () => {
  let said = '';
  let modules: readonly Reflection[] = [];

  beforeAll(async () => {
    const file = join(FOLDER, 'reference.json');
    // A warning is the matter of one test; the others go on.
    const options = [
      '--options',
      join(ROOT, 'tools/reference'),
      '--treatWarningsAsErrors',
      'false',
    ];
    const argv = [TYPEDOC, ...options, '--json', file];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, argv);
    said = `${stdout}${stderr}`;
    modules = JSON.parse(readFileSync(file, 'utf8')).children;
  });

  // Such as a type that is referenced without being exported, or a link that leads nowhere.
  it('is made without a warning', () => {
    expect(said).not.toMatch(/\[(?:warning|error)\]/);
  });

  it('has a module for each door of the package', () => {
    const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const doors = Object.keys(exports).filter((door) => door !== './package.json');
    expect(doors.length).toBeGreaterThan(10);
    const names = doors.map((door) => door.replace('.', 'statecart'));
    expect(modules.map(({ name }) => name).sort()).toEqual(names.sort());
  });

  it('explains every public name, its members and its parameters', () => {
    expect(modules.length).toBeGreaterThan(0);
    expect(modules.flatMap((module) => undocumentedNames(module))).toEqual([]);
  });
});

describe('a name that no docstring explains', () => {
  const comment = { summary: [{ kind: 'text', text: 'A sentence.' }] };
  const named = (name: string, more: Partial<Reflection> = {}): Reflection => {
    return { name, variant: 'declaration', kind: 1024, ...more };
  };

  it('is found wherever it stands', () => {
    const literal = {
      type: 'reflection',
      declaration: named('__type', { children: [named('a')] }),
    };
    const found = undocumentedNames(
      named('Module', {
        children: [
          named('Type', { comment, children: [named('member')] }),
          named('call', { signatures: [named('call', { comment, parameters: [named('given')] })] }),
          named('list', { comment, type: { type: 'array', elementType: literal } }),
        ],
      }),
    );
    const all = ['Module', 'Module Type member', 'Module call (given)', 'Module list a'];
    expect(found).toEqual(all);
  });

  it('is none that explains itself: one literal, or a part of a union that has a comment', () => {
    const declaration = named('__type', { children: [named('sku')] });
    const variant = { type: 'reflection', declaration };
    const union = { type: 'union', types: [variant], elementSummaries: [comment.summary] };
    const children = [
      named('type', { type: { type: 'literal' } }),
      named('Refusal', { comment, type: union }),
      named('Again', { variant: 'reference' }),
    ];
    expect(undocumentedNames(named('Module', { comment, children }))).toEqual([]);
  });
});
