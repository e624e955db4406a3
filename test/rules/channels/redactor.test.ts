import { describe, expect, it } from 'vitest';
import { redactor } from '../../../src/channels/redactor.ts';

describe('what others say', () => {
  it('contains no secret, and no part of one that has spaces', () => {
    const redact = redactor(['Bearer token-1234', 'whsec_abcdef']);
    expect(redact('got: Bearer token-1234; token-1234; whsec_abcdef!')).toBe('got: ***; ***; ***!');
  });

  it('contains no secret in base64', () => {
    const secret = 'sekret-password';
    const encoded = Buffer.from(secret).toString('base64');
    expect(redactor([secret])(`535 ${encoded}`)).toBe('535 ***');
  });

  it('stays as it is without secrets, and with very short ones', () => {
    expect(redactor([])('a text')).toBe('a text');
    expect(redactor(['', ' ', 'a'])('a text')).toBe('a text');
  });
});
