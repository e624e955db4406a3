import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { docstringExamples } from './docstrings.ts';
import { DOCUMENTS, ROOT } from './documents.ts';
import { missingImports } from './doorNames.ts';

// Inside the package, so that `statecart` means the types of the build.
const FOLDER = join(ROOT, 'dist', 'typescript-of-docs');
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');

/** What examples in docstrings use as if it had been declared before: what any service has. */
const CONTEXT = `
declare const shop: import('statecart').Shop<{}>;
declare const order: import('statecart').Order;
declare const options: import('statecart').ShopOptions;
declare const userId: string;
declare const sku: string;
declare const quantity: number;
declare const machine: import('xstate').AnyStateMachine;
declare const secret: string;
declare const accountSid: string;
declare const authToken: string;
declare const publicKey: string;
declare const privateKey: string;
declare const element: { innerHTML: string };
declare const request: import('node:http').IncomingMessage;
declare const response: import('node:http').ServerResponse;
declare function myStore(): import('statecart').Store;
declare function send(orderId: string): Promise<void>;
`;

const documents = DOCUMENTS.flatMap(({ file, blocks }) =>
  blocks
    .filter(({ language }) => language === 'ts')
    .map(({ line, code }) => ({ name: `${basename(file, '.md')}-line${line}`, code })),
);
const docstrings = docstringExamples().map(({ file, line, code }) => ({
  name: `${file.replaceAll('/', '_').replace('.ts', '')}-line${line}`,
  code: `${missingImports(code)}\n${code}`,
}));

/** What the compiler says of all of them, a line for each error. */
let said: readonly string[] = [];

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, 'context.d.ts'), CONTEXT);
  for (const { name, code } of [...documents, ...docstrings]) {
    // A module, also where an example imports nothing.
    writeFileSync(join(FOLDER, `${name}.ts`), `${code}\nexport {};\n`);
  }
  const config = {
    compilerOptions: {
      target: 'es2023',
      module: 'nodenext',
      types: ['node'],
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: true,
      noEmit: true,
    },
    include: ['*.ts'],
  };
  writeFileSync(join(FOLDER, 'tsconfig.json'), JSON.stringify(config));
  const output = await promisify(execFile)(process.execPath, [TSC, '-p', FOLDER]).then(
    () => '',
    (error: { readonly stdout: string }) => error.stdout,
  );
  said = output.split('\n').filter((line) => line !== '');
});
afterAll(() => rmSync(FOLDER, { recursive: true }));

const errorsOf = (examples: typeof documents) =>
  said.filter((line) => examples.some(({ name }) => line.includes(`${name}.ts`)));

it('the TypeScript of the documents is right in strict mode', () => {
  expect(documents.length).toBeGreaterThan(0);
  expect(errorsOf(documents)).toEqual([]);
});

it('the examples in docstrings are right in strict mode', () => {
  expect(docstrings.length).toBeGreaterThan(40);
  expect(errorsOf(docstrings)).toEqual([]);
});

it('the compiler has nothing else to say', () => {
  expect(said).toEqual([]);
});
