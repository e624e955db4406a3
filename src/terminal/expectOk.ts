/** A refusal as a command of a shop answers it: this folder imports no shop. */
interface Refused {
  readonly ok: false;
  readonly refusal: object;
}

/** Returns the answer to a command that the program gives the engine no reason to refuse. */
export function expectOk<Answer extends { readonly ok: true } | Refused>(
  answer: Answer,
): Exclude<Answer, Refused> {
  if (answer.ok) return answer as Exclude<Answer, Refused>;
  throw new Error(`the engine has refused: ${JSON.stringify(answer.refusal)}`);
}
