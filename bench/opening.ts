import { runCommand } from '../src/terminal/runCommand.ts';
import { openingCommand } from './opening/openingCommand.ts';

await runCommand(openingCommand);
