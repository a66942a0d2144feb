// `npm test`: says what is missing, builds what must be built, runs all specs. The closing line is the last one printed.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PARTS, partsAreRequired, realPart, type RealPart } from '@clearwell/testkit/parts';
import { build } from './build.ts';
import { ROOT, runNode } from './run-node.ts';

const HELP = `npm test [-- options] [file pattern …]

  --only unit|integration|e2e   run specs of one size (may be given several times)
  --no-build                    use apps/*/dist as they are
  -t, --grep <text>             only tests whose title matches
  -u, --update                  rewrite snapshots
  -h, --help

  MOSQUITTO, CHROMIUM           programs to use instead of those on PATH
  REQUIRE_REAL=1                a missing real part fails the run instead of skipping its specs`;

const NEED_BUILD = ['integration', 'e2e'];

const { values: options, positionals: patterns } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: {
    only: { type: 'string', multiple: true, default: [] },
    build: { type: 'boolean', default: true },
    grep: { type: 'string', short: 't' },
    update: { type: 'boolean', short: 'u', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

if (options.help) console.log(HELP);
else process.exitCode = await runTests();

async function runTests(): Promise<number> {
  for (const part of Object.keys(PARTS) as RealPart[]) reportPart(part);
  return (await buildIfNeeded()) || runNode(jestArgs());
}

function reportPart(part: RealPart): void {
  if (realPart(part) !== null) return;
  const consequence = partsAreRequired() ? 'the specs that need it FAIL' : 'the specs that need it are skipped';
  console.log(`${part} not found: ${consequence}. To get it: ${PARTS[part].howToGet}`);
}

async function buildIfNeeded(): Promise<number> {
  const needed = options.only.length === 0 || options.only.some((size) => NEED_BUILD.includes(size));
  if (!options.build || !needed) return 0;
  const code = await build();
  // The closing line is promised whatever happens: a build that fails is one failure.
  if (code !== 0) console.log('The build failed, no spec was run.\n0 passed, 1 failed');
  return code;
}

function jestArgs(): string[] {
  return [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    resolve(ROOT, 'node_modules/jest/bin/jest.js'),
    ...(options.only.length > 0 ? ['--selectProjects', ...options.only] : []),
    ...(options.grep === undefined ? [] : ['--testNamePattern', options.grep]),
    // A snapshot that was never committed fails instead of being written.
    options.update ? '--updateSnapshot' : '--ci',
    ...(patterns.length > 0 ? ['--', ...patterns] : []),
  ];
}
