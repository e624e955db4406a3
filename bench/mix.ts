import { runCommand } from '../src/terminal/runCommand.ts';
import { mixCommand } from './mix/mixCommand.ts';

await runCommand(mixCommand);
