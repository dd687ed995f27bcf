/** The promises of `runtime/contract.ts`, for every kind that the folder scan finds: a new kind gets these for nothing. */
import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { kinds } from '../nodes/kinds.ts'
import { callOf } from '../runtime/body.ts'
import { concept } from '../runtime/concepts.ts'
import type { Destination } from '../runtime/contract.ts'
import { genericReasons } from '../runtime/reasons.ts'

const all = [...kinds.values()]
const destinations = all.filter((k): k is Destination => k.role === 'destination')
const speaking = destinations.filter(k => k.dialect)
const folder = (kind: { role: string; id: string }) => `nodes/${kind.role}s/${kind.id}`

describe.each(all.map(k => [k.id, k] as const))('%s', (_, kind) => {
  it('has an example that parses, and settings that can be drawn as a form', () => {
    expect(kind.config.safeParse(kind.example).error?.issues ?? []).toEqual([])
    const schema = z.toJSONSchema(kind.config, { io: 'input', unrepresentable: 'any' }) as {
      properties?: Record<string, { title?: string }>
    }
    for (const [name, property] of Object.entries(schema.properties ?? {})) expect(property.title, `${name} needs a title`).toBeTruthy()
  })
  it('takes no settings it does not know', () => {
    expect(kind.config.safeParse({ ...(kind.example as object), nobody_knows_this: 1 }).success).toBe(false)
  })
  it('has a README with the agreed headings', () => {
    const path = `${folder(kind)}/README.md`
    expect(existsSync(path)).toBe(true)
    for (const heading of ['What it does', 'Settings', 'Unproven'])
      expect(readFileSync(path, 'utf8')).toMatch(new RegExp(`^#+ ${heading}`, 'm'))
  })
  it('has words for people', () => {
    expect(kind.title.length).toBeGreaterThan(2)
    expect(kind.summary).toMatch(/^[A-Z].*\.$/)
  })
  it('marks the secrets of its connection', () => {
    if (!('connection' in kind) || !kind.connection) return
    expect(kind.connection.safeParse(kind.exampleConnection).success).toBe(true)
    const schema = z.toJSONSchema(kind.connection, { io: 'input', unrepresentable: 'any' }) as {
      properties?: Record<string, { secret?: boolean }>
    }
    for (const [name, property] of Object.entries(schema.properties ?? {}))
      if (/token|password|secret|private/i.test(name)) expect(property.secret, name).toBe(true)
  })
})

describe.each(speaking.map(k => [k.id, k.dialect!] as const))('the language of %s', (_, dialect) => {
  it('feeds every field from a known concept, and the three facts of an event are among them', () => {
    expect(dialect.targets.filter(t => !concept.has(t.concept)).map(t => `${t.key} ← ${t.concept}`)).toEqual([])
    for (const id of ['event_name', 'event_time', 'action_source']) expect(dialect.targets.some(t => t.concept === id)).toBe(true)
    expect(new Set(dialect.targets.map(t => t.key)).size).toBe(dialect.targets.length)
  })
  it('hashes every personal field that the platform matches by a digest', () => {
    for (const target of dialect.targets.filter(t => t.hash)) expect(target.personal, target.key).toBe(true)
    expect(dialect.targets.find(t => t.concept === 'email')?.hash).toBe(true)
    expect(dialect.targets.find(t => t.concept === 'phone')?.hash).toBe(true)
  })
  it('puts events one after another into the body, the same bytes as a text and as bytes', () => {
    const { exampleConnection } = speaking.find(k => k.dialect === dialect)!
    const address = { connection: exampleConnection, base: 'https://platform.example' }
    const text = fc
      .dictionary(fc.string({ unit: 'binary' }), fc.oneof(fc.string({ unit: 'binary' }), fc.double()))
      .map(o => JSON.stringify(o))
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), texts => {
        const { body, ...whole } = dialect.call(texts, address)
        const { body: bytes, ...quick } = callOf(dialect, texts, address)
        expect(quick).toEqual(whole)
        expect(bytes).toEqual(Buffer.from(body))
      }),
    )
  })
  it('reads any answer without throwing, with as many results as events', () => {
    const answer = fc.record({
      status: fc.integer({ min: 100, max: 599 }),
      headers: fc.constant({}),
      body: fc.oneof(fc.string(), fc.json(), fc.constant('{"events_received":3}'), fc.constant('<html>')),
    })
    fc.assert(
      fc.property(answer, fc.integer({ min: 1, max: 5 }), (a, sent) => {
        const verdict = dialect.read(a, sent)
        if (verdict.kind === 'settled') expect(verdict.results).toHaveLength(sent)
        if (verdict.kind === 'poisoned') for (const i of verdict.suspects ?? []) expect(i).toBeLessThan(sent)
      }),
      { numRuns: 500 },
    )
  })
  it('never calls a garbled success settled', () => {
    const page = ['<html>ok</html>', '\n<!doctype html>']
    const garbled = dialect.byStatus ? page : [...page, '', '{"events_rec', '[]', 'null', '{}']
    for (const body of garbled)
      expect(dialect.read({ status: 200, headers: {}, body }, 2)).toMatchObject({ kind: 'retry', taken: 'unknown' })
  })
  it('treats a server fault as unknown and a slow-down as not taken', () => {
    expect(dialect.read({ status: 502, headers: {}, body: '<html>' }, 2)).toMatchObject({ kind: 'retry', taken: 'unknown' })
    expect(dialect.read({ status: 302, headers: { location: 'https://elsewhere.example' }, body: '' }, 2).kind).toBe('stop')
  })
  it('has a sentence for each of its codes', () => {
    for (const [code, reason] of Object.entries({ ...dialect.reasons, ...genericReasons }))
      expect(reason.title && reason.why, code).toBeTruthy()
  })
})

describe.each(destinations.filter(k => k.simulator).map(k => [k.id, k] as const))('the simulator of %s', (_, kind) => {
  it('names each rule once, with its source', async () => {
    const { rules } = await kind.simulator!()
    expect(rules.length).toBeGreaterThan(5)
    expect(new Set(rules.map(r => r.id)).size).toBe(rules.length)
    for (const rule of rules) expect(rule.source && rule.says && rule.read && rule.verdict, rule.id).toBeTruthy()
  })
  it('answers anything without throwing', async () => {
    const simulator = await kind.simulator!()
    fc.assert(
      fc.property(fc.webPath(), fc.oneof(fc.json(), fc.string()), (path, body) => {
        expect(simulator.answer({ method: 'POST', path, headers: { authorization: 'Bearer x' }, body }, Date.now()).status).toBeGreaterThan(
          0,
        )
      }),
      { numRuns: 200 },
    )
  })
})
