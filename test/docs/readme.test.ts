import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { readResults } from '../../bench/harness/results.ts';
import { cartMachine, inventoryMachine, orderMachine, toMermaid } from '../../src/machines.ts';
import { figuresText } from '../../tools/figures/figuresText.ts';

const root = resolve(import.meta.dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

interface Block {
  readonly language: string;
  readonly code: string;
  readonly line: number;
}

const blocks: Block[] = [...readme.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map((match) => ({
  language: match[1] ?? '',
  code: match[2] ?? '',
  line: readme.slice(0, match.index).split('\n').length,
}));

// Inside the package, so that `statecart` means the build, by the exports of package.json.
const folder = join(root, 'dist', 'readme');
mkdirSync(folder, { recursive: true });
// Where examples leave their files.
const cwd = mkdtempSync(join(tmpdir(), 'statecart-readme-'));
afterAll(() => {
  for (const path of [folder, cwd]) rmSync(path, { recursive: true });
});

describe('the README', () => {
  const examples = blocks.filter(({ language }) => language === 'js');

  it('has examples', () => {
    expect(examples.length).toBeGreaterThan(5);
  });

  for (const example of examples) {
    const { code, line } = example;
    it(`has an example at line ${line} that runs as it stands and prints what it says`, async () => {
      const next = blocks[blocks.indexOf(example) + 1];
      const expected = next?.language === 'text' ? next.code : '';
      const file = join(folder, `line${line}.mjs`);
      writeFileSync(file, code);
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [file], { cwd });
      expect(stderr).toBe('');
      expect(stdout).toBe(expected);
    });
  }

  for (const [name, machine] of Object.entries({
    cart: cartMachine,
    order: orderMachine,
    inventory: inventoryMachine,
  })) {
    it(`shows the ${name} chart as it is (npm run diagrams)`, () => {
      const shown = new RegExp(
        `<!-- chart: ${name} -->\n\`\`\`mermaid\n([\\s\\S]*?)\n\`\`\`\n<!-- end -->`,
      ).exec(readme)?.[1];
      expect(shown).toBe(toMermaid(machine));
    });
  }

  it('shows the figures of bench/results (npm run figures)', () => {
    const shown = /<!-- figures -->\n([\s\S]*?)\n<!-- end -->/.exec(readme)?.[1];
    const results = readResults(join(root, 'bench/results'));
    expect(shown).toBe(figuresText(results));
    expect([...results.keys()]).toEqual(
      expect.arrayContaining(['bench', 'peers', 'sale-10000', 'scaling']),
    );
  });

  it('names only commands that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const named = [...readme.matchAll(/npm (?:run ([\w:]+)|(start|test))/g)].map(
      ([, script, direct]) => script ?? direct,
    );
    expect(named).toContain('start');
    expect(named.filter((script) => script !== undefined && !(script in scripts))).toEqual([]);
  });

  it('lists every fact and every refusal there is', () => {
    const typesIn = (file: string, member: string) =>
      [
        ...readFileSync(join(root, 'machines/rules', file), 'utf8').matchAll(
          new RegExp(`readonly ${member}: '([^']+)'`, 'g'),
        ),
      ].map(([, type]) => type as string);
    const facts = typesIn('facts.ts', 'type').filter((type) => type !== 'reply');
    const codes = typesIn('refusal.ts', 'code');
    expect([facts.length > 10, codes.length > 10]).toEqual([true, true]);
    for (const word of [...facts, ...codes]) expect(readme).toContain(`\`${word}\``);
  });
});
