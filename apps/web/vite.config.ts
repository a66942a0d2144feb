import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { bareSchemas } from './bare-schemas.ts';

const SERVER = 'http://127.0.0.1:3000';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), bareSchemas()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The 360 and UOS browsers found in offices run Chromium engines of these years.
    target: ['chrome87', 'edge88', 'firefox78', 'safari14'],
  },
  server: {
    port: 5173,
    proxy: { '/api': SERVER, '/socket': { target: SERVER, ws: true } },
  },
});
