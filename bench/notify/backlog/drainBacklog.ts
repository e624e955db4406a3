import { setTimeout as sleep } from 'node:timers/promises';
import type { ChannelStatus } from '../../../src/index.ts';
import { expectOk } from '../../../src/terminal/expectOk.ts';
import { measureMemory } from '../../harness/measureMemory.ts';
import type { OnProgress } from '../../scaling/point.ts';
import { SAMPLE_MS, STALLED_MS } from '../limits.ts';
import { openNotifyShop } from '../notifyShop.ts';
import { sinkChannel, watchChannel } from '../watchChannel.ts';
import type { BacklogTask, Drained, DrainSample } from './backlogTask.ts';
import { NumberSet } from './numberSet.ts';

/**
 * Opens a store with a backlog, and delivers it. Needs `--expose-gc`.
 *
 * @throws Error if a message is delivered twice, or if the channel delivers nothing for a long time.
 */
export async function drainBacklog(task: BacklogTask, onProgress: OnProgress): Promise<Drained> {
  const { store, path, messages } = task;
  const seen = new NumberSet();
  let delivered = 0;
  let repeated = 0;
  let endedAt = 0;
  const channel = watchChannel(sinkChannel(), ({ fact }) => {
    if (!seen.add(fact.seq)) repeated++;
    if (++delivered === messages) endedAt = performance.now();
  });
  const shop = await openNotifyShop({ store, path, channel });
  const before = await measureMemory();

  const samples: DrainSample[] = [];
  let halfway = 0;
  let rssPeakBytes = 0;
  let lastAt = performance.now();
  const startedAt = lastAt;
  expectOk(await shop.notifications.resume(channel.name));
  // Until the outcomes of all of them are in the store.
  while (delivered < messages || statusOf().underWay > 0) {
    const known = delivered;
    await sleep(SAMPLE_MS);
    const now = performance.now();
    const { heapUsed, external, rss } = process.memoryUsage();
    samples.push({ ms: now - startedAt, delivered, heapBytes: heapUsed + external });
    rssPeakBytes = Math.max(rssPeakBytes, rss);
    onProgress({ stage: 'messages delivered', done: delivered, total: messages });
    if (halfway === 0 && delivered >= messages / 2) halfway = (await measureMemory()).heapBytes;
    if (delivered > known) lastAt = now;
    if (now - lastAt > STALLED_MS) throw new Error(`stalled: ${JSON.stringify(statusOf())}`);
  }
  const after = await measureMemory();
  const status = statusOf();
  await shop.close();
  if (repeated > 0 || status.sent !== messages) {
    throw new Error(`expected each message once: ${repeated} repeated, ${JSON.stringify(status)}`);
  }
  const seconds = (endedAt - startedAt) / 1000;
  const peak = Math.max(...samples.map(({ heapBytes }) => heapBytes));
  return {
    ...{ messages, seconds, perSecond: messages / seconds, rssPeakBytes, samples },
    heap: { before: before.heapBytes, halfway, after: after.heapBytes, peak },
  };

  function statusOf(): ChannelStatus {
    return shop.notifications.status()[0] as ChannelStatus;
  }
}
