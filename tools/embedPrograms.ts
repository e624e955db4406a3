import { copyFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

/**
 * Makes the texts of the programs that run outside of the thread of a shop, each one file of CommonJS. Part of
 * `npm run build`, after the compiler.
 */
const PROGRAMS = [
  { folder: 'src/store/lmdb', entry: 'integrityWorker', name: 'integrityProgram' },
  { folder: 'src/checkpoint', entry: 'checkpointWorker', name: 'checkpointProgram' },
  { folder: 'src/channels/email', entry: 'mailWorker', name: 'mailProgram' },
];

const root = resolve(import.meta.dirname, '../..');

for (const { folder, entry, name } of PROGRAMS) {
  const compiled = join(root, 'dist', folder);
  const { outputFiles } = await build({
    entryPoints: [join(compiled, `${entry}.js`)],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external: ['lmdb', 'nodemailer'],
  });
  const text = outputFiles.map((file) => file.text).join('');
  writeFileSync(join(compiled, `${name}.js`), `export const ${name} = ${JSON.stringify(text)};\n`);
  copyFileSync(join(root, folder, `${name}.d.ts`), join(compiled, `${name}.d.ts`));
}
