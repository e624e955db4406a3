import { runCommand } from '../src/terminal/runCommand.ts';
import { watchCommand } from './watch/watchCommand.ts';

await runCommand(watchCommand);
