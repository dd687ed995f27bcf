import { expect, test } from 'vitest'
import { backticked, cautious, hashComments, type Lexis, neverOneSelect, oneSelect, slashComments } from './one-select.ts'

test.each([
  ['select 1;', 'select 1'],
  ['select 1 ; ;', 'select 1 '],
  ["select ';' -- ; x", "select ';' -- ; x"],
  ['select $a$ ; $$ $a$', 'select $a$ ; $$ $a$'],
  ['with a as (select 1) select * from a', 'with a as (select 1) select * from a'],
  ["select E'\\';'", "select E'\\';'"],
  ['select "delete" from t', 'select "delete" from t'],
  ['(select 1) union all (select 2)', '(select 1) union all (select 2)'],
  ['select $é$ ; $é$, 1', 'select $é$ ; $é$, 1'],
  ["select E'a'\n'\\' ;'", "select E'a'\n'\\' ;'"],
  ["select E'a', '\\' ; ", "select E'a', '\\' "],
  ['select 1 as a🧵$b$', 'select 1 as a🧵$b$'],
  ['select\u00a01 as\u00a0a', 'select\u00a01 as\u00a0a'],
  ["select upper(insert(v, 1, 1, 'x')), max(update)", "select upper(insert(v, 1, 1, 'x')), max(update)"],
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
  ['select 1 as \u00a0$b$, 2', 'put a space'],
  ['select 1a$b$, 2', 'put a space'],
  ['with a as (delete from t returning 1) select 1', 'DELETE'],
  ['with a as (select 1) insert into t select 1', 'INSERT'],
  ['with a as (select 1) delete "t"', 'DELETE'],
  ['(delete from t returning 1)', 'must be one SELECT'],
  ['((with a as (delete from t returning 1) select 1))', 'DELETE'],
  ['(', 'must be one SELECT'],
  ['(with a as (select 1) delete from t)', 'DELETE'],
])('%j is refused', (sql, why) => {
  const read = oneSelect(sql)
  expect('flaw' in read && read.flaw).toContain(why)
})

/** The same text ends elsewhere in another engine: each line is one statement there, or hides a second one. */
test.each<[string, Lexis, string, string | undefined]>([
  ['an escaped quote', backticked, "select 'it\\'s; fine'", undefined],
  ['texts in double quotes', backticked, 'select "a;b" from `x;y`', undefined],
  ['a hidden statement', backticked, "select 'a\\\\'; drop table t; --'", 'one statement'],
  ['a raw text whose end is unclear', backticked, "select r'\\'; drop table t; --'", 'not clear'],
  ['a name whose end is unclear', backticked, 'select `a\\`; drop table t; --`', 'not clear'],
  ['three quotes', hashComments, "select '''a ' ; b''' # ; c", undefined],
  ['what follows three quotes', hashComments, "select ''''''; drop table t", 'one statement'],
  ['a comment with another mark', slashComments, "select 1 // ; '", undefined],
  ['dollars', slashComments, "select $$ ' ; $$", undefined],
  ['a tagged dollar, which is none', slashComments, 'select $a$ ; $a$', 'one statement'],
  ['an escape that some know', cautious, "select '\\'') q; delete from t; select * from (select '--'", 'not clear'],
  ['a comment in a comment', cautious, 'select 1 /* /* */ ; drop table t */', 'another comment'],
  ['a comment that ends at a lone carriage return for some', slashComments, "select 1 -- \r '\n; drop table t; -- '", 'carriage return'],
])('%s', (_, lexis, sql, flaw) => {
  const read = oneSelect(sql, lexis)
  if (flaw === undefined) expect(read).toMatchObject({ sql })
  else expect('flaw' in read && read.flaw).toContain(flaw)
})
test('before the engine is known, only what no engine takes is refused', () => {
  expect(neverOneSelect("select 'it\\'s'")).toBeUndefined()
  expect(neverOneSelect('select 1; select 2')).toContain('one statement')
  expect(neverOneSelect("select 'x")).toContain('quote')
})

test.each([
  "select E'a'\n'\\' ', hidden() --'",
  "select E'a' -- c\r'\\' ', hidden() --'",
  "select $🧵$ ' $🧵$, hidden() --'",
  "select $e\u0301$ ' $e\u0301$, hidden() --'",
  'select 1 as a🧵$b$, hidden(), 2 as c🧵$b$',
  'select 1 as e\u0301$b$, hidden(), 2 as f\u0301$b$',
  "select name'\\', hidden(), '\\'",
  'select 1 --\r, hidden()',
])('nothing hides behind %j', sql => {
  const read = oneSelect(sql)
  expect('tokens' in read && read.tokens.map(({ kind, text }) => `${kind} ${text}`)).toContain('word hidden')
})
