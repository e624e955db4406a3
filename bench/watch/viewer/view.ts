import type { ViewerAnswer, ViewerCounts, ViewerQuestion, ViewerTask } from './viewerMessage.ts';

/** An open view of a shop. */
export interface View {
  /** What the viewer has received so far; null for what is not counted. */
  readonly got: Pick<ViewerCounts, 'messages' | 'bytes'>;
  close(): Promise<void>;
}

/**
 * Views what the argument of this process names, and answers the questions of its parent.
 *
 * @param open resolves when the viewer has received all actors.
 */
export async function answerQuestions(open: (task: ViewerTask) => Promise<View>): Promise<void> {
  let view: View | undefined;
  const end = async () => {
    try {
      await view?.close();
    } finally {
      process.exit(0);
    }
  };
  process.on('disconnect', end);
  const send = (answer: ViewerAnswer, then = () => {}) => process.send?.(answer, then);
  const fail = (error: Error) => send({ error: error.message }, () => process.exit(1));
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  const { got } = await open(JSON.parse(process.argv[2] ?? '')).then((opened) => {
    view = opened;
    return opened;
  });

  let [before, cpuBefore] = [{ ...got }, process.cpuUsage()];
  process.on('message', (question: ViewerQuestion) => {
    if (question === 'stop') end();
    else if (question === 'begin') {
      [before, cpuBefore] = [{ ...got }, process.cpuUsage()];
      send({ hasBegun: true });
    } else {
      const { user, system } = process.cpuUsage(cpuBefore);
      const since = (now: number | null, then: number | null) =>
        now === null ? null : now - (then ?? 0);
      const messages = since(got.messages, before.messages);
      const bytes = since(got.bytes, before.bytes);
      send({ counts: { messages, bytes, cpuSeconds: (user + system) / 1e6 } });
    }
  });
  send({ isReady: true });
}
