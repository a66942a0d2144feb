import ts from 'typescript';

/** What one file takes from another; `name` and `alias` are `*` where it takes everything. */
export interface Taken {
  readonly from: string;
  /** As the other file calls it. */
  readonly name: string;
  /** As this file calls it. */
  readonly alias: string;
}

export interface ModuleText {
  readonly imports: readonly Taken[];
  readonly exportedValues: ReadonlySet<string>;
  readonly exportedTypes: ReadonlySet<string>;
  /** The text behind the imports: where the order of things is told. */
  readonly body: string;
}

/** Reads what a TypeScript file takes and gives. */
export function readModule(source: string): ModuleText {
  const file = ts.createSourceFile('module.tsx', source, ts.ScriptTarget.ES2024, true);
  const imports = file.statements.filter(ts.isImportDeclaration);
  const exported = file.statements.filter(isExported);
  return {
    imports: [...imports.flatMap(takenBy), ...lazilyTaken(source)],
    exportedValues: new Set(exported.flatMap(valuesOf)),
    exportedTypes: new Set(exported.flatMap((node) => (isTypeDeclaration(node) ? [node.name.text] : []))),
    body: source.slice(imports.at(-1)?.end ?? 0),
  };
}

function takenBy({ importClause: clause, moduleSpecifier }: ts.ImportDeclaration): Taken[] {
  const from = (moduleSpecifier as ts.StringLiteral).text;
  if (clause === undefined) return [{ from, name: '*', alias: '*' }];
  const whole = clause.name ? [{ from, name: 'default', alias: clause.name.text }] : [];
  const named = clause.namedBindings;
  if (named === undefined) return whole;
  if (ts.isNamespaceImport(named)) return [...whole, { from, name: '*', alias: named.name.text }];
  return [
    ...whole,
    ...named.elements.map((one) => ({ from, name: (one.propertyName ?? one.name).text, alias: one.name.text })),
  ];
}

const lazilyTaken = (source: string): Taken[] =>
  [...source.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)].map(([, from = '']) => ({ from, name: '*', alias: '*' }));

const isExported = (node: ts.Statement): boolean =>
  ts.canHaveModifiers(node) &&
  (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword);

const isTypeDeclaration = (node: ts.Statement): node is ts.InterfaceDeclaration | ts.TypeAliasDeclaration =>
  ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);

function valuesOf(node: ts.Statement): string[] {
  if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) return node.name ? [node.name.text] : [];
  if (!ts.isVariableStatement(node)) return [];
  return node.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
}
