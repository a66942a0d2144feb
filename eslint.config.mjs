import nx from '@nx/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { openBoundaries, portTypesOnly, roomBoundaries, specBoundaries } from './tools/eslint/boundaries.mjs';
import { purity, purityOfContracts } from './tools/eslint/purity.mjs';

const SPECS = ['**/*.spec.{ts,tsx}', '**/*.int-spec.ts', '**/*.e2e-spec.ts'];
const PURE = ['water-quality', 'qualify', 'detect', 'alerts'].map((name) => `libs/${name}/src/**/*.ts`);

const strictness = {
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
  '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
  // Nest's options are classes, and are given as literals.
  '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  eqeqeq: ['error', 'always', { null: 'ignore' }],
};

// A feel for size: what is larger has usually two jobs.
const size = {
  complexity: ['error', 15],
  'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
  'max-params': 'off',
  '@typescript-eslint/max-params': ['error', { max: 5 }],
};

const looserInSpecs = {
  '@typescript-eslint/no-confusing-void-expression': 'off',
  '@typescript-eslint/no-empty-function': 'off',
  '@typescript-eslint/no-non-null-assertion': 'off',
  // It asks for `!`, and `as` is as good in a spec.
  '@typescript-eslint/non-nullable-type-assertion-style': 'off',
  // expect.any(…), JSON of an answer.
  '@typescript-eslint/no-unsafe-assignment': 'off',
  '@typescript-eslint/require-await': 'off',
  '@typescript-eslint/unbound-method': 'off',
  'max-lines': 'off',
  'max-lines-per-function': 'off',
};

const off = (rules) => Object.fromEntries(Object.keys(rules).map((name) => [name, 'off']));

export default defineConfig(
  globalIgnores(['**/dist/', '**/node_modules/', '.nx/', 'data/', 'coverage/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { '@nx': nx },
    rules: { ...strictness, ...size, ...roomBoundaries },
  },
  { files: ['**/*.data.ts'], rules: { 'max-lines': 'off' } },
  { files: PURE, rules: purity },
  { files: ['libs/contracts/src/**/*.ts'], rules: purityOfContracts },
  { files: ['libs/{ledger,history}/src/**/*.ts'], rules: portTypesOnly },
  { files: ['apps/web/src/**/*.{ts,tsx}'], extends: [reactHooks.configs.flat.recommended] },
  { files: SPECS, rules: { ...looserInSpecs, ...off(purity), ...specBoundaries } },
  { files: ['apps/e2e/**/*.ts'], rules: { ...looserInSpecs, ...openBoundaries } },
  { files: ['**/*.mjs'], extends: [tseslint.configs.base], rules: { eqeqeq: 'error' } },
);
