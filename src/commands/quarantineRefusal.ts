import type { QuarantinedRefusal } from '../../machines/index.ts';
import { LiveActor } from '../runtime/liveActor.ts';
import type { Located } from '../runtime/located.ts';
import { refusalText } from '../runtime/resume/quarantine.ts';

/** The refusal of every command to an actor that is in quarantine; undefined for any other. */
export function quarantineRefusal(located: Located | undefined): QuarantinedRefusal | undefined {
  if (located === undefined || located instanceof LiveActor) return undefined;
  const { quarantined } = located;
  if (quarantined === undefined) return undefined;
  const { kind, name } = quarantined;
  return { code: 'quarantined', kind: kind.name, id: name, reason: refusalText(quarantined) };
}
