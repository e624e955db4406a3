import { copyFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

/**
 * Makes the text of the integrity worker, `dist/src/store/lmdb/integrityProgram.js`. Part of
 * `npm run build`, after the compiler.
 */
const root = resolve(import.meta.dirname, '../..');
const compiled = join(root, 'dist/src/store/lmdb');
const { outputFiles } = await build({
  entryPoints: [join(compiled, 'integrityWorker.js')],
  bundle: true,
  write: false,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  external: ['lmdb'],
});
const text = outputFiles.map((file) => file.text).join('');
writeFileSync(
  join(compiled, 'integrityProgram.js'),
  `export const integrityProgram = ${JSON.stringify(text)};\n`,
);
copyFileSync(
  join(root, 'src/store/lmdb/integrityProgram.d.ts'),
  join(compiled, 'integrityProgram.d.ts'),
);
