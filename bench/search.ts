import { runCommand } from '../src/terminal/runCommand.ts';
import { searchCommand } from './search/searchCommand.ts';

await runCommand(searchCommand);
