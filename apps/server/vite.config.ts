import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const HISTORY = resolve(import.meta.dirname, '../../libs/history/src');

/**
 * One file for the server and our own libraries, and one beside it for each kind of thread; packages from the registry
 * stay outside.
 */
export default defineConfig({
  root: import.meta.dirname,
  build: {
    ssr: true,
    outDir: 'dist',
    emptyOutDir: true,
    target: 'node24',
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      input: {
        main: resolve(import.meta.dirname, 'src/main.ts'),
        'history-worker': resolve(HISTORY, 'history-worker.ts'),
        'replication-worker': resolve(HISTORY, 'replication-worker.ts'),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
  ssr: { noExternal: [/^@clearwell\//] },
  oxc: { decorator: { legacy: true } },
});
