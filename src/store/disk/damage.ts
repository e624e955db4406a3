/** The error for a log that is not as it was written. */
export function damage(name: string, offset: number): Error {
  return new Error(`its log is damaged: ${name} at byte ${offset}`);
}
