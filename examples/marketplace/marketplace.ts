import { runCommand } from '../../src/terminal/runCommand.ts';
import { marketplaceCommand } from './marketplaceCommand.ts';

await runCommand(marketplaceCommand);
