/** A node of the syntax tree, as far as our rules read it: ESTree with TypeScript. */
export interface Node {
  type: string;
  name?: string;
  value?: unknown;
  operator?: string;
  body?: Node | Node[];
  callee?: Node;
  arguments?: Node[];
  object?: Node;
  property?: Node;
  key?: Node;
  left?: Node;
  right?: Node;
  init?: Node | null;
  id?: Node;
  kind?: string;
  local?: Node;
  expression?: Node;
  expressions?: Node[];
  properties?: Node[];
  elements?: (Node | null)[];
  argument?: Node;
  tag?: Node;
  quasi?: Node;
  consequent?: Node;
  alternate?: Node;
  regex?: { pattern: string; flags: string };
}

export interface RuleContext {
  report(problem: { node: Node; message: string }): void;
}

/** A rule as oxlint takes it, which is as ESLint does. */
export interface Rule {
  create(context: RuleContext): Record<string, (node: Node) => void>;
}

/** The name that a property is read or set by: `a.name`, `a['name']`, `{ name: … }`, `<a name={…}>`; undefined where it is worked out. */
export function nameOf(node: Node | undefined): string | undefined {
  if (!node) return undefined;
  if (node.type === 'Identifier' || node.type === 'JSXIdentifier') return node.name;
  return node.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}

/** The last name of what is called: `query` of `client.query(…)` and of `query(…)`. */
export function calledName({ callee }: Node): string | undefined {
  return callee?.type === 'MemberExpression' ? nameOf(callee.property) : nameOf(callee);
}
