import type { Attributes } from '@opentelemetry/api';
import type { CommandCall } from '../runtime/observer.ts';

/** The attributes of metrics and spans. Their values are few: no ids of users, carts or orders. */
const COMMAND_TYPE = 'statecart.command.type';
export const COMMAND_CLASS = 'statecart.command.class';
/** `ok`, `refused` or `error`. */
const COMMAND_OUTCOME = 'statecart.command.outcome';
/** Seconds from the call to the start; of spans only. */
export const COMMAND_WAIT_TIME = 'statecart.command.wait_time';
const REFUSAL_CODE = 'statecart.refusal.code';
export const CONSUMER_NAME = 'statecart.consumer.name';
export const HEALTH_STATE = 'statecart.health.state';
/** Of the general semantic conventions. */
const ERROR_TYPE = 'error.type';

/** What a command was. */
export function callAttributes({ type, commandClass }: CommandCall): Attributes {
  return { [COMMAND_TYPE]: type, [COMMAND_CLASS]: commandClass };
}

/** What has become of a command that has been answered. */
export function outcomeAttributes({ refusal, error }: CommandCall): Attributes {
  if (error !== undefined) return { [COMMAND_OUTCOME]: 'error', [ERROR_TYPE]: errorType(error) };
  if (refusal !== undefined) return { [COMMAND_OUTCOME]: 'refused', [REFUSAL_CODE]: refusal };
  return { [COMMAND_OUTCOME]: 'ok' };
}

function errorType(error: unknown): string {
  return error instanceof Error ? error.name : '_OTHER';
}

/** The name of a channel of notifications. */
export const CHANNEL_NAME = 'statecart.channel.name';
