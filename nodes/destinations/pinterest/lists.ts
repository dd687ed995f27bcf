/**
 * The ad accounts that a token may see, page by page. A conversion access token works on the events call only and may
 * list nothing; then the number is typed. (Pinterest API description, List ad accounts; read 22 November 2026.)
 */
import { object, objectIn, quoted } from '../../../runtime/answers.ts'
import type { Address, Answer, Asking, Choice, Listed, Listing, Refusal } from '../../../runtime/dialect.ts'
import type { Connection } from './connection.ts'

type Json = Readonly<Record<string, unknown>>
const PAGE = '250'

export const adAccounts: Listing<Connection> = {
  setting: 'ad_account',
  start: address => [asking(address)],
  read,
}

function asking({ connection, base }: Address<Connection>, bookmark?: string): Asking {
  const query = new URLSearchParams({ page_size: PAGE, include_shared_accounts: 'true', ...(bookmark && { bookmark }) })
  return {
    call: {
      method: 'GET',
      url: `${base.replace(/\/+$/, '')}/v5/ad_accounts?${query}`,
      headers: { authorization: `Bearer ${connection.token}`, accept: 'application/json' },
      body: '',
    },
    about: '',
  }
}

function read(answer: Answer, _: string, address: Address<Connection>): Listed {
  const body = objectIn(answer.body)
  if (answer.status !== 200 || !Array.isArray(body?.items)) return { problem: problemOf(answer, body) }
  const { bookmark } = body
  const more = typeof bookmark === 'string' && bookmark !== '' ? [asking(address, bookmark)] : []
  return { choices: body.items.map(object).flatMap(item => (item ? choiceOf(item) : [])), more }
}

function choiceOf({ id, name, country, currency, owner }: Json): Choice[] {
  if (typeof id !== 'string' || !/^\d{1,18}$/.test(id)) return []
  const facts = [id, ...[country, currency, object(owner)?.username].map(quoted).filter(Boolean)]
  return [{ value: id, title: quoted(name) || id, note: facts.join(', ') }]
}

/** 401 is also what a conversion token gets here, which is good for sending: it does not say that the token is bad. */
function problemOf({ status }: Answer, body: Json | undefined): Refusal {
  if (status === 429) return { code: 'pin.rate', message: 'Pinterest asked to slow down (HTTP 429).' }
  if (typeof body?.code !== 'number') return { code: 'pin.list_unread', message: `The answer (HTTP ${status}) was not Pinterest’s.` }
  return { code: 'pin.may_not_list', message: `Pinterest does not let this token list ad accounts (HTTP ${status}, code ${body.code}).` }
}
