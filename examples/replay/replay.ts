import { runCommand } from '../../src/terminal/runCommand.ts';
import { replayCommand } from './replayCommand.ts';

await runCommand(replayCommand);
