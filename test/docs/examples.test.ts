import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { runTool } from '../process/cli/runTool.ts';
import { runInHost } from '../process/host/runInHost.ts';
import { type Block, DOCUMENTS, ROOT } from './documents.ts';

// Inside the package, so that `statecart` means the build, by the exports of package.json.
const FOLDER = join(ROOT, 'dist', 'examples-of-docs');

mkdirSync(FOLDER, { recursive: true });
afterAll(() => rmSync(FOLDER, { recursive: true }));

for (const { file, blocks } of DOCUMENTS) {
  const runnable = blocks.filter((block) => block.language === 'js' || isToolCall(block));
  if (runnable.length === 0) continue;

  describe(`the examples of ${file}`, () => {
    // One folder for a document: a later example may read the store that an earlier one has made.
    const cwd = mkdtempSync(join(tmpdir(), 'statecart-docs-'));
    afterAll(() => rmSync(cwd, { recursive: true }));

    for (const block of runnable) {
      it(`that at line ${block.line} runs as it stands and prints what the document says`, async () => {
        const next = blocks[blocks.indexOf(block) + 1];
        const expected = next?.language === 'text' ? next.code : '';
        const printed = isToolCall(block)
          ? await runToolCalls(block, cwd)
          : await runExample(block, { cwd, name: `${basename(file)}-line${block.line}` });
        expect(withoutSizes(printed)).toBe(withoutSizes(expected));
      });
    }
  });
}

it('every block is in a language that a test knows', () => {
  const known = ['js', 'ts', 'sh', 'text', 'mermaid'];
  const others = DOCUMENTS.flatMap(({ file, blocks }) =>
    blocks
      .filter(({ language }) => !known.includes(language))
      .map(({ language, line }) => `${file}:${line}: ${language || 'no language'}`),
  );
  expect(others).toEqual([]);
});

it('every text is what the block before it prints', () => {
  const strays = DOCUMENTS.flatMap(({ file, blocks }) =>
    blocks
      .filter((block, index) => {
        const before = blocks[index - 1];
        const isOutput = before !== undefined && (before.language === 'js' || isToolCall(before));
        // The tests of the examples compare what their README files show.
        const isTestedElsewhere = file.startsWith('examples/') && before?.language === 'sh';
        return block.language === 'text' && !isOutput && !isTestedElsewhere;
      })
      .map(({ line }) => `${file}:${line}`),
  );
  expect(strays).toEqual([]);
});

/** True when all lines of the block call the command-line tool. */
function isToolCall({ language, code }: Block): boolean {
  return language === 'sh' && linesOf(code).every((line) => line.startsWith('npx statecart'));
}

function linesOf(code: string): string[] {
  return code.split('\n').filter((line) => line !== '');
}

async function runExample(
  { code }: Block,
  { cwd, name }: { cwd: string; name: string },
): Promise<string> {
  const file = join(FOLDER, `${name}.mjs`);
  writeFileSync(file, code);
  if (mayChangeProcess(code)) {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [file], { cwd });
    expect(stderr).toBe('');
    return stdout;
  }
  const ended = await runInHost({ file, args: [], input: Buffer.alloc(0), cwd });
  expect(ended).toMatchObject({ status: 0, stderr: '' });
  return ended.stdout;
}

/** Packages that keep nothing in the process but what is reached from the objects that they make. */
const HARMLESS = /^(statecart(\/.*)?|xstate|node:(fs|path)(\/promises)?)$/;

/** True when an example may affect those that run after it in its process: then it gets one of its own. */
function mayChangeProcess(code: string): boolean {
  const imported = [...code.matchAll(/(?:from|import)[ (]*'([^']+)'/g)].map(
    ([, name = '']) => name,
  );
  return /\b(process|globalThis)\b/.test(code) || !imported.every((name) => HARMLESS.test(name));
}

/** Runs the lines in their order. @returns what all of them print. */
async function runToolCalls({ code }: Block, cwd: string): Promise<string> {
  let printed = '';
  for (const line of linesOf(code)) {
    const argv = line
      .replace(/ +#.*$/, '')
      .split(' ')
      .slice(2);
    const { status, stdout, stderr } = await runTool(argv, { cwd });
    expect(status, stderr).toBe(0);
    printed += stdout;
  }
  return printed;
}

/** Files of LMDB have other sizes on machines with other pages. */
function withoutSizes(text: string): string {
  return text.replaceAll(/\d[\d.]* (bytes|kB|MB|GB)/g, 'N bytes');
}
