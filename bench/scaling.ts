import { runCommand } from '../src/terminal/runCommand.ts';
import { scalingCommand } from './scaling/scalingCommand.ts';

await runCommand(scalingCommand);
