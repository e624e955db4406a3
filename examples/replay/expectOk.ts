import type { Answer } from '../../src/index.ts';

/** The answer to a command that this program gives the engine no reason to refuse. */
export function expectOk<Result extends object>(answer: Answer<Result>): Result {
  if (answer.ok) return answer;
  throw new Error(`the engine has refused: ${JSON.stringify(answer.refusal)}`);
}
