import { UsageError } from '../../../src/terminal/usageError.ts';

/** The UsageError that the function throws; any other end of it is an error. */
export function usageErrorOf(read: () => unknown): UsageError {
  try {
    read();
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('expected a UsageError, got none');
}
