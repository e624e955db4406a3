import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { writeReport } from '../../../bench/harness/report.ts';
import { RECORDED_DIR, type Result } from '../../../bench/harness/results.ts';

const RECORDED = fileURLToPath(new URL(`../../../${RECORDED_DIR}/`, import.meta.url));

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** Writes the report on the recorded results, each changed before, to a folder that is removed after the tests of the file. */
export function recordedReport(change: (result: Result) => unknown = (result) => result): string {
  const folder = mkdtempSync(join(tmpdir(), 'statecart-report-'));
  folders.push(folder);
  cpSync(RECORDED, folder, { recursive: true });
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const path = join(folder, file);
    writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')))));
  }
  return writeReport(folder);
}
