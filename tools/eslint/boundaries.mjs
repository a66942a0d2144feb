// Who may import whom, on two axes: what a room is (type) and which program it belongs to (scope).
// docs/ARCHITECTURE.md holds the same table in words; change both.

const TYPES = {
  domain: [],
  contract: ['domain'],
  register: ['domain', 'contract'],
  record: ['domain', 'contract'],
  stage: ['domain', 'contract', 'register'],
  // A stage that is pure: it judges readings, and a tool may judge with it what it has read from a file.
  judge: ['domain'],
  // Of the register and the stages only the types of their ports: see `portTypesOnly`.
  store: ['domain', 'register', 'stage', 'judge'],
  app: ['domain', 'contract', 'record', 'register', 'stage', 'judge', 'store'],
  // The runner of the specs looks for the real parts the specs need, as the testkit does; bench and backup open stores.
  tool: ['domain', 'contract', 'record', 'register', 'judge', 'store', 'app', 'testkit'],
  testkit: ['domain', 'contract', 'register', 'store'],
};

const SCOPES = {
  shared: ['shared'],
  server: ['server', 'shared'],
  web: ['shared'],
  sim: ['shared'],
  tool: ['sim', 'server', 'shared', 'test'],
  test: ['shared', 'sim', 'server', 'test'],
};

const EXTERNAL = { domain: [], contract: ['zod', 'zod/*'] };

const rowsOf = (axis, table, alsoAllowed) =>
  Object.entries(table).map(([name, targets]) => ({
    sourceTag: `${axis}:${name}`,
    onlyDependOnLibsWithTags: [...targets, ...alsoAllowed].map((target) => `${axis}:${target}`),
  }));

const externalRows = Object.entries(EXTERNAL).map(([name, allowedExternalImports]) => ({
  sourceTag: `type:${name}`,
  allowedExternalImports,
}));

const boundaryRule = (depConstraints) => ({
  '@nx/enforce-module-boundaries': [
    'error',
    {
      allow: [],
      enforceBuildableLibDependency: false,
      // Specs of what the testkit builds on may use the testkit.
      ignoredCircularDependencies: [
        ['@clearwell/testkit', '@clearwell/water-quality'],
        ['@clearwell/testkit', '@clearwell/contracts'],
        ['@clearwell/testkit', '@clearwell/accounts'],
        ['@clearwell/testkit', '@clearwell/people'],
        ['@clearwell/testkit', '@clearwell/ledger'],
        ['@clearwell/testkit', '@clearwell/history'],
      ],
      depConstraints,
    },
  ],
});

export const roomBoundaries = boundaryRule([
  ...rowsOf('type', TYPES, []),
  ...rowsOf('scope', SCOPES, []),
  ...externalRows,
]);

/** Specs may use the testkit, and packages of their own choice. */
export const specBoundaries = boundaryRule([
  ...rowsOf('type', TYPES, ['testkit']),
  ...rowsOf('scope', SCOPES, ['test']),
]);

/** The end-to-end specs stand outside of the house. */
export const openBoundaries = boundaryRule([{ sourceTag: '*', onlyDependOnLibsWithTags: ['*'] }]);

const PORT_OWNERS = ['stations', 'people', 'ingest', 'qualify', 'detect', 'alerts', 'notify', 'live'];

/** A store implements the ports others declare: it may know their types, and none of their code. */
export const portTypesOnly = {
  '@typescript-eslint/no-restricted-imports': [
    'error',
    {
      patterns: [
        {
          group: PORT_OWNERS.map((owner) => `@clearwell/${owner}`),
          allowTypeImports: true,
          message: 'A store imports only the port types of a stage or of the register.',
        },
      ],
    },
  ],
};
