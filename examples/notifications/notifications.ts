import { runCommand } from '../../src/terminal/runCommand.ts';
import { notificationsCommand } from './notificationsCommand.ts';

await runCommand(notificationsCommand);
