import { createRequire } from 'node:module';
import { missingPackage, missingPackageText } from '../base/missingPackage.ts';
import { toError } from '../base/toError.ts';
import { oneLine } from '../terminal/printable.ts';

interface Manifest {
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/**
 * Says why the tool cannot be loaded, and what to do: a package is missing, or it is not the version of XState that
 * the tool needs, whose modules export other names.
 */
export function explainFailedImport(thrown: unknown): string {
  const missing = missingPackage(thrown);
  if (missing !== undefined) return missingPackageText(missing);
  if (!(thrown instanceof SyntaxError)) return oneLine(toError(thrown).message);
  const require = createRequire(import.meta.url);
  const { version } = require('xstate/package.json') as Manifest;
  // From dist/src/cli, where this file is when it runs.
  const { peerDependencies } = require('../../../package.json') as Manifest;
  return `the tool cannot be loaded with XState ${version}: npm install "xstate@${peerDependencies.xstate}"`;
}
