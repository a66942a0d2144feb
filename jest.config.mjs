// Specs run as ES modules: tools/src/test.ts starts jest with --experimental-vm-modules.
// Workspace packages are symlinks in node_modules; Jest follows them, so their TypeScript is transformed too.
const swc = [
  '@swc/jest',
  {
    swcrc: false,
    sourceMaps: 'inline',
    module: { type: 'es6' },
    jsc: {
      target: 'es2024',
      keepClassNames: true,
      parser: { syntax: 'typescript', tsx: true, decorators: true },
      transform: {
        legacyDecorator: true,
        decoratorMetadata: true,
        useDefineForClassFields: true,
        react: { runtime: 'automatic' },
      },
    },
  },
];

const project = (displayName, testMatch) => ({
  displayName,
  testMatch: testMatch.map((pattern) => `<rootDir>/${pattern}`),
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '\\.tsx?$': swc },
  roots: ['apps', 'libs', 'firmware-sim', 'tools'].map((folder) => `<rootDir>/${folder}`),
  // Built copies would be found twice.
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/(apps|libs)/[^/]+/dist/', '<rootDir>/firmware-sim/dist/'],
  restoreMocks: true,
});

export default {
  projects: [
    project('unit', ['{apps,libs,firmware-sim,tools}/**/*.spec.{ts,tsx}']),
    project('integration', ['{apps,libs,firmware-sim,tools}/**/*.int-spec.ts']),
    project('e2e', ['apps/e2e/**/*.e2e-spec.ts']),
  ],
  reporters: ['default', '<rootDir>/tools/src/closing-line-reporter.ts'],
  maxWorkers: 2,
  testTimeout: 20_000,
};
