import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Whatever the shell of whoever starts the app says: what is built is kept and served, and React's development build is slow.
process.env.NODE_ENV = 'production';

export default defineConfig({
  plugins: [react()],
  publicDir: 'src/web/public',
  resolve: { conditions: ['countersign-source', 'module', 'browser', 'development|production'] },
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    target: 'es2023',
    // Browsers that know light-dark(); for older ones it would be rewritten into variables that our colour switch does not set.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    modulePreload: { polyfill: false },
    // The content policy allows files, not data: addresses, for all but images.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // Zod is told not to evaluate text as code before any schema is made: in one chunk that every other one waits for.
      // Icons, schemas and queries are small and used all over: a file each would be dozens of requests before the first page.
      output: {
        codeSplitting: {
          groups: [
            { name: 'zod', test: /node_modules\/zod\/|without-eval/ },
            { name: 'icons', test: /node_modules\/@tabler\/icons-react\// },
            { name: 'shared', test: /crm\/src\/shared\/|-query\.ts$|-queries\.ts$/ },
          ],
        },
      },
    },
  },
});
