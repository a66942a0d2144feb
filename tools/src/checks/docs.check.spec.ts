import { anchorsOf, pointersOf } from './docs.check.ts';

const targets = (markdown: string): string[] => pointersOf(markdown).map((pointer) => pointer.target);

test('takes paths of the repository in backticks', () => {
  expect(targets('See `libs/detect`, `docker/compose.yml`, `./src/x.ts` and `nx.json`.')).toEqual([
    'libs/detect',
    'docker/compose.yml',
    './src/x.ts',
    'nx.json',
  ]);
});

test.each([
  'npm run docs/check',
  'clearwell/v1/{region}/{station}/readings',
  '/api/stations',
  'libs/*/src',
  'libs/<name>/src',
  'apps/server/dist/main.js',
  'https://example.org/docs/x.md',
  '@clearwell/detect',
  'text/html',
])('leaves %s alone', (text) => {
  expect(targets(`\`${text}\``)).toEqual([]);
});

test('takes links to other pages, with their anchors, and leaves the web alone', () => {
  expect(
    targets('[a](docs/WALK.md#the-river) [b](https://example.org) [c](#below) ![d](<docs/map.png> "Map")'),
  ).toEqual(['docs/WALK.md#the-river', '#below', 'docs/map.png']);
});

test('does not read code blocks', () => {
  expect(targets('```sh\ncat `libs/gone.ts` [x](gone.md)\n```\n')).toEqual([]);
});

test('makes anchors as GitHub does', () => {
  expect([...anchorsOf('# The river, 河\n## `npm test` & more\n')]).toEqual(['the-river-河', 'npm-test--more']);
});
