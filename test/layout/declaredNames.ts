import { basename } from 'node:path';
import { type Node, parseSync, Visitor } from 'oxc-parser';

export interface DeclaredName {
  readonly name: string;
  /** Where it stands in the text. */
  readonly at: number;
}

/**
 * The names that a file gives to something: its own, and those of its variables, functions, parameters, classes, types and their
 * members, and of the members of its object literals. What it only uses is not among them.
 */
export function declaredNames(file: string, text: string): DeclaredName[] {
  const found: DeclaredName[] = [
    { name: basename(file).replace(/(\.test|\.d)?\.tsx?$/, ''), at: 0 },
  ];
  const add = (node: Node | null | undefined) => {
    if (node?.type === 'Identifier' || node?.type === 'PrivateIdentifier') {
      found.push({ name: node.name, at: node.start });
    }
  };
  const addPattern = (node: Node | null | undefined): void => {
    if (node === null || node === undefined) return;
    if (node.type === 'Identifier') add(node);
    else if (node.type === 'AssignmentPattern') addPattern(node.left);
    else if (node.type === 'RestElement') addPattern(node.argument);
    else if (node.type === 'TSParameterProperty') addPattern(node.parameter);
    else if (node.type === 'ArrayPattern') for (const element of node.elements) addPattern(element);
    else if (node.type === 'ObjectPattern') {
      for (const member of node.properties) {
        addPattern(member.type === 'RestElement' ? member : member.value);
      }
    }
  };
  const addFunction = ({ id, params }: { id?: Node | null; params: readonly Node[] }) => {
    add(id);
    for (const parameter of params) addPattern(parameter);
  };
  const addId = ({ id }: { id: Node | null }) => add(id);
  const addMember = ({ key, computed }: { key: Node; computed?: boolean }) => {
    if (computed !== true) add(key);
  };
  new Visitor({
    VariableDeclarator: ({ id }) => addPattern(id),
    FunctionDeclaration: addFunction,
    FunctionExpression: addFunction,
    ArrowFunctionExpression: addFunction,
    CatchClause: ({ param }) => addPattern(param),
    ClassDeclaration: addId,
    ClassExpression: addId,
    PropertyDefinition: addMember,
    MethodDefinition: addMember,
    ObjectExpression({ properties }) {
      for (const member of properties) if (member.type === 'Property') addMember(member);
    },
    TSInterfaceDeclaration: addId,
    TSTypeAliasDeclaration: addId,
    TSEnumDeclaration: addId,
    TSPropertySignature: addMember,
    TSMethodSignature: addMember,
    ImportSpecifier: ({ local }) => add(local),
    ImportDefaultSpecifier: ({ local }) => add(local),
    ImportNamespaceSpecifier: ({ local }) => add(local),
  }).visit(parseSync(file, text).program);
  return found;
}
