import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ApiError } from '../server/api/payloads.ts'
import { templates } from '../server/flows/templates.ts'
import { type Answered, type Doors, openDoors } from './doors.ts'

let doors: Doors
beforeAll(async () => {
  doors = await openDoors()
})
afterAll(() => doors?.close())

const NASTY = [
  null,
  '',
  '\u0000',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  '=1+1',
  '<script>',
  '\ud800',
  'x'.repeat(3000),
  -1,
  1e308,
  0.1,
  true,
  [],
  {},
  [[]],
  { column: 'x' },
  { $ref: '#' },
  'http://169.254.169.254/',
]

/** Every place in a document, as a path of keys. */
function placesIn(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (value === null || typeof value !== 'object') return [path]
  return [path, ...Object.entries(value).flatMap(([key, part]) => placesIn(part, [...path, Array.isArray(value) ? Number(key) : key]))]
}
function replaced(root: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (Array.isArray(root)) return root.map((part, i) => (i === key ? replaced(part, rest, value) : part))
  return { ...(root as object), [key]: replaced((root as Record<string, unknown>)[key], rest, value) }
}
const spoiled = fc
  .tuple(
    fc.constantFrom(...templates.map(template => template.document)),
    fc.nat(),
    fc.nat(),
    fc.constantFrom(...NASTY),
    fc.constantFrom(...NASTY),
  )
  .map(([document, first, second, a, b]) => {
    const places = placesIn(document).slice(1)
    const once = replaced(document, places[first % places.length]!, a)
    const left = placesIn(once)
    return replaced(once, left[second % left.length]!, b)
  })

it('no document, however spoiled, is answered with anything but sense', async () => {
  const problem = (answer: Answered) => ApiError.strict().safeParse(answer.json).success
  await fc.assert(
    fc.asyncProperty(spoiled, async document => {
      const carried = await doors.ask('POST', '/api/flows/import', JSON.stringify(document) ?? '', { 'content-type': 'application/json' })
      expect([201, 400]).toContain(carried.status)
      if (carried.status === 400) expect(problem(carried)).toBe(true)
      if (carried.status === 201) {
        expect(carried.json.live).toBe(null)
        await doors.ask('DELETE', `/api/flows/${carried.json.id}`)
      }
      for (const path of ['check', 'preview', 'suggest', 'test']) {
        const extra = path === 'suggest' || path === 'test' ? { node: path === 'test' ? 'meta' : 'map' } : {}
        const answer = await doors.ask('POST', `/api/flows/sample/${path}`, { document, ...extra })
        expect([path, answer.status < 500, answer.json?.why]).toEqual([path, true, answer.json?.why])
        if (answer.status >= 400) expect(problem(answer)).toBe(true)
        expect(answer.text).not.toContain('"app.unknown"')
      }
    }),
    { numRuns: 150 },
  )
  expect(doors.log()).not.toContain('failed on our side')
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
}, 120_000)

it('refuses what is nested deeper than anybody means, by every door', async () => {
  const groups = (depth: number) =>
    `${'{"match":"all","conditions":['.repeat(depth)}{"column":"a","op":"is","value":"x"}${']}'.repeat(depth)}`
  const flow = (depth: number) =>
    `{"tributary":1,"name":"Deep","edges":[],"nodes":[{"id":"a","kind":"filter","config":{"where":${groups(depth)}}}]}`
  const json = { 'content-type': 'application/json' }
  for (const [depth, made] of [
    [90, true],
    [1_000, false],
    [20_000, false],
  ] as const) {
    const answers = [
      await doors.ask('PUT', '/api/segments/Deep', `{"where":${groups(depth)}}`, json),
      await doors.ask('POST', '/api/flows', `{"document":${flow(depth)}}`, json),
      await doors.ask('POST', '/api/flows/import', flow(depth), json),
      await doors.ask('POST', '/api/flows/import', flow(depth), { 'content-type': 'application/yaml' }),
    ]
    expect(
      answers.map(({ status }) => (status < 300 ? 'made' : status)),
      String(depth),
    ).toEqual(Array(4).fill(made ? 'made' : 400))
    expect((await doors.ask('GET', '/api/segments')).status).toBe(200)
  }
})
