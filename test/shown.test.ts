/** What is shown and kept of requests, for every destination there is: no clear personal value, no token, and still readable. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import type { Dialect, Target, Wire } from '../runtime/dialect.ts'
import { shownAnswer, shownEvents, shownOf } from '../runtime/shown.ts'

const dialects = [...kinds.values()].flatMap(kind =>
  kind.role === 'destination' && kind.dialect ? [[kind.id, kind.dialect as Dialect, kind] as const] : [],
)
const digest = (n: number) => n.toString(16).padStart(64, 'a')
/** A value for each field: hashes where it hashes, a canary where it is personal, a plain word elsewhere. */
function valuesOf(targets: readonly Target[], canary: (key: string) => string): Record<string, Wire> {
  return Object.fromEntries(
    targets.map((target, i) => {
      const value = target.hash ? digest(i) : target.personal ? canary(target.key) : `word${i}`
      return [target.key, target.many ? [value] : value]
    }),
  )
}
const textOf = (dialect: Dialect, canary: (key: string) => string) =>
  dialect.encode({ values: valuesOf(dialect.targets, canary), name: 'Purchase', source: 'website', time: 1_700_000_000 })

describe.each(dialects)('a request to %s', (_, dialect, kind) => {
  const canary = (key: string) => `canary ${key}`
  const text = textOf(dialect, canary)

  it('is shown with its hashes and words, and without a clear personal value', () => {
    const [shown] = shownEvents([text], dialect.targets)
    expect(shown!.text).not.toContain('canary')
    const hashes = text.match(/[0-9a-f]{64}/g) ?? []
    expect(hashes.length).toBeGreaterThan(3)
    for (const hash of hashes) expect(shown!.text).toContain(hash)
    const words = text.match(/"word\d+"/g) ?? []
    expect(words.length).toBeGreaterThan(3)
    for (const word of words) expect(shown!.text).toContain(word)
  })

  it('is answered without an echo of what it said in clear, nor of the token', () => {
    const connection = kind.connection!.parse(kind.exampleConnection)
    const call = dialect.call([text], { connection, base: 'https://x' })
    const secrets = Object.entries(call.headers).flatMap(([name, value]) =>
      /auth|token|secret/i.test(name) ? value.split(' ').slice(-1) : [],
    )
    const body = JSON.stringify({ error: { message: `Could not read ${text} sent with ${secrets.join()}` } })
    const answer = {
      status: 400,
      headers: {
        'x-echo': `${canary(dialect.targets.find(target => target.personal && !target.hash)!.key)} ${secrets.join()}`,
        'set-cookie': 'a=b',
      },
      body,
    }
    const shown = shownAnswer(answer, call, [text], dialect.targets)
    expect(JSON.stringify(shown)).not.toContain('canary')
    expect(shown.headers).not.toHaveProperty('set-cookie')
    for (const secret of secrets) expect(JSON.stringify(shown)).not.toContain(secret)
    expect(shown.body).toContain('Could not read')
  })
})

const targets = [
  { key: 'id', concept: 'event_id' },
  { key: 'url', concept: 'event_source_url' },
  { key: 'who.ip', concept: 'client_ip', personal: true },
  { key: 'who.em', concept: 'email', personal: true, hash: true, many: true },
  { key: 'items', concept: 'contents' },
] as unknown as Target[]
const event = (more: object) => JSON.stringify({ id: 'A1', ...more })
const only = (text: string) => JSON.parse(shownEvents([text], targets)[0]!.text)

describe('what is masked', () => {
  it.each([
    ['a field that nobody claims', { extra: { note: 'Ann' } }, { extra: { note: '•••' } }],
    [
      'a value that should have been hashed and was not',
      { who: { em: ['ann@example.com', digest(1)] } },
      { who: { em: ['•••', digest(1)] } },
    ],
    ['an address of somebody in a plain field', { items: [{ name: 'Gift for ann@example.com' }] }, { items: [{ name: 'Gift for •••' }] }],
    ['what a link carries', { url: 'https://shop.example/thanks?email=a%40b.c#x' }, { url: 'https://shop.example/thanks?•••' }],
    ['a number', { who: { ip: 1270 } }, { who: { ip: '•••' } }],
  ])('%s', (_, sent, shown) => expect(only(event(sent))).toEqual({ id: 'A1', ...shown }))

  it.each([
    ['as JSON spells it', String.raw`"a \"b\" c"`, 'a "b" c'],
    ['longer than another one that begins alike', '1.2.3.44 and 1.2.3.4', '1.2.3.4', '1.2.3.44'],
    ['at the very end', 'said 10.0.0.1', '10.0.0.1'],
    ['of three letters, alone between quotes', '{"g":"fem"} feminine', 'fem'],
  ])('in an answer, a value %s', (_, body, ...values) => {
    const texts = values.map(ip => event({ who: { ip } }))
    const shown = shownAnswer({ status: 400, headers: {}, body }, { url: 'https://x', headers: {} }, texts, targets)
    for (const value of values) {
      expect(shown.body).not.toContain(`"${value}"`)
      if (value.length > 3) expect(shown.body).not.toContain(JSON.stringify(value).slice(1, -1))
    }
  })

  it('in any answer, every value of more than three letters', () => {
    const word = fc.string({ minLength: 4, maxLength: 12, unit: fc.constantFrom(...'ab1.\\"•é') })
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), fc.array(fc.nat(5), { maxLength: 10 }), (words, order) => {
        const said = order.map(at => words[at % words.length]!)
        const texts = words.map(ip => event({ who: { ip } }))
        const { body } = shownAnswer(
          { status: 400, headers: {}, body: said.join(' | ') },
          { url: 'https://x', headers: {} },
          texts,
          targets,
        )
        for (const one of body.split(' | ')) expect(words.includes(one) && !one.includes('•')).toBe(false)
      }),
    )
  })
})

describe('how much is shown', () => {
  const call = { method: 'POST' as const, url: 'https://x', headers: {}, body: '' }
  const many = Array.from({ length: 30 }, (_, i) => event({ id: `A${i}` }))
  it('the events that the verdict speaks of, else the first 20', () => {
    const answer = { answer: { status: 200, headers: {}, body: '{}' } }
    const results = many.map((_, i) => (i === 27 ? { code: 'x', message: '' } : null))
    expect(shownOf(answer, { kind: 'settled', results }, call, many, targets)).toMatchObject({ events: [{ at: 27 }], of: 30 })
    expect(shownOf(answer, { kind: 'poisoned', suspects: [3], code: 'x', message: '' }, call, many, targets).events.map(e => e.at)).toEqual(
      [3],
    )
    expect(shownOf(answer, { kind: 'poisoned', code: 'x', message: '' }, call, many, targets).events).toHaveLength(20)
  })
  it('64 KiB of an answer, and nothing of an answer that never came', () => {
    const { answer } = shownOf(
      { answer: { status: 500, headers: {}, body: 'x'.repeat(70_000) } },
      { kind: 'retry', taken: 'unknown', code: 'x', message: '' },
      call,
      many,
      targets,
    )
    expect([answer?.body.length, answer?.cut]).toEqual([65_536, true])
    expect(
      shownOf(
        { unanswered: { taken: 'unknown', code: 'x', message: '' } },
        { kind: 'retry', taken: 'unknown', code: 'x', message: '' },
        call,
        many,
        targets,
      ).answer,
    ).toBeNull()
  })
})
