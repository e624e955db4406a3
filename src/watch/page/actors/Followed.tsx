import type { FollowedActor } from '../../watchTypes.ts';
import { Age } from '../parts/Age.tsx';
import { Figure } from '../parts/Figure.tsx';
import { ScrollFrame } from '../parts/ScrollFrame.tsx';
import { Path } from './Path.tsx';

interface Props {
  readonly followed: FollowedActor;
  readonly shopNow: number;
}

export function Followed({ followed, shopNow }: Props) {
  const { id, chart, state, since, isAtLeast, context } = followed;
  return (
    <div class="followed-actor">
      <dl class="figures small">
        <Figure name="Actor">
          <code>{id}</code>
        </Figure>
        <Figure name="Chart">{chart}</Figure>
        <Figure name="State">
          <strong class="state-name">{state ?? 'ended'}</strong>
        </Figure>
        <Figure name="In it for">
          {since === null ? 'unknown' : <Age since={since} now={shopNow} isAtLeast={isAtLeast} />}
        </Figure>
      </dl>
      <h3>Path</h3>
      <Path followed={followed} shopNow={shopNow} />
      <h3>Context</h3>
      <ScrollFrame class="code-frame" label="Context">
        <pre>{context}</pre>
      </ScrollFrame>
    </div>
  );
}
