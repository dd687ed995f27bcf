/** Meta to try things on: answers over HTTP as the papers say, and tells people which rule an event breaks. */
import { createHash } from 'node:crypto'
import type { Answer, Finding, Simulator } from '../../../runtime/dialect.ts'
import { rules } from './rules.ts'
import { callRules } from './rules-event.ts'
import { isObject, type Json, type MetaRule } from './rules-row.ts'

type Request = Parameters<Simulator['answer']>[0]
const OLDEST_VERSION = 21
const NEWEST_VERSION = 26
/** To see how a refusal looks: an event whose id begins so is refused, whatever else it says. No rule of Meta's. */
const REFUSED_ID = 'refuse-'
const TOP_KEYS = [
  'data',
  'test_event_code',
  'partner_agent',
  'upload_tag',
  'namespace_id',
  'upload_id',
  'upload_source',
  'access_token',
  'appsecret_proof',
]

const verdict = (effect: MetaRule['effect'], subcode: number | undefined): string =>
  effect === 'refuses'
    ? `refuses the whole request (100${subcode ? `/${subcode}` : ''})`
    : effect === 'loses'
      ? 'takes it, worth nothing'
      : 'takes it, could be better'

export const simulator: Simulator = {
  rules: rules.map(rule => ({
    id: rule.id,
    says: rule.says,
    source: rule.source,
    read: rule.read,
    verdict: verdict(rule.effect, rule.subcode),
    ...(rule.effect === 'advises' && { matters: rule.matters }),
  })),
  answer: (request, now) => respond(request, now),
  judge(body, now) {
    const events = eventsIn(body)
    return events === undefined ? [] : events.map(event => ({ event, findings: findings(event, now) }))
  },
}

function findings(event: unknown, now: number): Finding[] {
  if (!isObject(event)) return [{ rule: rules[0]!.id, state: 'broken', message: 'The event is not an object' }]
  return rules.map(rule => finding(rule, event, now))
}

function finding(rule: MetaRule, event: Json, now: number): Finding {
  if (!asks(rule, event)) return { rule: rule.id, state: 'beside' }
  const fault = rule.fault(event, now)
  if (fault === undefined) return { rule: rule.id, state: 'met' }
  if (rule.effect === 'advises') return { rule: rule.id, state: 'allowed', message: `${fault}. ${rule.matters}` }
  const message = rule.effect === 'refuses' ? `${fault}. Meta would refuse the whole request.` : `${fault}.`
  return { rule: rule.id, state: 'broken', message }
}

/** A rule about a part that has the wrong form altogether is silent: the rule about that form speaks. */
function asks(rule: MetaRule, event: Json): boolean {
  const formed = ['user_data', 'custom_data', 'app_data'].every(key => event[key] === undefined || isObject(event[key]))
  if (!formed && (rule.at !== true || rule.id === 'meta.value_form')) return false
  return rule.of?.(event) ?? true
}

const broken = (rule: MetaRule, event: Json, now: number): string | undefined => (asks(rule, event) ? rule.fault(event, now) : undefined)

function eventsIn(body: string): readonly unknown[] | undefined {
  const parsed = parse(body)
  return isObject(parsed) && Array.isArray(parsed.data) ? parsed.data : undefined
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function respond({ method, path, headers, body }: Request, now: number): Answer {
  const [place = '', asked] = path.split('?', 2)
  const query = new URLSearchParams(asked)
  const [, version, dataset] = /^\/(?:v(\d{1,3})\.\d{1,2}\/)?([^/]+)\/events\/?$/.exec(place) ?? []
  const say = (status: number, json: unknown) => answer(status, json, version, body)
  const parsed = parse(body)
  const bearer = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1]
  const token = /^Bearer\s+(\S.*)$/i.exec(bearer ?? '')?.[1] ?? query.get('access_token') ?? (isObject(parsed) && parsed.access_token)
  if (!token) return say(401, oauth(190, 'An access token is required to request this resource.'))
  if (method === 'GET') return list(place, say)
  if (method === 'POST' && /^\/v\d{1,3}\.\d{1,2}\/$/.test(place)) return say(200, batched(new URLSearchParams(body).get('batch')))
  if (method !== 'POST' || dataset === undefined || !/^\d+$/.test(dataset))
    return say(400, graph(33, 'Unsupported request, or the object does not exist.'))
  if (!isObject(parsed) || !Array.isArray(parsed.data)) return say(400, oauth(100, '(#100) The parameter data is required'))
  const unknown = Object.keys(parsed).find(key => !TOP_KEYS.includes(key))
  if (unknown !== undefined) return say(400, oauth(100, `Unexpected key "${unknown}" on param "$"`))
  if (parsed.data.length < 1 || parsed.data.length > callRules.most)
    return say(400, oauth(100, `Param data must have between 1 and ${callRules.most} events`))
  const error = firstFault(parsed.data, now)
  return error ? say(400, error) : say(200, { events_received: parsed.data.length, messages: [], fbtrace_id: trace(body) })
}

/** Each part of a batch is answered by itself. A token made here never ends. */
function batched(batch: string | null): readonly object[] {
  const parts = parse(batch ?? '')
  return (Array.isArray(parts) ? parts : []).map(part => {
    const known = isObject(part) && part.method === 'GET' && /^debug_token\?input_token=./.test(String(part.relative_url))
    const json = known ? { data: { is_valid: true, expires_at: 0, data_access_expires_at: 0 } } : graph(33, 'Unsupported get request.')
    return { code: known ? 200 : 400, body: JSON.stringify(json) }
  })
}

/** What a token of a business may list: businesses, and the datasets that each owns or was given. */
function list(place: string, say: (status: number, json: unknown) => Answer): Answer {
  const asked = place.replace(/^\/v\d{1,3}\.\d{1,2}/, '').replace(/\/$/, '')
  const data = LISTS[asked]
  if (data === undefined) return say(400, graph(33, 'Unsupported get request, or the object does not exist.'))
  return say(200, { data, paging: { cursors: { before: 'QVFI', after: 'QVFJ' } } })
}
const dataset = (id: string, name: string, more: object = {}) => ({ id, name, is_unavailable: false, ...more })
const LISTS: Readonly<Record<string, readonly object[]>> = {
  '/me/businesses': [
    { id: '1000001', name: 'Sample shop' },
    { id: '1000002', name: 'Sample agency' },
  ],
  '/1000001/owned_pixels': [dataset('1234567890', 'Sample shop, web', { last_fired_time: '2026-11-20T10:00:00+0000' })],
  '/1000001/client_pixels': [],
  '/1000002/owned_pixels': [dataset('1234567891', 'Sample agency'), dataset('1234567892', 'Closed', { is_unavailable: true })],
  '/1000002/client_pixels': [dataset('1234567890', 'Sample shop, web', { last_fired_time: '2026-11-20T10:00:00+0000' })],
}

/** One bad event and nothing is taken: form first, over all events, then rule by rule as Meta checks them. */
function firstFault(events: readonly unknown[], now: number): object | undefined {
  const shapeless = events.findIndex(event => !isObject(event))
  if (shapeless >= 0) return oauth(100, `Invalid parameter: param "$['data'][${shapeless}]" must be an object`)
  for (const rule of rules.filter(({ effect }) => effect === 'refuses')) {
    for (const [index, event] of events.entries()) {
      const fault = broken(rule, event as Json, now)
      if (fault !== undefined) return refusal(rule, fault, index)
    }
  }
  const asked = events.findIndex(event => String((event as Json).event_id).startsWith(REFUSED_ID))
  return asked < 0 ? undefined : oauth(100, `The event asks to be refused on param "$['data'][${asked}]['event_id']"`)
}

function refusal(rule: MetaRule, fault: string, index: number): object {
  if (rule.at) return oauth(100, `${fault} on param "$['data'][${index}]"`)
  return {
    error: {
      ...oauth(100, 'Invalid parameter').error,
      ...(rule.subcode && { error_subcode: rule.subcode }),
      is_transient: false,
      error_user_title: fault,
      error_user_msg: `${fault}. ${rule.says}`,
    },
  }
}

const oauth = (code: number, message: string) => ({ error: { message, type: 'OAuthException', code } })
const graph = (subcode: number, message: string) => ({
  error: { message, type: 'GraphMethodException', code: 100, error_subcode: subcode },
})
const trace = (body: string): string => `A${createHash('sha256').update(body).digest('base64url').slice(0, 22)}`

/** A version past its life is served by the next one that lives, without a word but this header. */
function answer(status: number, json: unknown, version: string | undefined, body: string): Answer {
  const served = Math.min(Math.max(Number(version ?? NEWEST_VERSION), OLDEST_VERSION), NEWEST_VERSION)
  const id = trace(body)
  const error = isObject(json) && isObject(json.error) ? { error: { ...json.error, fbtrace_id: id } } : json
  return {
    status,
    headers: {
      'content-type': 'application/json; charset=UTF-8',
      'facebook-api-version': `v${served}.0`,
      'x-fb-trace-id': id,
      'x-app-usage': '{"call_count":1,"total_cputime":1,"total_time":1}',
    },
    body: JSON.stringify(error),
  }
}
