#!/usr/bin/env node
import { unsupportedNode } from '../base/supportedNode.ts';
import { printError } from '../terminal/output.ts';

const complaint = unsupportedNode();
if (complaint === undefined) {
  // Loaded after the check: an older Node.js could not load it, and would not say why.
  const { runTool } = await import('./runTool.ts');
  await runTool(process.argv.slice(2));
} else {
  printError(`${complaint}\n`);
  process.exitCode = 2;
}
