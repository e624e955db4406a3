import { runCommand } from '../src/terminal/runCommand.ts';
import { bytesCommand } from './bytes/bytesCommand.ts';

await runCommand(bytesCommand);
