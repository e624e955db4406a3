import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type Rolldown } from 'vite';

/**
 * Makes `dist/src/watch/page.html`, the page of the live view: one file with its program, its styles and Graphviz in it, so
 * that the server has one thing to send and the page requests nothing else. Part of `npm run build`, after the compiler.
 */
const root = resolve(import.meta.dirname, '../..');
const source = join(root, 'src/watch/page');

const GRAPHVIZ = `Graphviz and Expat, compiled to WebAssembly in @hpcc-js/wasm-graphviz

Graphviz is under the Eclipse Public License 1.0 (https://www.eclipse.org/legal/epl-v10.html), without any warranty of its
contributors. Its source is available at https://gitlab.com/graphviz/graphviz, and Expat, under the MIT licence, at
https://github.com/libexpat/libexpat.`;

const { script, style } = await bundle();
const page = readFileSync(join(source, 'page.html'), 'utf8')
  // As functions: in a text, `$&` and the like would have a meaning.
  .replace('/* style */', () => style)
  .replace('/* script */', () => `${notices()}\n${inline(script)}`);
mkdirSync(join(root, 'dist/src/watch'), { recursive: true });
writeFileSync(join(root, 'dist/src/watch/page.html'), page);

async function bundle(): Promise<{ script: string; style: string }> {
  const result = await build({
    root: source,
    configFile: false,
    logLevel: 'warn',
    // The nearest tsconfig.json is for type checks: it leaves the transformation of JSX to this.
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      write: false,
      target: 'es2022',
      cssCodeSplit: false,
      modulePreload: false,
      rolldownOptions: {
        input: join(source, 'main.tsx'),
        output: { format: 'es', codeSplitting: false },
      },
    },
  });
  const { output } = result as Rolldown.RolldownOutput;
  const chunks = output.filter((file) => file.type === 'chunk');
  const styles = output.filter((file) => file.type === 'asset' && file.fileName.endsWith('.css'));
  if (chunks.length !== 1 || output.length !== 1 + styles.length) {
    throw new Error(`one file was expected, not ${output.map(({ fileName }) => fileName)}`);
  }
  return {
    script: chunks.map(({ code }) => code).join(''),
    style: styles.map((file) => (file.type === 'asset' ? String(file.source) : '')).join(''),
  };
}

/** A script within HTML ends at the first end tag, even at one within a string. */
function inline(script: string): string {
  return script.replaceAll(/<(?=\/script|!--)/gi, '\\x3c');
}

/** The licences of what is bundled, which ask for being passed on with it. */
function notices(): string {
  const texts = ['preact', 'uplot', '@hpcc-js/wasm-graphviz'].map((name) => {
    const text = readFileSync(join(root, 'node_modules', name, 'LICENSE'), 'utf8');
    return `${name}\n\n${text.trim()}`;
  });
  return `/*!\nThis page contains:\n\n${[...texts, GRAPHVIZ].join('\n\n---\n\n')}\n*/`;
}
