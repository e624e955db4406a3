import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

export interface Block {
  readonly language: string;
  readonly code: string;
  /** The line of the fence that begins it, from 1 on. */
  readonly line: number;
}

export interface Document {
  /** From the top of the repository. */
  readonly file: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** The pages at the top of the repository, every page of docs/, and the README files of examples/. */
export const DOCUMENTS: readonly Document[] = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  ...readdirSync(join(ROOT, 'examples'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `examples/${name}`),
].map((file) => {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return { file, text, blocks: blocksIn(text) };
});

export function documentOf(file: string): Document {
  const found = DOCUMENTS.find((document) => document.file === file);
  if (found === undefined) throw new Error(`there is no ${file}`);
  return found;
}

function blocksIn(text: string): Block[] {
  return [...text.matchAll(/^```(\S*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    language: match[1] ?? '',
    code: match[2] ?? '',
    line: text.slice(0, match.index).split('\n').length,
  }));
}

/** The text without its blocks of code. */
export function proseOf({ text }: Document): string {
  return text.replaceAll(/^```\S*\n[\s\S]*?^```$/gm, '');
}
