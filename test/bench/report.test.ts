import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reportCommand } from '../../bench/harness/reportCommand.ts';
import { describeCommandLine } from '../rules/terminal/commandLine.ts';
import { RESULT_FLAGS, RESULT_MISUSE } from './resultFlags.ts';
import { runBuilt } from './runBuilt.ts';
import { sandbox } from './sandbox.ts';

test('the report by itself is written to the folder of the results', async () => {
  const { out } = sandbox();
  expect(await runBuilt('report', ['--out', out])).toEqual({
    status: 0,
    stdout: `written: ${join(out, 'report.html')}\n`,
    stderr: '',
  });
  expect(existsSync(join(out, 'report.html'))).toBe(true);
});

describeCommandLine(reportCommand, {
  flags: RESULT_FLAGS,
  misuse: [...RESULT_MISUSE, ['an argument without a flag', ['results'], 'results']],
});
