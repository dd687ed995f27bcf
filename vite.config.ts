import { getRequestListener } from '@hono/node-server'
import react from '@vitejs/plugin-react'
import { defineConfig, isRunnableDevEnvironment, type Plugin } from 'vite'

/** In `npm run dev` the API runs inside Vite's own process: one command, one port, reload on a change of any kind. */
const apiInDev: Plugin = {
  name: 'api-in-dev',
  apply: 'serve',
  configureServer({ middlewares, environments: { server } }) {
    if (!server || !isRunnableDevEnvironment(server) || process.env.VITEST) return
    const entry = new URL('./server/dev.ts', import.meta.url).pathname
    const listen = getRequestListener(async request => (await server.runner.import(entry)).fetch(request))
    middlewares.use((request, response, next) =>
      /^\/(api|healthz|readyz|metrics)(\/|$|\?)/.test(request.url ?? '') ? listen(request, response) : next(),
    )
  },
}

/** The launcher builds beside what is running and moves it into place when it is whole. */
const OUT = process.env.TRIBUTARY_BUILD_DIR ?? '../dist'

export default defineConfig(({ command }) => ({
  root: 'editor',
  plugins: [react(), apiInDev],
  build: { target: 'es2023', outDir: `${OUT}/editor`, emptyOutDir: true },
  environments: {
    server: {
      consumer: 'server',
      resolve: {
        // Bundled for a fast start; in dev the packages are loaded as they are.
        noExternal: command === 'build' ? true : [],
        external: [
          'better-sqlite3',
          'pg',
          'pg-cursor',
          'pg-native',
          '@duckdb/node-api',
          'snowflake-sdk',
          '@google-cloud/bigquery',
          'undici',
          'pino',
          'nodemailer',
          'libphonenumber-js',
          'i18n-iso-countries',
        ],
      },
      build: {
        outDir: `${OUT}/server`,
        emptyOutDir: true,
        target: 'node22',
        ssr: true,
        copyPublicDir: false,
        rollupOptions: { input: 'server/main.ts', output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' } },
      },
    },
  },
  builder: {
    buildApp: async builder => {
      await builder.build(builder.environments.client!)
      await builder.build(builder.environments.server!)
    },
  },
}))
