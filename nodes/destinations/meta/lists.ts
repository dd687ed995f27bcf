/**
 * The datasets that a token may use: its businesses first, then the datasets that each owns or was given. Tokens made in
 * Events Manager may not list anything; then the number is typed. (Meta, Business and Ads pixel references; read 22 November 2026.)
 */
import { object, objectIn, quoted } from '../../../runtime/answers.ts'
import type { Address, Answer, Asking, Call, Choice, Listed, Listing } from '../../../runtime/dialect.ts'
import { classOf } from './codes.ts'
import type { Connection } from './connection.ts'
import { appSecretProof } from './wire.ts'

type Json = Readonly<Record<string, unknown>>
const BUSINESSES = 'me/businesses'
const OF_BUSINESSES = 'id,name'
const OF_DATASETS = 'id,name,last_fired_time,is_unavailable'
const EDGES = ['owned_pixels', 'client_pixels']
const PAGE = '100'

export const datasets: Listing<Connection> = {
  setting: 'dataset',
  start: address => [asking(address, BUSINESSES, '')],
  read,
}

/** `about`: path and, after a space, the business's name. */
function asking({ connection, base }: Address<Connection>, path: string, business: string, after?: string): Asking {
  const query = new URLSearchParams({ fields: path === BUSINESSES ? OF_BUSINESSES : OF_DATASETS, limit: PAGE })
  if (after) query.set('after', after)
  const proof = appSecretProof(connection)
  if (proof) query.set('appsecret_proof', proof)
  const call: Call = {
    method: 'GET',
    url: `${base.replace(/\/+$/, '')}/${connection.version}/${path}?${query}`,
    headers: { authorization: `Bearer ${connection.token}`, accept: 'application/json' },
    body: '',
  }
  return { call, about: `${path} ${business}` }
}

function read(answer: Answer, about: string, address: Address<Connection>): Listed {
  const body = objectIn(answer.body)
  if (answer.status !== 200 || !Array.isArray(body?.data)) return { problem: problemOf(answer, body) }
  const [path = '', ...words] = about.split(' ')
  const business = words.join(' ')
  const items = body.data.map(object).filter(item => item !== undefined)
  const more = nextPage(body, after => asking(address, path, business, after))
  if (path !== BUSINESSES) return { choices: items.flatMap(item => choiceOf(item, business)), more }
  return { choices: [], more: [...items.flatMap(item => ofBusiness(item, address)), ...more] }
}

const ofBusiness = ({ id, name }: Json, address: Address<Connection>): Asking[] =>
  isId(id) ? EDGES.map(edge => asking(address, `${id}/${edge}`, quoted(name))) : []

/** The address of the next page as Meta gives it holds the token, so it is made anew from its cursor. */
function nextPage(body: Json, ask: (after: string) => Asking): Asking[] {
  const paging = object(body.paging)
  const after = object(paging?.cursors)?.after
  return typeof paging?.next === 'string' && typeof after === 'string' && after !== '' ? [ask(after)] : []
}

function choiceOf({ id, name, is_unavailable: gone, last_fired_time: last }: Json, business: string): Choice[] {
  if (!isId(id) || gone === true) return []
  const fired = typeof last === 'string' && /^\d{4}-\d\d-\d\d/.test(last) ? `last event ${last.slice(0, 10)}` : 'no event yet'
  return [{ value: id, title: quoted(name) || id, note: [business, id, fired].filter(Boolean).join(', ') }]
}
const isId = (id: unknown): id is string => typeof id === 'string' && /^\d{1,20}$/.test(id)

function problemOf(answer: Answer, body: Json | undefined) {
  const error = object(body?.error)
  if (typeof error?.code !== 'number') return { code: 'meta.list_unread', message: `The answer (HTTP ${answer.status}) was not Meta’s.` }
  const subcode = typeof error.error_subcode === 'number' ? error.error_subcode : undefined
  const of = classOf(error.code, subcode, error.type)
  if (of === 'token') return { code: 'meta.token', message: `Meta did not accept the token (${error.code}).` }
  if (of === 'wait') return { code: 'meta.rate', message: `Meta asked to slow down (${error.code}).` }
  return { code: 'meta.may_not_list', message: `Meta does not let this token list datasets (${error.code}).` }
}
