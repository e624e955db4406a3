import { runCommand } from '../src/terminal/runCommand.ts';
import { footprintCommand } from './footprint/footprintCommand.ts';

await runCommand(footprintCommand);
