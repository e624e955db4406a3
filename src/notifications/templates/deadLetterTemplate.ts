import { composeMessage } from './composeMessage.ts';
import { MAX_SHOWN_REASON_LENGTH } from './limits.ts';
import { shownText } from './shownText.ts';
import type { StandardTemplates } from './template.ts';

/** The default message about messages that could not be delivered. */
export const deadLetterTemplate: StandardTemplates['messages.deadLettered'] = ({
  fact,
  number,
}) => {
  const isOne = fact.count === 1;
  const messages = `${number(fact.count)} message${isOne ? '' : 's'}`;
  const channel = shownText(fact.channel);
  const subject = `${messages} could not be delivered`;
  const reason = `Reason: ${shownText(fact.reason, MAX_SHOWN_REASON_LENGTH)}`;
  return composeMessage({
    subject,
    blocks: [
      `${messages} could not be delivered by ${channel}. The shop has given up on ${isOne ? 'it' : 'them'}.`,
      `${isOne ? 'It' : 'The last one'} was about ${shownText(fact.messageType)} and has the id ${shownText(fact.messageId)}.`,
      reason,
    ],
    short: `${messages} could not be delivered by ${channel}. ${reason}`,
  });
};
