import {
  context,
  type Exception,
  type Span,
  SpanStatusCode,
  type Tracer,
} from '@opentelemetry/api';
import { show } from '../base/show.ts';
import type { CommandCall, Observer } from '../runtime/observer.ts';
import { COMMAND_WAIT_TIME, callAttributes, outcomeAttributes } from './attributes.ts';

/**
 * Makes a span of each command, a child of the span that is active where the command is called. A refusal is an
 * ordinary answer; only a command that rejects has the status of an error.
 */
export class CommandSpans implements Observer {
  readonly #tracer: Tracer;
  readonly #spans = new Map<CommandCall, Span>();

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
  }

  commandStarted(call: CommandCall): void {
    const attributes = callAttributes(call);
    this.#spans.set(call, this.#tracer.startSpan(call.type, { attributes }, context.active()));
  }

  commandEnded(call: CommandCall): void {
    const span = this.#spans.get(call);
    if (span === undefined) return;
    this.#spans.delete(call);
    const { calledAt, startedAt, error } = call;
    span.setAttributes(outcomeAttributes(call));
    if (startedAt !== undefined) {
      span.setAttribute(COMMAND_WAIT_TIME, (startedAt - calledAt) / 1000);
    }
    if (error !== undefined) {
      const message = error instanceof Error ? error.message : show(error);
      span.recordException(error instanceof Error ? (error as Exception) : message);
      span.setStatus({ code: SpanStatusCode.ERROR, message });
    }
    span.end();
  }

  /** Ends the spans of commands that have no answer yet. */
  end(): void {
    for (const span of this.#spans.values()) span.end();
    this.#spans.clear();
  }
}
