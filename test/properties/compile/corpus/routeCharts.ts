import { type Chart, machineOf } from '../chart.ts';
import type { GuardArgs } from '../trace.ts';

/** States with a route, which can be entered from everywhere by their id. */
export const routeCharts: readonly Chart[] = [
  {
    rule: 'a route leads to its state from wherever the machine is',
    build: ({ trace }) => {
      const noted = (name: string) => ({
        entry: trace.act(`in ${name}`),
        exit: trace.act(`out ${name}`),
      });
      return machineOf(
        {
          id: 'm',
          initial: 'a',
          states: {
            a: { id: 'a', route: {}, ...noted('a') },
            b: {
              ...noted('b'),
              initial: 'x',
              states: {
                x: {
                  ...noted('x'),
                  on: { 'xstate.route': { guard: 'isOwn', actions: trace.act('own') } },
                },
                y: {
                  id: 'deep',
                  route: { guard: 'may', actions: trace.act('routed') },
                  ...noted('y'),
                },
                z: { id: 'again', route: { reenter: true, meta: 1 }, ...noted('z') },
              },
            },
            c: { route: {}, ...noted('c') },
          },
        },
        {
          guards: {
            may: trace.calls('may', ({ event }: GuardArgs) => event.allowed !== false),
            isOwn: ({ event }: GuardArgs) => event.to === '#own',
          },
        },
      );
    },
    steps: ['#deep', '#a', '#again', '#again', '#own', '#c', '#nowhere', '#deep'].flatMap((to) => [
      { type: 'xstate.route', to, allowed: false },
      { type: 'xstate.route', to },
    ]),
  },
];
