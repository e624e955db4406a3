import { runCommand } from '../../src/terminal/runCommand.ts';
import { prometheusCommand } from './prometheusCommand.ts';

await runCommand(prometheusCommand);
