import { runCommand } from '../../src/terminal/runCommand.ts';
import { paymentCommand } from './paymentCommand.ts';

await runCommand(paymentCommand);
