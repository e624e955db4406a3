import { runCommand } from '../src/terminal/runCommand.ts';
import { notifyCommand } from './notify/notifyCommand.ts';

await runCommand(notifyCommand);
