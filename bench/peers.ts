import { runCommand } from '../src/terminal/runCommand.ts';
import { peersCommand } from './peers/peersCommand.ts';

await runCommand(peersCommand);
