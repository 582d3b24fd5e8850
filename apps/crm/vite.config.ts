import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm run dev -w apps/crm` finds the server. */
const target = 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [react()],
  publicDir: 'src/web/public',
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  build: { outDir: 'dist/web', emptyOutDir: true, target: 'es2023', sourcemap: false, modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  server: { port: 5173, proxy: { '/api': { target }, '/agent': { target } } },
});
