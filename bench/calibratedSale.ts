import { runCommand } from '../src/terminal/runCommand.ts';
import { calibratedSaleCommand } from './calibratedSale/calibratedSaleCommand.ts';

await runCommand(calibratedSaleCommand);
