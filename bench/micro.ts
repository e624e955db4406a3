import { runCommand } from '../src/terminal/runCommand.ts';
import { microCommand } from './micro/microCommand.ts';

await runCommand(microCommand);
