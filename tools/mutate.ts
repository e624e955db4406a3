import { runCommand } from '../src/terminal/runCommand.ts';
import { mutateCommand } from './mutate/mutateCommand.ts';

await runCommand(mutateCommand);
