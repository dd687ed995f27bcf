/** Every way to fail is said in a sentence, without secrets and without cells. */
import { beforeAll, expect, test } from 'vitest'
import type { Query } from '../../../runtime/contract.ts'
import { freshDatabase } from '../../../test/stand-ins/postgres.ts'
import { readAll, sql, stopped, withSession } from '../../../test/stand-ins/reading.ts'
import { stopOf } from './failures.ts'
import kind from './index.ts'

const config = { connection: 'db' }
let url = ''
beforeAll(async () => {
  // A password lying around must not be tried.
  process.env.PGPASSWORD = 'from-the-environment'
  url = await freshDatabase()
  await sql(url, `create table orders as select i as order_id, 'note ' || i as note from generate_series(1, 3) i`)
})

test.each<[string, () => unknown, Query['from'] | undefined, string]>([
  ['a wrong password', () => ({ url: url.replace(/:[^:@/]+@/, ':wrong-secret@') }), undefined, 'source.refused_login'],
  ['no password', () => ({ url: url.replace(/:[^:@/]+@/, '@') }), undefined, 'source.refused_login'],
  ['an unknown database', () => ({ url: url.replace(/\/t_\w+$/, '/nowhere') }), undefined, 'source.no_database'],
  ['a closed port', () => ({ url: 'postgres://app:wrong-secret@127.0.0.1:1/x' }), undefined, 'source.unreachable'],
  ['encryption that the server lacks', () => ({ url: `${url}?sslmode=require` }), undefined, 'source.encryption'],
  ['no address at all', () => ({ url: 'http://example.com' }), undefined, 'source.bad_address'],
  ['an unknown table', () => ({ url }), { table: 'orderz' }, 'source.no_table'],
  ['an unknown column', () => ({ url }), { sql: 'select nope from orders' }, 'source.no_column'],
  ['a slip of the pen', () => ({ url }), { sql: 'select * form orders' }, 'source.syntax'],
  ['a value that does not fit', () => ({ url }), { sql: `select ('secret-cell' || note)::int as x from orders` }, 'source.bad_value'],
  ['two columns of one name', () => ({ url }), { sql: 'select 1 as a, 2 as a' }, 'source.same_column'],
  ['a parameter', () => ({ url }), { sql: 'select $1' }, 'source.refused_query'],
])('%s is said plainly, without secrets or cells', async (_, connection, from, code) => {
  const failure = await stopped(
    withSession(kind, { config, connection: connection() }, {}, session =>
      readAll(session, { from: from ?? { table: 'orders' }, key: ['order_id'] }),
    ),
  )
  expect(failure.code).toBe(code)
  const said = `${failure.message} ${failure.why}`
  expect(said).not.toContain('secret')
  expect(said).not.toContain(new URL(url).password)
  expect(failure.message).toMatch(/^[A-Z]/)
  expect(failure.why).toMatch(/\.$/)
})

test.each([
  ['the third line of its own', 'select order_id,\n  note,\n  totl\nfrom orders', 'line 3, character 3'],
  ['behind characters of two halves', "select '😀😀', totl from orders", 'line 1, character 14'],
  ['the end of a query that breaks off', 'select *\nfrom ', 'line 2, character 6'],
])('the place of a fault is counted in the query: %s', async (_, text, place) => {
  const failure = await stopped(
    withSession(kind, { config, connection: { url } }, {}, session => session.describe({ from: { sql: text }, key: ['order_id'] })),
  )
  expect(failure.why).toContain(`(at ${place} of the query)`)
})
test.each(['no encryption', 'SSL off'])('a server that takes the login over a safe connection only says so itself: %s', words => {
  const message = `no pg_hba.conf entry for host "10.0.0.7", user "reader", database "shop", ${words}`
  const { code, why } = stopOf({ code: '28000', message }, 'in clear')
  expect(code).toBe('source.encryption')
  expect(why).toContain('Set "Encryption" to require')
  expect(stopOf({ code: '28000', message: message.replace(`, ${words}`, '') }, 'in clear').code).toBe('source.refused_login')
})
test('a server that speaks another language is understood by its codes, and by the names it quotes', () => {
  const message = 'kein pg_hba.conf-Eintrag für Host »10.0.0.7«, Benutzer »reader«, Datenbank »shop«, keine Verschlüsselung'
  const refused = { code: '28000', message, routine: 'ClientAuthentication' }
  expect(stopOf(refused, 'in clear').code).toBe('source.encryption')
  expect(stopOf(refused, 'encrypted').code).toBe('source.refused_login')
  const unknown = { code: '28000', message: 'Rolle »reader« existiert nicht', routine: 'InitializeSessionUserId' }
  expect(stopOf(unknown, 'in clear').code).toBe('source.refused_login')
  expect(stopOf({ code: '42P01', message: 'Relation »orderz« existiert nicht' }).message).toBe('There is no table "orderz"')
  expect(stopOf({ code: '42P01', message: 'la relation « orderz » n’existe pas' }).message).toBe('There is no table "orderz"')
  expect(stopOf({ code: '42703', message: 'Spalte »totl« existiert nicht' }).message).toBe('There is no column "totl"')
})
