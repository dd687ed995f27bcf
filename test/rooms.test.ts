/** Who may import whom, how long a file may be, and that nobody outside a kind's folder names its platform. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

interface Room {
  values: string[]
  types: string[]
  packages: RegExp
}
const rooms: Record<string, Room> = {
  runtime: {
    values: ['runtime'],
    types: [],
    packages: /^(zod|node:crypto|libphonenumber-js(\/.*)?|i18n-iso-countries(\/.*)?|re2js|yaml)$/,
  },
  nodes: {
    values: ['nodes', 'runtime'],
    types: [],
    packages: /^(zod|pg|pg-cursor|snowflake-sdk|@google-cloud\/bigquery|@duckdb\/node-api|yauzl|ajv|node:.*)$/,
  },
  server: { values: ['server', 'nodes', 'runtime'], types: [], packages: /^(?!react|@xyflow|pg$|pg-cursor|@duckdb|libphonenumber)/ },
  editor: {
    values: ['editor'],
    types: ['runtime', 'server'],
    packages:
      /^(react|react-dom|react-aria-components|react-aria|@react-aria\/.*|@xyflow|@tanstack|zustand|immer|@codemirror|cronstrue|lucide-react|@fontsource-variable)(\/.*)?$/,
  },
}
const LINES_MAX = 300
const VAGUE = /^(utils?|helpers?|common|shared|misc|types|index)\.tsx?$/

const files = Object.keys(rooms).flatMap(room =>
  readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter(file => /\.tsx?$/.test(file))
    .map(file => `${room}/${file.replaceAll('\\', '/')}`),
)
const textOf = new Map(files.map(file => [file, readFileSync(file, 'utf8')]))
const isTest = (file: string) => /\.test\.tsx?$/.test(file)

interface Import {
  type: boolean
  from: string
}
/** Demands `from` or a bare import, so that a string in a union type is not taken for one. */
const importsOf = (text: string): Import[] =>
  [...text.matchAll(/^(?:import|export)\s+(type\s)?(?:[^'"=;]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/gm)].map(
    ([, type, plain, lazy]) => ({ type: type !== undefined, from: (plain ?? lazy)! }),
  )

const folderOf = (parts: readonly string[]) => parts.slice(0, 3).join('/')
/** A folder without a kind in it is a home for what several kinds of one role share, such as a wire that they all speak; it names none of them. */
const isKind = (parts: readonly string[]) => textOf.has(`${folderOf(parts)}/index.ts`) || parts.length < 4

function foreignIn(file: string): string[] {
  const room = file.split('/')[0]!
  const rule = rooms[room]!
  return importsOf(textOf.get(file)!).flatMap(({ type, from }) => {
    if (!from.startsWith('.'))
      return type ||
        rule.packages.test(from) ||
        (isTest(file) && /^(vitest|fast-check|ajv|node:|undici|better-sqlite3|pg|@duckdb|hono)/.test(from))
        ? []
        : [from]
    const to = normalize(join(dirname(file), from)).split('/')
    if (isTest(file) && to[0] === 'test') return []
    if (!rule.values.includes(to[0]!) && !(type && rule.types.includes(to[0]!))) return [from]
    const otherKind =
      room === 'nodes' && to[0] === 'nodes' && folderOf(to) !== folderOf(file.split('/')) && (isKind(to) || to[1] !== file.split('/')[1])
    return otherKind && file !== 'nodes/kinds.ts' ? [`${from} (another kind)`] : []
  })
}

describe('rooms', () => {
  it.each(files)('%s stays in its room', file => {
    expect(foreignIn(file)).toEqual([])
  })
  it.each(files)('%s can be read in one sitting', file => {
    expect(textOf.get(file)!.trimEnd().split('\n').length).toBeLessThanOrEqual(LINES_MAX)
  })
  it('no file has a name that says nothing', () => {
    const vague = files.filter(file => VAGUE.test(basename(file)) && !/^nodes\/[^/]+\/[^/]+\/index\.ts$/.test(file))
    expect(vague).toEqual([])
  })
  it('each package is used in one room only', () => {
    const users = new Map<string, Set<string>>()
    for (const file of files.filter(f => !isTest(f)))
      for (const { from } of importsOf(textOf.get(file)!).filter(
        i => !i.from.startsWith('.') && !i.from.startsWith('node:') && i.from !== 'zod',
      ))
        users.set(from, (users.get(from) ?? new Set()).add(file.split('/')[0]!))
    expect([...users].filter(([, in_]) => in_.size > 1).map(([name, in_]) => `${name}: ${[...in_].join(', ')}`)).toEqual([])
  })
})

describe('kinds are named by nobody else', () => {
  const folders = readdirSync('nodes/destinations')
  const hosts = /graph\.facebook|api\.pinterest|facebook\.com|pinterest\.com/i
  const others = files.filter(
    file =>
      !file.startsWith('nodes/destinations/') &&
      !isTest(file) &&
      !file.startsWith('runtime/concepts') &&
      !file.startsWith('runtime/normalise/') &&
      !file.startsWith('runtime/suggest/'),
  )

  it('no platform host stands outside its folder', () => {
    expect(others.filter(file => hosts.test(textOf.get(file)!))).toEqual([])
  })
  it.each(folders)('no code outside its folder names the destination "%s"', id => {
    const quoted = new RegExp(`['"\`]${id}['"\`]`)
    // Words such as `inbox` are also the name of a place of our own.
    const named = others.filter(file => quoted.test(textOf.get(file)!.replaceAll(/^\s*(\/\/|\*|\/\*\*).*$/gm, '')) && id !== 'inbox')
    expect(named).toEqual([])
  })
})
