// A pure library computes: no framework, no clock, no chance, no input or output.

const AMBIENT = [
  ...['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'localStorage', 'sessionStorage', 'indexedDB'],
  ...['process', 'Buffer', 'require', 'module', '__dirname', '__filename', 'global', 'globalThis'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'requestAnimationFrame'],
  ...['console', 'performance', 'crypto', 'window', 'document', 'navigator', 'self'],
];

const importsOnly = (allowed) => ({
  'no-restricted-imports': [
    'error',
    {
      patterns: [
        { regex: `^(?!${allowed})`, message: 'A pure library imports other rooms: no Node builtin, no framework.' },
      ],
    },
  ],
});

export const purity = {
  ...importsOnly(String.raw`\.{1,2}/|@clearwell/`),
  'no-restricted-globals': [
    'error',
    ...AMBIENT.map((name) => ({
      name,
      message: 'A pure library does no I/O and has no clock; take it as an argument.',
    })),
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: 'Time comes in as an argument.' },
    { object: 'Temporal', property: 'Now', message: 'Time comes in as an argument.' },
    { object: 'Math', property: 'random', message: 'Chance comes in as an argument.' },
  ],
  'no-restricted-syntax': [
    'error',
    {
      selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
      message: 'new Date() reads the clock: time comes in as an argument.',
    },
    {
      selector: 'CallExpression[callee.name="Date"]',
      message: 'Date() reads the clock: time comes in as an argument.',
    },
    { selector: 'ImportExpression', message: 'A pure library imports statically.' },
  ],
};

/** The contracts are pure, and written in zod. */
export const purityOfContracts = { ...purity, ...importsOnly(String.raw`\.{1,2}/|@clearwell/|zod$|zod/`) };
