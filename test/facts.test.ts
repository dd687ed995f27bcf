/** Each destination's `rules.md` names where a rule is kept and what proves it: all of that exists, and what is unproven stands in its README. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const FOLDER = 'nodes/destinations'
const ROOMS = /^(?:runtime|server|test|editor)\//
const told = readdirSync(FOLDER).filter(id => existsSync(join(FOLDER, id, 'rules.md')))
const textOf = (path: string) => readFileSync(path, 'utf8')
const placed = (folder: string, file: string) => (ROOMS.test(file) ? file : join(folder, file))

it('platforms with a simulator have one', () => {
  const simulated = readdirSync(FOLDER).filter(id => existsSync(join(FOLDER, id, 'simulator.ts')))
  expect(told).toEqual(simulated)
})
describe.each(told)('%s', id => {
  const folder = join(FOLDER, id)
  const readme = textOf(join(folder, 'README.md')).replaceAll(/\s+/g, ' ')
  const rows = textOf(join(folder, 'rules.md'))
    .split('\n')
    .filter(line => line.startsWith('| ') && !line.startsWith('| rule '))
    .map(line => line.slice(2, -2).split(' | '))
  it('has many rows, each whole and once', () => {
    expect(rows.length).toBeGreaterThan(50)
    expect(rows.filter(cells => cells.length !== 4 || cells[0] === '' || cells[3] === '')).toEqual([])
    expect(new Set(rows.map(([rule]) => rule)).size).toBe(rows.length)
  })
  it.each(rows.map(([rule = '', source = '', kept = '', proof = '']) => [rule, { source, kept, proof }] as const))(
    '%s',
    (_, { source, kept, proof }) => {
      expect(source.trim()).not.toBe('')
      for (const [, file] of kept.matchAll(/`([^`]+)`/g)) expect(existsSync(placed(folder, file!)), file).toBe(true)
      for (const part of proof.split('; ')) {
        const [, file, title] = /^`([^`]+)`: (.+)$/.exec(part) ?? []
        const [, said] = /^(?:unproven|left out): “(.+)”$/.exec(part) ?? []
        expect(file ?? said, part).toBeDefined()
        if (said) expect(readme, said).toContain(said)
        else expect(textOf(placed(folder, file!)), part).toContain(title)
      }
    },
  )
})
