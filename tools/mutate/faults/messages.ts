import type { Fault } from '../fault.ts';

const CHART = 'test/rules/machines/delivery.test.ts';
const QUEUE = 'test/rules/notifications/messageQueue.test.ts';
const QUEUES = 'test/properties/messageQueue.test.ts';
const BATCHES = 'test/rules/notifications/batches.test.ts';
const OUTCOMES = 'test/rules/notifications/outcomes.test.ts';
const ORDER = 'test/rules/notifications/orderOfMessages.test.ts';
const DEAD = 'test/rules/notifications/deadLetters.test.ts';
const NOTICES = 'test/rules/notifications/deadLetterNotices.test.ts';
const CLOSING = 'test/rules/notifications/closing.test.ts';
const REOPENING = 'test/rules/notifications/reopening.test.ts';
const RECIPIENTS = 'test/rules/notifications/recipients.test.ts';
const ATTACKS = 'test/rules/notifications/attacks.test.ts';
const ALERTS = 'test/rules/notifications/stockAlerts.test.ts';
const EXPIRING = 'test/rules/notifications/cartExpiring.test.ts';
const HTML = 'test/rules/notifications/templates/html.test.ts';
const CONTENT = 'test/rules/notifications/templates/checkContent.test.ts';
const VERIFY = 'test/rules/channels/verify.test.ts';
const TARGETS = 'test/rules/channels/targetUrl.test.ts';
const RETRY_AFTER = 'test/rules/channels/retryAfter.test.ts';
const OPTIONS = 'test/rules/badInput/notificationOptions.test.ts';

/** What facts become, and how it is delivered. */
export const MESSAGE_FAULTS: readonly Fault[] = [
  {
    rule: 'a receiver that asks for a wait gets it',
    file: 'machines/rules/backoff.ts',
    from: ', Math.ceil(retryAfterMs));',
    to: ');',
    tests: [CHART],
  },
  {
    rule: 'waits are spread over the whole time: full jitter',
    file: 'machines/rules/backoff.ts',
    from: 'Math.ceil(longestMs * random)',
    to: 'Math.ceil(longestMs)',
    tests: [CHART],
  },
  {
    rule: 'a circuit opens after several failures, and not one later',
    file: 'machines/delivery.ts',
    from: 'context.failures + 1 >= FAILURES_TO_OPEN',
    to: 'context.failures >= FAILURES_TO_OPEN',
    tests: [CHART],
  },
  {
    rule: 'a success ends a row of failures',
    file: 'machines/delivery.ts',
    from: 'noteSuccess: assign({ failures: 0 })',
    to: 'noteSuccess: assign({})',
    tests: [CHART],
  },
  {
    rule: 'a circuit that is open is probed by one message',
    file: 'machines/rules/deliveryRules.ts',
    from: 'messages: 1, batches: 1',
    to: 'messages: 100, batches: 1',
    tests: [CHART, OUTCOMES, BATCHES],
  },
  {
    rule: 'a message has no more attempts than it may',
    file: 'machines/rules/deliveryRules.ts',
    from: 'attempts >= terms.maxAttempts',
    to: 'attempts > terms.maxAttempts',
    tests: [OUTCOMES, DEAD, CHART],
  },
  {
    rule: 'messages about the same are under way one at a time',
    file: 'src/notifications/messageQueue.ts',
    from: 'if (isUnderWay) return;',
    to: '',
    tests: [QUEUE, QUEUES],
  },
  {
    rule: 'a message that is retried holds up later ones about the same',
    file: 'src/notifications/messageQueue.ts',
    from: 'for (const entry of subject.waiting.splice(0)) this.#holdUp(subject, entry);',
    to: '',
    tests: [QUEUE, QUEUES, ORDER],
  },
  {
    rule: 'a message that is given back is in its old place',
    file: 'src/notifications/messageQueue.ts',
    from: '(subject.isRetried ? subject.retried : subject.waiting).unshift(entry);',
    to: '(subject.isRetried ? subject.retried : subject.waiting).push(entry);',
    tests: [QUEUE, QUEUES],
  },
  {
    rule: 'a fact is open until its message was delivered',
    file: 'src/notifications/deliveryProgress.ts',
    from: 'for (const seq of this.#open) return seq - 1;',
    to: '',
    tests: [REOPENING],
  },
  {
    rule: 'facts that are open are read again when the shop is opened again',
    file: 'src/notifications/storedMessages.ts',
    from: 'if (fact !== undefined) entries.push(queued(fact));',
    to: '',
    tests: [REOPENING, CLOSING],
  },
  {
    rule: 'a new channel begins with the facts from then on',
    file: 'src/notifications/deliveryLedger.ts',
    from: '{ readTo: log.highWatermark, open: [] }',
    to: '{ readTo: 0, open: [] }',
    tests: [REOPENING],
  },
  {
    rule: 'a message of which no time is left is not sent',
    file: 'src/notifications/deliveryLedger.ts',
    from: 'return !isForced && now >= this.#deadlineOf(fact);',
    to: 'return false;',
    tests: [DEAD],
  },
  {
    rule: 'a dead letter that an operator retries is sent however late it is',
    file: 'src/notifications/deliveryLedger.ts',
    from: 'entry.isForced = true;',
    to: '',
    tests: [DEAD],
  },
  {
    rule: 'the owner is told of dead letters once an hour at most',
    file: 'src/notifications/deadLetters.ts',
    from: 'last === undefined || now - this.#reportedAt < DEAD_LETTER_NOTICE_MS',
    to: 'last === undefined',
    tests: [NOTICES],
  },
  {
    rule: 'a notice of dead letters that becomes one makes no other',
    file: 'src/notifications/deadLetters.ts',
    from: "if (letter.fact.type === 'messages.deadLettered') continue;",
    to: '',
    tests: [NOTICES],
  },
  {
    rule: 'users who have opted out get no message',
    file: 'src/notifications/composer.ts',
    from: 'if (user !== undefined && !this.#isWanted(channel, user, fact.type)) return undefined;',
    to: '',
    tests: [RECIPIENTS],
  },
  {
    rule: 'a channel gets no message to those whom it cannot reach',
    file: 'src/notifications/composer.ts',
    from: ' || !canReach(channel, to)',
    to: '',
    tests: [RECIPIENTS],
  },
  {
    rule: 'a channel that does not answer is not waited for',
    file: 'src/notifications/callChannel.ts',
    from: 'clock.setTimeout(() => resolve(NO_ANSWER), delayMs)',
    to: 'undefined',
    tests: [OUTCOMES],
  },
  {
    rule: 'a list of results of another length is no answer',
    file: 'src/notifications/callChannel.ts',
    from: ' || answer.length !== batch.length',
    to: '',
    tests: [OUTCOMES],
  },
  {
    rule: 'a shop that is closed sends what was gathered',
    file: 'src/notifications/channelWorker.ts',
    from: 'const isFull = this.#isDraining || ',
    to: 'const isFull = ',
    tests: [CLOSING],
  },
  {
    rule: 'a retry that was not due a moment ago has a timer, also if it is due now',
    file: 'src/notifications/channelWorker.ts',
    from: 'this.#retryTimer.set(ledger.queue.nextDueAt, now);',
    to: 'this.#retryTimer.set(ledger.queue.nextDueAt, engine.now());',
    tests: [ATTACKS],
  },
  {
    rule: 'facts about one user take the room of one',
    file: 'src/notifications/logFeed.ts',
    from: 'waitingSubjects < window && waiting',
    to: 'waiting < window && waiting',
    tests: [ATTACKS],
  },
  {
    rule: 'no more batches are under way than may be',
    file: 'src/notifications/channelWorker.ts',
    from: 'if (this.underWay >= limits.batches) break;',
    to: 'if (limits.batches === 0) break;',
    tests: [BATCHES],
  },
  {
    rule: 'a batch that fails is halved, so that one message does not keep others',
    file: 'src/notifications/batchComposer.ts',
    from: 'Math.max(1, most >> Math.min(channelFailures, 30))',
    to: 'Math.max(1, most + 0 * channelFailures)',
    tests: [OUTCOMES],
  },
  {
    rule: 'a message is given up for failures of the channel only while others get through',
    file: 'src/notifications/deliveryLedger.ts',
    from: 'isAlone && sent > (entry.sentBefore ?? sent)',
    to: 'isAlone',
    tests: [OUTCOMES],
  },
  {
    rule: 'a user is told that a product is back once',
    file: 'src/catalog/stockAlerts.ts',
    from: 'engine.stage(stockAlertRecord.delete(key));',
    to: '',
    tests: [ALERTS],
  },
  {
    rule: 'as many users are told as there are units',
    file: 'src/catalog/stockAlerts.ts',
    from: 'waited.owed += Math.max(0, available - waited.available);',
    to: 'waited.owed += available;',
    tests: [ALERTS],
  },
  {
    rule: 'a user is told that the cart expires',
    file: 'machines/cartSetup.ts',
    from: 'isToBeTold: ({ context: { warnAt } }) => warnAt !== undefined,',
    to: 'isToBeTold: () => false,',
    tests: [EXPIRING],
  },
  {
    rule: 'values in HTML are escaped',
    file: 'src/notifications/templates/html.ts',
    from: '/[&<>"\']/g',
    to: '/[&<>]/g',
    tests: [HTML],
  },
  {
    rule: 'a subject has one line',
    file: 'src/notifications/templates/checkContent.ts',
    from: 'singleLine(filled(',
    to: '(filled(',
    tests: [CONTENT],
  },
  {
    rule: 'a webhook of long ago is refused',
    file: 'src/channels/webhook/verify.ts',
    from: "'too-old'",
    to: "'too-new'",
    tests: [VERIFY],
  },
  {
    rule: 'no webhook goes to an address of the machine itself',
    file: 'src/channels/http/privateAddress.ts',
    from: "'127.0.0.0', 8",
    to: "'127.0.0.0', 32",
    tests: [TARGETS],
  },
  {
    rule: 'what a server asks for is bounded',
    file: 'src/channels/http/retryAfter.ts',
    from: 'Math.min(Number(text) * 1000, MAX_RETRY_AFTER_MS)',
    to: 'Number(text) * 1000',
    tests: [RETRY_AFTER],
  },
  {
    rule: 'two channels have two names',
    file: 'src/notifications/resolveNotifications.ts',
    from: 'if (names.has(own))',
    to: 'if (false)',
    tests: [OPTIONS],
  },
];
