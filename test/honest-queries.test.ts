/**
 * Ordinary analytics SQL, over every kind of source that takes a query: it must reach the engine word for word. What a real
 * engine makes of it is seen where there is one (Postgres, DuckDB); the stand-ins need not understand it.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import { type Session, type Source, Stop } from '../runtime/contract.ts'
import { startBigQuery } from './stand-ins/bigquery.ts'
import { startDatabricks } from './stand-ins/databricks.ts'
import { freshDatabase } from './stand-ins/postgres.ts'
import { NOW, never, readAll, sql } from './stand-ins/reading.ts'
import { startRedshift } from './stand-ins/redshift.ts'
import { MACROS, startSnowflake } from './stand-ins/snowflake.ts'

const ROWS = [
  'create table t (id integer, v varchar, made timestamp, amount decimal(10,2))',
  `insert into t values (1, 'a', timestamp '2026-11-01 10:00:00', 12.50), (2, 'b', timestamp '2026-11-02 10:00:00', 7.25)`,
]
interface Place {
  connection?: unknown
  config?: unknown
  folder?: string
  /** A real engine: every query must give rows. */
  real: boolean
  close(): Promise<void>
}
const starts: Record<string, () => Promise<Place>> = {
  postgres: async () => {
    const url = await freshDatabase()
    await sql(
      url,
      [...ROWS, `alter table t add j jsonb default '{"a":{"b":1},"l":[1,2]}'`, `alter table t add l int[] default '{1,2}'`].join(';'),
    )
    return { connection: { url }, real: true, close: async () => {} }
  },
  file: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tributary-honest-'))
    const database = await DuckDBInstance.create(join(folder, 'shop.duckdb'))
    const connection = await database.connect()
    for (const row of [...ROWS, `alter table t add j json default '{"a":{"b":1},"l":[1,2]}'`, 'alter table t add l int[] default [1,2]'])
      await connection.run(row)
    connection.closeSync()
    database.closeSync()
    return { config: { path: 'shop.duckdb' }, folder, real: true, close: async () => rmSync(folder, { recursive: true }) }
  },
  redshift: async () => {
    const it = await startRedshift()
    await sql(it.url, ROWS.join(';'))
    return { connection: it.connection, real: false, close: it.close }
  },
  bigquery: async () => ({ real: false, ...(await startBigQuery(ROWS)) }),
  snowflake: async () => ({ real: false, ...(await startSnowflake([...MACROS, ...ROWS.map(row => row.replace(/ t /, ' "T" '))])) }),
  databricks: async () => ({ real: false, ...(await startDatabricks(ROWS)) }),
}

/** Any of them takes these. */
const common = [
  'select * from t',
  'SELECT id, v FROM t WHERE amount > 1 ORDER BY id LIMIT 10;',
  'select id, sum(amount) over (partition by v order by made rows between unbounded preceding and current row) as running from t',
  'select id, row_number() over (partition by v order by made desc) as place, lag(amount, 1) over (order by made) as before from t',
  'select * from (select id, rank() over (order by amount desc) as r from t) ranked where r <= 3',
  'with a as (select * from t), b as (select id, max(made) as last from a group by id) select a.*, b.last from a join b on a.id = b.id',
  'with a as (with inner_one as (select id from t) select id from inner_one) select * from a',
  'select id from t union all select id from t',
  'select id from t union select id from t order by id',
  '(select id from t) union all (select id from t)',
  '(select id from t where id = 1) union all (select id from t where id = 2) order by id',
  '((select id from t))',
  "select case when amount >= 10 then 'big' when amount is null then 'none' else 'small' end as size, id from t",
  'select cast(amount as varchar) as amount_text, id from t',
  "select coalesce(v, 'none') as v, nullif(id, 0) as id from t",
  'select v, count(*) as orders, count(distinct id) as ids, avg(amount) as mean from t group by v having count(*) > 0',
  'select * from t where id in (select id from t where amount > 1) and not exists (select 1 from t x where x.id = 99)',
  'select a.id from t a left join t b on a.id = b.id and b.amount is not null cross join (select 1 as one) c',
  "select id as \"update\" from t where v not in ('delete', 'drop table t', 'insert into t')".replaceAll('"', ''),
  '-- paid orders; only these\nselect id /* the key; of the shop */ from t -- the end',
  "select id, 'it''s; here' as said from t",
  'select id, extract(year from made) as y from t',
  'select count(*) as n, (select max(id) from t) as most from t',
  'select id, amount * 100 as cents, -amount as minus, (amount + 1) / 2 as half from t',
  'with updates as (select id from t), deletes(id) as (select id from t) select u.id from updates u join deletes d on u.id = d.id',
  'select max(update_count) as m from (select 1 as update_count from t) q',
  'select created.id as created_id, inserted.id as inserted_id from t created join t inserted on created.id = inserted.id',
]
const own: Record<string, string[]> = {
  postgres: [
    "select id, j->>'a' as a, j->'a'->>'b' as b, j#>>'{a,b}' as deep, j @> '{\"a\":{}}' as has, j ? 'a' as there from t",
    "select t.id, x.value from t cross join lateral jsonb_array_elements(j->'l') as x(value)",
    'select t.id, last.made from t left join lateral (select made from t o where o.id = t.id order by made desc limit 1) last on true',
    'select id, l[1] as first, array_length(l, 1) as n, 2 = any(l) as has, l || 3 as more from t',
    'select id, unnest(l) as one from t',
    'select id, made::date as day, amount::text as amount, v::varchar(10) from t',
    "select id, made at time zone 'Europe/Paris' as local, date_trunc('day', made) as day, made + interval '1 day' as later from t",
    'select distinct on (v) id, v, made from t order by v, made desc',
    "select v, count(*) filter (where amount > 5) as big, string_agg(v, ', ' order by id) as all_of, percentile_cont(0.5) within group (order by amount) as mid from t group by v",
    'select v, id, count(*) as n from t group by grouping sets ((v, id), (v), ())',
    'with recursive n(i) as (select 1 union all select i + 1 from n where i < 5) select i from n',
    'select g as day from generate_series(1, 3) g',
    "select id, $$it's ; here$$ as said, $tag$ ; $$ $tag$ as other, E'a\\'b' as escaped from t",
    "select regexp_replace(v, '^a', 'b', 'g') as v, v ~* '^A' as hit, substring(v from 1 for 1) as first, overlay(v placing 'x' from 1) as o, position('a' in v) as p from t",
    'select max(id) over w as m, id from t window w as (partition by v)',
    "values (1, 'a'), (2, 'b')",
    'table t',
    "select id, jsonb_build_object('id', id, 'v', v) as o, row_to_json(t.*) as whole from t",
    'select id, (select array_agg(x order by x) from unnest(l) x) as sorted from t tablesample system (100)',
    'select * from t fetch first 1 rows only',
    'select id from t intersect select id from t except select -1',
  ],
  file: [
    'select * from t qualify row_number() over (partition by v order by made desc) = 1',
    'select * exclude (amount) from t',
    'select * replace (upper(v) as v) from t',
    "select id, j->>'$.a.b' as b, json_extract(j, '$.l') as l from t",
    'select id, unnest(l) as one from t',
    "select id, list_transform(l, x -> x + 1) as more, l[1] as first, {'a': id} as s from t",
    "select id, made::date as day, try_cast(v as integer) as n, strftime(made, '%Y-%m') as m from t",
    'select v, count(*) filter (where amount > 5) as big from t group by all order by all',
    'with recursive n(i) as (select 1 union all select i + 1 from n where i < 5) select i from n',
    'select t.id, x.one from t, lateral (select unnest(l) as one) x',
    'select a.id from t a asof join t b on a.made >= b.made',
    "select columns('id|v') from t",
    'select insert_at, id from (select made as insert_at, id from t) q',
    "select replace(v, 'a', 'b') as v, regexp_matches(v, '^a') as hit from t",
    'select range as n from range(3)',
    'values (1), (2)',
  ],
  redshift: [
    'select * from t qualify row_number() over (partition by v order by made desc) = 1',
    'select id, made::date as day, getdate() as now, dateadd(day, -7, getdate()) as week from t',
    "select id, json_extract_path_text(v, 'a', true) as a, nvl(v, 'x') as v, decode(id, 1, 'one', 'more') as d from t",
    "select id, listagg(v, ',') within group (order by id) over (partition by id) as l from t",
    'select id, s.payload."a"."b"::varchar as b from t, t.items as s',
    "select id, regexp_substr(v, '\\\\d+') as n, split_part(v, '-', 1) as p, v similar to '(a|b)%' as hit from t",
    'select top 10 id from t order by id',
    'select approximate count(distinct id) as n from t',
    "select convert_timezone('UTC', 'Europe/Paris', made) as local from t",
    'with recursive n(i) as (select 1 union all select i + 1 from n where i < 5) select i from n',
    "select * from spectrum.orders pivot (sum(amount) for v in ('a', 'b'))",
    'select json_parse(\'{"a":1}\').a as a, is_array(items) as l from t',
    'select id from t minus select 3',
  ],
  bigquery: [
    'select * except (amount) from `shop-analytics.shop.t`',
    'select * replace (upper(v) as v) from t qualify row_number() over (partition by v order by made desc) = 1',
    'select id, item.price from t, unnest(items) as item with offset as place where place = 0',
    'select id, array(select as struct x.a, x.b from unnest(l) x) as s, [1, 2, 3][offset(0)] as f, struct(1 as a) as o from t',
    "select id, json_value(j, '$.a.b') as b, j.a.b as dotted, safe_cast(v as int64) as n, safe.parse_date('%Y', v) as d from t",
    "select regexp_extract(v, r'^\\d+(\\w*)$') as r, regexp_contains(v, r\"it's\") as q, rb'\\x00' as bytes from t",
    'select \'\'\'it\'s ; here\'\'\' as said, """also "quoted" ; """ as other, "it\'s" as third # ; the end\nfrom t',
    "select timestamp_micros(1), date(made, 'Europe/Paris') as day, date_sub(current_date(), interval 7 day) as week, datetime_trunc(made, week(monday)) as w from t",
    'select approx_quantiles(amount, 4)[offset(2)] as mid, countif(amount > 5) as big, any_value(v having max made) as last from t',
    "select * from t where _table_suffix between '20261101' and '20261130'",
    'select * from `shop.t` for system_time as of timestamp_sub(current_timestamp(), interval 1 hour)',
    'select * from t tablesample system (10 percent)',
    "select * from (select v, amount from t) pivot (sum(amount) for v in ('a', 'b'))",
    "select ga.user_pseudo_id, (select value.string_value from unnest(event_params) where key = 'page_location') as page from `p.analytics_1.events_*` ga",
    'with recursive n as (select 1 as i union all select i + 1 from n where i < 5) select i from n',
    "select if(amount > 5, 'big', 'small') as size, ifnull(v, '') as v, id from t",
    "select contact_info.email, concat('a@', 'example.com') as mail from t",
    'select id from t except distinct select 3',
  ],
  snowflake: [
    'select * from t qualify row_number() over (partition by v order by made desc) = 1',
    "select id, payload:customer.email::string as email, payload:items[0].price::number(10,2) as price, payload['a'] as a from t",
    'select t.id, f.value:sku::string as sku from t, lateral flatten(input => t.payload:items) f',
    'select t.id, f.index from t, table(flatten(input => parse_json(v), outer => true)) f',
    "select id, made::date as day, try_to_number(v) as n, iff(amount > 5, 'big', 'small') as size, zeroifnull(amount) as z from t",
    "select convert_timezone('UTC', 'Europe/Paris', made) as local, dateadd(day, -7, current_timestamp()) as week, to_timestamp_ntz(1795284251) as e from t",
    'select * exclude (amount) rename (id as order_id) from t',
    "select object_construct('a', id) as o, array_agg(v) within group (order by id) as l, listagg(v, ',') as s from t group by id",
    'select * from t at(offset => -60)',
    "select * from t sample (10) where v ilike any ('a%', 'b%') and v rlike '\\\\d+'",
    "select $$it's ; here$$ as said, 'it\\'s' as escaped // ; the end\nfrom t",
    "select insert(v, 1, 1, 'x') as v, upper(insert(v, 1, 2, 'xy')) as u from t",
    "select * from t pivot (sum(amount) for v in ('a', 'b'))",
    'select * from t match_recognize (partition by id order by made measures first(made) as began pattern (a+) define a as amount > 1)',
    'with recursive n(i) as (select 1 union all select i + 1 from n where i < 5) select i from n',
    'select "Order Id", "from" from "Orders"',
    'select id from t minus select 3',
    "select decode(id, 1, 'one') as d, nvl2(v, 1, 0) as n, seq4() as s, value from t, table(split_to_table(v, ','))",
    'select max_by(v, made) as last, approx_count_distinct(id) as n, hll(id) as h from t',
  ],
  databricks: [
    'select * from t qualify row_number() over (partition by v order by made desc) = 1',
    "select id, raw:customer.email as email, raw:items[0].price::double as price, raw:['a b'] as a from t",
    'select id, item.sku from t lateral view explode(items) x as item',
    'select id, i.sku from t lateral view outer posexplode(items) x as place, i',
    'select * except (amount) from t',
    'select id, transform(l, x -> x + 1) as more, filter(l, x -> x > 1) as some, aggregate(l, 0, (a, x) -> a + x) as s from t',
    "select from_json(v, 'a int, b array<string>') as j, get_json_object(v, '$.a') as a, named_struct('a', id) as o, map('k', v)['k'] as m from t",
    "select from_utc_timestamp(made, 'Europe/Paris') as local, date_sub(current_date(), 7) as week, date_trunc('week', made) as w, made::date as d from t",
    "select 'it\\'s ; here' as said, \"also ; here\" as other from `sales`.`t`",
    "select overlay(v placing 'x' from 1) as o, v rlike '\\\\d+' as hit, try_cast(v as int) as n, v <=> 'a' as same from t",
    "select * from t pivot (sum(amount) for v in ('a', 'b'))",
    'select * from t tablesample (10 percent)',
    'select * from t version as of 3',
    "select * from t timestamp as of '2026-11-01'",
    'select /*+ broadcast(b) */ a.id from t a join t b on a.id = b.id left anti join t c on a.id = c.id',
    'select v, count_if(amount > 5) as big, collect_list(id) as ids, percentile_approx(amount, 0.5) as mid from t group by v with rollup',
    'with recursive n(i) as (select 1 union all select i + 1 from n where i < 5) select i from n',
    "select stack(2, 1, 'a', 2, 'b') as (n, s)",
    'select * from range(3)',
    "select if(amount > 5, 'big', 'small') as size, id from t cluster by id",
  ],
}

describe.each(Object.keys(starts))('%s', kind => {
  let it: Place
  let session: Session
  beforeAll(async () => {
    it = await starts[kind]!()
    const source = kinds.get(kind) as Source
    const around = { folder: it.folder ?? '.', anywhere: false, now: NOW, kill: never }
    session = await source.open(source.config.parse(it.config ?? { connection: 'db' }), source.connection?.parse(it.connection), around)
  })
  afterAll(async () => {
    await session.close()
    await it.close()
  })
  test.each([...common, ...own[kind]!])('%j is read', async text => {
    const outcome = await readAll(session, { from: { sql: text }, key: [] }, { limit: 5 }).catch((cause: unknown) => cause)
    if (it.real) expect(outcome).toSatisfy(rows => Array.isArray(rows) && rows.length > 0)
    if (Array.isArray(outcome)) return
    expect(outcome).toBeInstanceOf(Stop)
    const { code, why } = outcome as Stop
    expect(code, why).not.toMatch(/^source\.(not_one_select|refused_query|only_reads)$/)
  })
})
