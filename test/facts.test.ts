/** What a destination's `rules.md` and the editor's `promises.md` name as kept and proven: all of that exists, and what is unproven says so. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const FOLDER = 'nodes/destinations'
const ROOMS = /^(?:runtime|server|test|editor)\//
const told = readdirSync(FOLDER).filter(id => existsSync(join(FOLDER, id, 'rules.md')))
const textOf = (path: string) => readFileSync(path, 'utf8')
const placed = (folder: string, file: string) => (ROOMS.test(file) ? file : join(folder, file))
/** The cells of every row of every table whose heading begins with this word. */
const rowsOf = (path: string, heading: string): string[][] =>
  textOf(path)
    .split('\n')
    .filter(line => line.startsWith('| ') && !line.startsWith(`| ${heading} `))
    .map(line => line.slice(2, -2).split(' | '))
function whole(rows: readonly string[][], cells: number) {
  expect(rows.length).toBeGreaterThan(50)
  expect(rows.filter(row => row.length !== cells || row[0] === '' || row.at(-1) === '')).toEqual([])
  expect(new Set(rows.map(([named]) => named)).size).toBe(rows.length)
}
/** Each part of a proof is a test that exists, in a file that exists; or words of the kind that the table has for what is not. */
function proven(proof: string, folder: string, otherwise: (part: string) => boolean) {
  for (const part of proof.split('; ')) {
    const [, file, title] = /^`([^`]+)`: (.+)$/.exec(part) ?? []
    if (file) expect(textOf(placed(folder, file)), part).toContain(title)
    else expect(otherwise(part), part).toBe(true)
  }
}

it('platforms with a simulator have one', () => {
  const simulated = readdirSync(FOLDER).filter(id => existsSync(join(FOLDER, id, 'simulator.ts')))
  expect(told).toEqual(simulated)
})
describe.each(told)('%s', id => {
  const folder = join(FOLDER, id)
  const readme = textOf(join(folder, 'README.md')).replaceAll(/\s+/g, ' ')
  const rows = rowsOf(join(folder, 'rules.md'), 'rule')
  it('has many rows, each whole and once', () => whole(rows, 4))
  it.each(rows.map(([rule = '', source = '', kept = '', proof = '']) => [rule, { source, kept, proof }] as const))(
    '%s',
    (_, { source, kept, proof }) => {
      expect(source.trim()).not.toBe('')
      for (const [, file] of kept.matchAll(/`([^`]+)`/g)) expect(existsSync(placed(folder, file!)), file).toBe(true)
      proven(proof, folder, part => {
        const [, said] = /^(?:unproven|left out): “(.+)”$/.exec(part) ?? []
        return said !== undefined && readme.includes(said)
      })
    },
  )
})
describe('what the editor promises', () => {
  const rows = rowsOf('editor/promises.md', 'promise')
  it('has many rows, each whole and once', () => whole(rows, 2))
  it.each(rows.map(([promise = '', proof = '']) => [promise, proof] as const))('%s', (_, proof) =>
    proven(proof, 'editor', part => /^not: .{10,}/.test(part)),
  )
})
