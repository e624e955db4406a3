/** What the JSON of TypeDoc has of a comment. */
interface Comment {
  readonly summary: readonly unknown[];
  readonly blockTags?: readonly { readonly tag: string }[];
}

/** What the JSON of TypeDoc has of a type. */
interface Type {
  readonly type: string;
  readonly declaration?: Reflection;
  readonly types?: readonly Type[];
  /** Of a union: the comment of each of its types. */
  readonly elementSummaries?: readonly (readonly unknown[])[];
  /** Of an array. */
  readonly elementType?: Type;
  /** Of an operator, such as `readonly`. */
  readonly target?: Type | number;
}

/** A name in the JSON of TypeDoc, with those in it. */
export interface Reflection {
  readonly name: string;
  readonly variant: string;
  readonly kind: number;
  readonly comment?: Comment;
  readonly flags?: { readonly isExternal?: boolean };
  readonly children?: readonly Reflection[];
  readonly signatures?: readonly Reflection[];
  readonly indexSignatures?: readonly Reflection[];
  readonly parameters?: readonly Reflection[];
  readonly getSignature?: Reflection;
  readonly type?: Type;
}

/** Kinds of TypeDoc (`ReflectionKind`) that need no comment of their own. */
const CONSTRUCTOR = 512;
const VARIABLE = 32;

/**
 * The names below this one that no docstring explains, as paths. Not asked for: what a package beside this one declares, a
 * constructor whose parameters are explained, the members of an unnamed type of a parameter, and a member with one literal as its
 * type, such as the `type` of an event: there is nothing to say of it.
 */
export function undocumentedNames(reflection: Reflection, path = reflection.name): string[] {
  const { children = [], signatures = [], getSignature, type } = reflection;
  return [
    ...(isDocumented(reflection) ? [] : [path]),
    ...[...signatures, ...(getSignature === undefined ? [] : [getSignature])].flatMap((one) =>
      undocumentedParameters(one, path),
    ),
    ...[...children, ...(reflection.indexSignatures ?? [])].flatMap((child) =>
      undocumentedBelow(child, path),
    ),
    ...(type === undefined ? [] : undocumentedInType(type, path)),
  ];
}

function undocumentedBelow(child: Reflection, path: string): string[] {
  if (child.variant === 'reference' || child.flags?.isExternal === true) return [];
  return undocumentedNames(child, `${path} ${child.name}`);
}

function undocumentedParameters({ parameters = [] }: Reflection, path: string): string[] {
  return parameters.filter(({ comment }) => !says(comment)).map(({ name }) => `${path} (${name})`);
}

/** Members of object types, and parameters of function types, that stand within a type. */
function undocumentedInType(type: Type, path: string): string[] {
  const { declaration, types = [], elementSummaries, elementType, target } = type;
  const inner = [elementType, target].filter((one) => typeof one === 'object');
  return [
    ...(declaration === undefined ? [] : undocumentedMembers(declaration, path)),
    // The comment of a type in a union is about its members.
    ...types
      .filter((_, index) => (elementSummaries?.[index] ?? []).length === 0)
      .flatMap((one) => undocumentedInType(one, path)),
    ...inner.flatMap((one) => undocumentedInType(one, path)),
  ];
}

function undocumentedMembers(literal: Reflection, path: string): string[] {
  const members = [...(literal.children ?? []), ...(literal.indexSignatures ?? [])];
  return members.flatMap((member) => undocumentedBelow(member, path));
}

function isDocumented(reflection: Reflection): boolean {
  const { kind, comment, type, signatures = [], getSignature } = reflection;
  if (kind === CONSTRUCTOR || type?.type === 'literal') return kind !== VARIABLE || says(comment);
  const ofType = type?.declaration?.signatures ?? [];
  const all = [reflection, ...signatures, ...ofType, ...(getSignature ? [getSignature] : [])];
  return all.some((one) => says(one.comment));
}

/** True when a comment has a sentence, or says at least what is returned. */
function says(comment: Comment | undefined): boolean {
  if (comment === undefined) return false;
  const { summary, blockTags = [] } = comment;
  return summary.length > 0 || blockTags.some(({ tag }) => tag === '@returns');
}
