import { expect, test } from 'vitest'
import { oneSelect } from './one-select.ts'

test.each([
  ['select 1;', 'select 1'],
  ['select 1 ; ;', 'select 1 '],
  ["select ';' -- ; x", "select ';' -- ; x"],
  ['select $a$ ; $$ $a$', 'select $a$ ; $$ $a$'],
  ['with a as (select 1) select * from a', 'with a as (select 1) select * from a'],
  ["select E'\\';'", "select E'\\';'"],
  ['select "delete" from t', 'select "delete" from t'],
])('%j is one SELECT', (sql, kept) => expect(oneSelect(sql)).toMatchObject({ sql: kept }))

test.each([
  ['', 'empty'],
  ['-- nothing', 'empty'],
  ['delete from t', 'must be one SELECT'],
  ['explain select 1', 'must be one SELECT'],
  ['select 1; select 2', 'one statement'],
  ["select '\\'; drop table t", 'one statement'],
  ['select (1', 'close all'],
  ['select 1)', 'did not open'],
  ["select 'x", 'quote'],
  ['select /* /* */ 1', 'comment'],
  ['select $$ x', 'quote'],
  ['select 1\0', 'NUL'],
  ['with a as (delete from t returning 1) select 1', 'DELETE'],
  ['with a as (select 1) insert into t select 1', 'INSERT'],
])('%j is refused', (sql, why) => {
  const read = oneSelect(sql)
  expect('flaw' in read && read.flaw).toContain(why)
})
