import { type Allocation, checkPreferences, isBuiltIn } from '../../machines/index.ts';
import { userCodeReturned, userCodeThrew } from '../base/userCodeError.ts';

/** The allocation strategy; a custom one then throws a UserCodeError if it throws or makes no lists. */
export function ownAllocation(allocation: Allocation): Allocation {
  if (isBuiltIn(allocation)) return allocation;
  return (demands, buyer) => {
    let preferences: unknown;
    try {
      preferences = allocation(demands, buyer);
    } catch (error) {
      throw userCodeThrew('allocation', error);
    }
    try {
      return checkPreferences(preferences);
    } catch (fault) {
      throw userCodeReturned('allocation', fault as TypeError);
    }
  };
}
