import { runCommand } from '../src/terminal/runCommand.ts';
import { reportCommand } from './harness/reportCommand.ts';

await runCommand(reportCommand);
