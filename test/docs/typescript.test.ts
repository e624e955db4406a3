import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { DOCUMENTS, ROOT } from './documents.ts';

// Inside the package, so that `statecart` means the types of the build.
const FOLDER = join(ROOT, 'dist', 'typescript-of-docs');
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');

mkdirSync(FOLDER, { recursive: true });
afterAll(() => rmSync(FOLDER, { recursive: true }));

it('the TypeScript of the documents is right in strict mode', async () => {
  const examples = DOCUMENTS.flatMap(({ file, blocks }) =>
    blocks.filter(({ language }) => language === 'ts').map((block) => ({ file, block })),
  );
  expect(examples.length).toBeGreaterThan(0);
  for (const { file, block } of examples) {
    const name = `${basename(file, '.md')}-line${block.line}.ts`;
    // A module, also where an example imports nothing.
    writeFileSync(join(FOLDER, name), `${block.code}\nexport {};\n`);
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
  const said = await promisify(execFile)(process.execPath, [TSC, '-p', FOLDER]).then(
    () => '',
    (error: { readonly stdout: string }) => error.stdout,
  );
  expect(said).toBe('');
});
