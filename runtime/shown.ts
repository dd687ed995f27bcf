/**
 * A request and its answer as they may be shown and kept for people: identity as the hashes that were sent, everything else
 * that tells who somebody is masked, and nothing of a token. What a field is, the destination's own list says.
 */
import { bounds } from './bounds.ts'
import { concept } from './concepts.ts'
import type { Answer, Call, Target, Verdict } from './dialect.ts'
import type { Sent } from './world.ts'

/** One event of a body; `at` counts from 0. `text` is JSON, masked. */
export interface ShownEvent {
  at: number
  text: string
}
export interface ShownAnswer {
  status: number
  /** Those that say something of the exchange. */
  headers: Record<string, string>
  /** As it came, masked; at most 64 KiB. */
  body: string
  cut: boolean
}
export interface Shown {
  events: ShownEvent[]
  /** How many events the request had in all. */
  of: number
  /** `null`: no answer could be read. */
  answer: ShownAnswer | null
}

/** What is shown of one sending: the events that the verdict speaks of, else the first ones, and the answer. */
export function shownOf(
  sent: Sent,
  verdict: Verdict,
  call: Pick<Call, 'url' | 'headers'>,
  texts: readonly string[],
  targets: readonly Target[],
): Shown {
  const meant =
    verdict.kind === 'settled' ? verdict.results.flatMap((no, at) => (no ? [at] : [])) : verdict.kind === 'poisoned' ? verdict.suspects : []
  return {
    events: shownEvents(texts, targets, meant),
    of: texts.length,
    answer: 'answer' in sent ? shownAnswer(sent.answer, call, texts, targets) : null,
  }
}

const EVENTS_MAX = bounds.shownEvents.most
const TEXT_MAX = bounds.shownCharacters.most
const HEADERS_MAX = 30
const HEADER_MAX = 300
const HIDDEN = '•••'
const DIGEST = /^[0-9a-f]{64}$/
/** Bounded, so that a long text keeps nobody busy. */
const MAIL = /[^\s@<>"',;:/?=&\\]{1,64}@[^\s@<>"',;/?&\\]{1,255}/g

/** Events of a body, `wanted` ones (positions) or the first ones; never more than 20, nor more than 64 KiB. */
export function shownEvents(texts: readonly string[], targets: readonly Target[], wanted?: readonly number[]): ShownEvent[] {
  const fields = fieldsOf(targets)
  const shown: ShownEvent[] = []
  let length = 0
  for (const at of wanted?.length ? wanted : texts.keys()) {
    const text = JSON.stringify(masked(parsed(texts[at]), '', fields))
    length += text.length
    if (shown.length === EVENTS_MAX || length > TEXT_MAX) break
    shown.push({ at, text })
  }
  return shown
}

/** An answer without what it may echo: clear personal values of these events, and what the call used to open the door. */
export function shownAnswer(
  answer: Answer,
  call: Pick<Call, 'url' | 'headers'>,
  texts: readonly string[],
  targets: readonly Target[],
): ShownAnswer {
  const fields = fieldsOf(targets)
  const clear = new Set(secretsIn(call))
  for (const text of texts) gather(parsed(text), '', fields, clear)
  const hide = hider(clear)
  const body = typeof answer.body === 'string' ? answer.body : ''
  const headers = Object.entries(answer.headers ?? {})
    .filter(([name]) => TELLING.test(name) && !DOOR.test(name))
    .slice(0, HEADERS_MAX)
    .map(([name, value]) => [name.toLowerCase(), hide(String(value).slice(0, HEADER_MAX))] as const)
  return { status: answer.status, headers: Object.fromEntries(headers), body: hide(body.slice(0, TEXT_MAX)), cut: body.length > TEXT_MAX }
}

const TELLING = /^(content-type|content-length|date|retry-after|server|via)$|^x-|version|trace|rate-?limit|request-id/i
const DOOR = /cookie|auth|token|secret|api-?key|signature/i

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}

type Fields = ReadonlyMap<string, { hash: boolean; personal: boolean }>
const known = new WeakMap<readonly Target[], Fields>()
function fieldsOf(targets: readonly Target[]): Fields {
  const before = known.get(targets)
  if (before) return before
  const fields = new Map(
    targets.map(({ key, hash, personal, concept: id }) => [
      key,
      { hash: hash === true, personal: personal ?? concept.get(id)?.personal ?? false },
    ]),
  )
  known.set(targets, fields)
  return fields
}

/** Walks what stands at `path`; a place that no field claims belongs to the nearest one above, and is masked when there is none. */
function masked(value: unknown, path: string, fields: Fields, of = fields.get(path)): unknown {
  if (Array.isArray(value)) return value.map(part => masked(part, path, fields, of))
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => {
        const at = path === '' ? key : `${path}.${key}`
        return [key, masked(part, at, fields, fields.get(at) ?? of)]
      }),
    )
  if (value === null || typeof value === 'boolean') return value
  if (of?.hash) return typeof value === 'string' && DIGEST.test(value) ? value : HIDDEN
  if (!of || of.personal) return HIDDEN
  return typeof value === 'string' ? plain(value) : value
}
/** What is not personal by its place may still hold an address of somebody, or one in a link. */
const plain = (text: string): string => text.replace(MAIL, HIDDEN).replace(/^(https?:\/\/[^?#]*)[?#].*$/s, `$1?${HIDDEN}`)

/** Collects the clear values that `masked` would hide. */
function gather(value: unknown, path: string, fields: Fields, into: Set<string>, of = fields.get(path)): void {
  if (Array.isArray(value)) for (const part of value) gather(part, path, fields, into, of)
  else if (value !== null && typeof value === 'object')
    for (const [key, part] of Object.entries(value)) {
      const at = path === '' ? key : `${path}.${key}`
      gather(part, at, fields, into, fields.get(at) ?? of)
    }
  else if (typeof value === 'string' || typeof value === 'number') {
    const hidden = of?.hash ? !DIGEST.test(String(value)) : !of || of.personal
    if (hidden) into.add(String(value))
    else if (typeof value === 'string') for (const [mail] of value.matchAll(MAIL)) into.add(mail)
  }
}

/** Words of headers and of the address that only we and the platform should know. */
function secretsIn({ url, headers }: Pick<Call, 'url' | 'headers'>): string[] {
  const told = Object.entries(headers).filter(([name]) => !/^(content-type|accept|user-agent|content-length)$/i.test(name))
  const query = URL.canParse(url) ? [...new URL(url).searchParams.values()] : []
  return [...told.flatMap(([, value]) => value.split(/[\s=,:]+/)), ...query]
}

const HEAD = 3
/** Replaces these texts wherever they stand, also as JSON spells them. One pass, however many there are. */
function hider(texts: Iterable<string>): (text: string) => string {
  const heads = new Map<string, string[]>()
  const short = new Set<string>()
  for (const text of new Set([...texts].flatMap(one => [one, JSON.stringify(one).slice(1, -1)]))) {
    const head = text.slice(0, HEAD)
    const alike = heads.get(head)
    if (text.length <= HEAD) short.add(text)
    else if (alike) alike.push(text)
    else heads.set(head, [text])
  }
  for (const alike of heads.values()) alike.sort((a, b) => b.length - a.length)
  return text => {
    let out = ''
    let from = 0
    for (let i = 0; i + HEAD < text.length; i++) {
      const hit = heads.get(text.slice(i, i + HEAD))?.find(one => text.startsWith(one, i))
      if (hit === undefined) continue
      out += text.slice(from, i) + HIDDEN
      i += hit.length - 1
      from = i + 1
    }
    const rest = out + text.slice(from)
    // A short one is a word like others: hidden only where it stands alone between quotes.
    return rest.replace(/"([^"\\]{1,3})"/g, (whole, word: string) => (short.has(word) ? `"${HIDDEN}"` : whole)).replace(MAIL, HIDDEN)
  }
}
