#!/usr/bin/env node
import { unsupportedNode } from '../base/supportedNode.ts';
import { printError } from '../terminal/output.ts';
import { explainFailedImport } from './explainFailedImport.ts';

// The tool is loaded after this, so that the reason why it cannot be loaded is a sentence.
const complaint = unsupportedNode() ?? (await loadAndRun());
if (complaint !== undefined) {
  printError(`${complaint}\n`);
  process.exitCode = 2;
}

async function loadAndRun(): Promise<string | undefined> {
  let tool: typeof import('./runTool.ts');
  try {
    tool = await import('./runTool.ts');
  } catch (error) {
    return `statecart: ${explainFailedImport(error)}`;
  }
  await tool.runTool(process.argv.slice(2));
  return undefined;
}
