import { defineConfig } from 'vite'

/** The bench measures bundled code, as it ships. */
export default defineConfig({
  build: { ssr: 'test/bench/main.ts', outDir: 'dist/bench', target: 'node22', emptyOutDir: true },
  ssr: { noExternal: true, external: ['better-sqlite3', 'pg', 'pg-cursor', '@duckdb/node-api', 'libphonenumber-js', 'i18n-iso-countries'] },
})
