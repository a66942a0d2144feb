import { defineConfig } from 'vite';

/** One file for the server and our own libraries; packages from the registry stay outside it. */
export default defineConfig({
  root: import.meta.dirname,
  build: {
    ssr: 'src/main.ts',
    outDir: 'dist',
    emptyOutDir: true,
    target: 'node24',
    sourcemap: true,
    minify: false,
    rolldownOptions: { output: { entryFileNames: 'main.js' } },
  },
  ssr: { noExternal: [/^@clearwell\//] },
  oxc: { decorator: { legacy: true } },
});
