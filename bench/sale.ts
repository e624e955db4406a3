import { runCommand } from '../src/terminal/runCommand.ts';
import { saleCommand } from './sale/saleCommand.ts';

await runCommand(saleCommand);
