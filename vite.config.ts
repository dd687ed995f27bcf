import { globSync } from 'node:fs'
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

/**
 * What the page will ask for next is named in the page: the scripts around every page are fetched at once, and those of the
 * editor where the address says so (`main.tsx`). Else a browser learns of each only after it has run the one before.
 */
const preloads: Plugin = {
  name: 'preloads',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(_, { bundle }) {
      const chunks = Object.values(bundle ?? {}).filter(part => part.type === 'chunk')
      const closure = (file: string, seen = new Set<string>()): Set<string> => {
        if (seen.has(file)) return seen
        seen.add(file)
        for (const next of chunks.find(chunk => chunk.fileName === file)?.imports ?? []) closure(next, seen)
        return seen
      }
      const filesOf = (module: string) => {
        const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(module))
        if (!chunk) throw new Error(`The build has no chunk for ${module}; see main.tsx.`)
        return closure(chunk.fileName)
      }
      const stylesOf = (files: readonly string[]) => [
        ...new Set(files.flatMap(file => [...(chunks.find(chunk => chunk.fileName === file)?.viteMetadata?.importedCss ?? [])])),
      ]
      const first = chunks.filter(chunk => chunk.isEntry).reduce((all, { fileName }) => closure(fileName, all), new Set<string>())
      const around = [...filesOf('/editor/app.tsx')].filter(file => !first.has(file))
      const list = [...filesOf('/pages/FlowsPage.tsx')].filter(file => !first.has(file) && !around.includes(file))
      const editor = [...filesOf('/workbench/workbench.tsx')].filter(file => !first.has(file) && !around.includes(file))
      const settings = [...filesOf('/inspector/KindSettings.tsx')].filter(file => ![...first, ...around, ...editor].includes(file))
      const named = (name: string, files: readonly string[]) => ({
        tag: 'meta',
        attrs: { name, content: [...files, ...stylesOf(files)].map(file => `/${file}`).join(' ') },
        injectTo: 'head' as const,
      })
      return [
        ...around.map(file => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
          injectTo: 'head' as const,
        })),
        named('list-scripts', list),
        named('editor-scripts', editor),
        named('step-scripts', settings),
      ]
    },
  },
}

/** The widgets bring their words in 34 languages; only those of ours (`languages` in editor/words) go to a browser. */
const OURS = ['en-US', 'fr-FR']
const ourLanguages: Plugin = {
  name: 'our-languages',
  apply: 'build',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/react-(aria|stately|aria-components)\/[\w/]+\/intlStrings\.mjs$/.test(id)) return null
    const ours = [...code.matchAll(/^import (\S+) from "\S+\/([a-z]{2}-[A-Z]{2})\.mjs";$/gm)].filter(([, , language]) =>
      OURS.includes(language!),
    )
    if (ours.length !== OURS.length) throw new Error(`${id} does not name its languages the way it did.`)
    const words = ours.map(([, name, language]) => `"${language}": ${name}`).join(', ')
    return { code: `${ours.map(([line]) => line).join('\n')}\nexport default { ${words} }\n`, map: null }
  },
}

/** The server, and what kinds of nodes run in a process of its own: `nodes/sources/file/apart-child.ts` is `file-apart.js`. */
const programs = () => ({
  main: 'server/main.ts',
  'finishing-thread': 'server/runs/finishing-thread.ts',
  ...Object.fromEntries(globSync('nodes/*/*/apart-child.ts').map(path => [`${path.split(/[\\/]/)[2]}-apart`, path])),
})

/** The launcher builds beside what is running and moves it into place when it is whole. */
const OUT = process.env.TRIBUTARY_BUILD_DIR ?? '../dist'

export default defineConfig(({ command }) => ({
  root: 'editor',
  plugins: [react(), apiInDev, preloads, ourLanguages],
  build: { target: 'es2023', outDir: `${OUT}/editor`, emptyOutDir: true },
  environments: {
    server: {
      consumer: 'server',
      resolve: {
        // Bundled for a fast start: a package of a hundred files costs a tenth of a second, whatever is in them. Native ones and
        // the large drivers, which load on first use, stay packages; in dev all are loaded as they are.
        noExternal: command === 'build' ? true : [],
        external: ['better-sqlite3', 'pg-native', '@duckdb/node-bindings', 'snowflake-sdk', '@google-cloud/bigquery', 'pino'],
      },
      build: {
        outDir: `${OUT}/server`,
        emptyOutDir: true,
        target: 'node22',
        ssr: true,
        copyPublicDir: false,
        rollupOptions: {
          input: programs(),
          output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
        },
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
