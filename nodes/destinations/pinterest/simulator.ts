/** Pinterest to try things on: answers over HTTP as the papers say, and tells people which rule an event breaks. */
import { createHash } from 'node:crypto'
import type { Answer, Finding, Simulator } from '../../../runtime/dialect.ts'
import { rules } from './rules.ts'
import { bodyFlaw } from './rules-official.ts'
import type { PinterestRule } from './rules-row.ts'
import { isObject, type Json } from './rules-shape.ts'

type Request = Parameters<Simulator['answer']>[0]
const MOST = 1000
const MOST_IN_TESTS = 20
const RATE = 120_000
/** To see how a refusal looks: an event whose id begins so is not processed, whatever else it says. No rule of Pinterest's. */
const REFUSED_ID = 'refuse-'

const verdicts: Readonly<Record<PinterestRule['effect'], string>> = {
  refuses: 'refuses the whole request (4196)',
  fails: 'does not process the event',
  warns: 'processes it with a warning',
  loses: 'processes it, worth nothing',
  advises: 'processes it, could be better',
}

export const simulator: Simulator = {
  rules: rules.map(rule => ({
    id: rule.id,
    says: rule.says,
    source: rule.source,
    read: rule.read,
    verdict: verdicts[rule.effect],
    ...('matters' in rule && { matters: rule.matters }),
  })),
  answer: (request, now) => respond(request, now),
  judge(body, now) {
    const parsed = parse(body)
    if (!isObject(parsed) || !Array.isArray(parsed.data)) return []
    return parsed.data.map(event => ({ event, findings: findings(event, now) }))
  },
}

function findings(event: unknown, now: number): Finding[] {
  if (!isObject(event)) return [{ rule: rules[0]!.id, state: 'broken', message: 'The event is not an object.' }]
  return rules.map(rule => {
    if (!asks(rule, event)) return { rule: rule.id, state: 'beside' }
    const fault = rule.fault(event, now)
    if (fault === undefined) return { rule: rule.id, state: 'met' }
    const told = `${fault}.${consequence[rule.effect]}`
    return 'matters' in rule
      ? { rule: rule.id, state: 'allowed', message: `${told} ${rule.matters}` }
      : { rule: rule.id, state: 'broken', message: told }
  })
}

const consequence: Readonly<Record<PinterestRule['effect'], string>> = {
  refuses: ' Pinterest would refuse the whole request.',
  fails: ' Pinterest would not process the event.',
  warns: ' Pinterest would process it with a warning.',
  loses: '',
  advises: '',
}

/** A rule about values is silent while the form is wrong: the rules about the form speak. */
function asks(rule: PinterestRule, event: Json): boolean {
  if (rule.effect !== 'refuses' && !['user_data', 'custom_data'].every(key => event[key] === undefined || isObject(event[key])))
    return false
  return rule.of?.(event) ?? true
}

const broken = (rule: PinterestRule, event: Json, now: number): string | undefined =>
  asks(rule, event) ? rule.fault(event, now) : undefined

function respond({ method, path, headers, body }: Request, now: number): Answer {
  const [place = '', asked] = path.split('?', 2)
  const query = new URLSearchParams(asked)
  const account = /^\/v5\/ad_accounts\/([^/]+)\/events\/?$/.exec(place)?.[1]
  const bearer = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1]
  if (!/^Bearer\s+\S/i.test(bearer ?? '')) return say(401, { code: 2, message: 'Authentication failed.' }, body)
  if (method === 'GET' && /^\/v5\/ad_accounts\/?$/.test(place)) return accounts(query, body)
  if (account === undefined || method !== 'POST') return say(404, { code: 0, message: 'Route not found.' }, body)
  if (!/^\d{1,18}$/.test(account)) return invalid(`'${account.slice(0, 40)}' does not match '^\\\\d+$'`, body)
  const parsed = parse(body)
  if (!isObject(parsed)) return invalid('The request body is not JSON', body)
  const unknown = Object.keys(parsed).find(key => key !== 'data')
  if (unknown !== undefined) return invalid(`Additional properties are not allowed ('${unknown}' was unexpected)`, body)
  if (!Array.isArray(parsed.data)) return invalid("'data' is a required property", body)
  if (parsed.data.length < 1 || parsed.data.length > MOST)
    return invalid(`data has ${parsed.data.length} events; 1 to ${MOST} are taken`, body)
  const fault = firstFault(parsed.data, now) ?? bodyFlaw(parsed)
  if (fault !== undefined) return invalid(fault, body)
  return results(parsed.data as Json[], now, query.get('test') === 'true', body)
}

const ACCOUNTS = [
  { id: '549755885175', name: 'Sample shop', country: 'FR', currency: 'EUR', owner: { username: 'sampleshop' }, permissions: ['OWNER'] },
  {
    id: '549755885176',
    name: 'Sample shop, outlet',
    country: 'DE',
    currency: 'EUR',
    owner: { username: 'outlet' },
    permissions: ['ADMIN'],
  },
]
/** Page by page, as Pinterest lists: 1 to 250 a page, 25 where nothing is asked, and a bookmark while there is more. */
function accounts(query: URLSearchParams, body: string): Answer {
  const size = Number(query.get('page_size') ?? 25)
  if (!Number.isInteger(size) || size < 1 || size > 250) return invalid('page_size is not between 1 and 250', body)
  const from = Number(query.get('bookmark') ?? 0) || 0
  const items = ACCOUNTS.slice(from, from + size)
  return say(200, { items, bookmark: from + size < ACCOUNTS.length ? String(from + size) : null }, body)
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function firstFault(events: readonly unknown[], now: number): string | undefined {
  for (const event of events) {
    if (!isObject(event)) return "data item is not of type 'object'"
    for (const rule of rules.filter(({ effect }) => effect === 'refuses')) {
      const fault = broken(rule, event, now)
      if (fault !== undefined) return fault
    }
  }
  return undefined
}

/** One result per event, in the order of the request. A test processes the first twenty only. */
function results(events: readonly Json[], now: number, test: boolean, body: string): Answer {
  const each = events.map((event, index) => {
    const failed = test && index >= MOST_IN_TESTS ? 'Only the first 20 events of a test are processed' : whyFailed(event, now)
    const warned = messages('warns', event, now)
    return failed === ''
      ? { status: 'processed', error_message: null, warning_message: warned }
      : { status: 'failed', error_message: failed, warning_message: warned }
  })
  const processed = each.filter(({ status }) => status === 'processed').length
  return say(200, { num_events_received: events.length, num_events_processed: processed, events: each }, body)
}

const whyFailed = (event: Json, now: number): string =>
  String(event.event_id).startsWith(REFUSED_ID) ? 'The event asks to be refused' : messages('fails', event, now)

const messages = (effect: PinterestRule['effect'], event: Json, now: number): string =>
  rules
    .filter(rule => rule.effect === effect)
    .flatMap(rule => broken(rule, event, now) ?? [])
    .join('; ')

const invalid = (why: string, body: string): Answer => say(400, { code: 4196, message: `Invalid request: ${why}` }, body)

const say = (status: number, json: unknown, body: string): Answer => ({
  status,
  headers: {
    'content-type': 'application/json',
    'x-ratelimit-limit': `${RATE}, ${RATE};w=60;name="ads_conversions_ad_account_id"`,
    'x-ratelimit-remaining': String(RATE - 1),
    'x-ratelimit-reset': '60',
    'x-pinterest-rid': createHash('sha256').update(body).digest('hex').slice(0, 16),
  },
  body: JSON.stringify(json),
})
