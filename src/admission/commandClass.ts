/**
 * What a command is for, which decides what is refused first under load:
 *
 * - `release`: ends what holds stock or waits for somebody (confirm, ship, deliver, cancel, events of own charts), and
 *   what the shop's owner does. Never refused.
 * - `buy`: a checkout. Refused last.
 * - `browse`: everything before that. Refused first.
 */
export type CommandClass = 'release' | 'buy' | 'browse';

/** Those that run first come first. */
export const COMMAND_CLASSES = ['release', 'buy', 'browse'] as const satisfies CommandClass[];
