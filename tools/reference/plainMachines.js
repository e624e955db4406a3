import { Converter, ReferenceType, ReflectionKind } from 'typedoc';

/**
 * A plugin of TypeDoc. The type of a machine has 15 arguments that XState infers from the whole chart. They fill pages and say
 * nothing to a reader: the contexts, events and inputs of the charts have types with names. So `StateMachine` stands alone.
 *
 * @param {import('typedoc').Application} app
 */
export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (context, reflection) => {
    const { kind, type } = reflection;
    if (kind !== ReflectionKind.Variable || !(type instanceof ReferenceType)) return;
    if (type.name !== 'StateMachine') return;
    for (const argument of type.typeArguments ?? [])
      context.project.removeTypeReflections(argument);
    type.typeArguments = [];
  });
}
