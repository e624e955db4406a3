import { runCommand } from '../../src/terminal/runCommand.ts';
import { flashSaleCommand } from './flashSaleCommand.ts';

await runCommand(flashSaleCommand);
