import { defineConfig } from 'vite'

/** The bench measures bundled code, as it ships. What the bench before measured stays beside it, to be compared with. */
export default defineConfig({
  build: { ssr: 'test/bench/main.ts', outDir: 'dist/bench', target: 'node22', emptyOutDir: false },
  ssr: { noExternal: true, external: ['better-sqlite3', 'pg', 'pg-cursor', '@duckdb/node-api', 'libphonenumber-js', 'i18n-iso-countries'] },
})
