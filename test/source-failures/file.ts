/** What fails with a file. */
import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Line, sql } from './line.ts'
import type { Standing } from './starts.ts'

type It = Standing['file']
const write = (name: string, content: string | Buffer) => (it: It) => {
  writeFileSync(join(it.folder, name), content)
  return { config: { path: name } }
}
export const onFile: Line<It>[] = [
  ['a file that is not there', () => ({ config: { path: 'nowhere.csv' } }), 'source.no_file', /is not there\. Check the path/, 'person'],
  [
    'a path outside the data folder',
    () => ({ config: { path: '/etc/hosts.csv' } }),
    'source.outside',
    /outside the data folder\. Upload it/,
    'person',
  ],
  [
    'a folder in its place',
    it => {
      mkdirSync(join(it.folder, 'folder.csv'))
      return { config: { path: 'folder.csv' } }
    },
    'source.no_file',
    /is not a file\. .*Choose one/,
    'person',
  ],
  [
    'an ending that says nothing',
    write('orders.xlsx', 'x'),
    'source.unknown_format',
    /ending does not say\. ?|does not say what it is\. Use/,
    'person',
  ],
  [
    'an Excel sheet by the name of a CSV',
    write('sheet.csv', 'PK\u0003\u0004'),
    'source.not_readable',
    /not text\. .*save an Excel sheet as CSV/,
    'person',
  ],
  [
    'a CSV by the name of Parquet',
    write('text.parquet', 'order_id,note\n1,a\n'),
    'source.not_readable',
    /not Parquet\. .*Check the ending/,
    'person',
  ],
  ['no rows at all', write('empty.csv', ''), 'source.not_readable', /not a CSV file with rows\. It is empty/, 'person'],
  ['two columns of one name', write('twice.csv', 'a,a\n1,2\n'), 'source.not_readable', /same name: "a"/, 'person'],
  [
    'a Parquet file that was cut off',
    async it => {
      const path = await it.write('cut.parquet')
      const whole = readFileSync(join(it.folder, path))
      writeFileSync(join(it.folder, path), whole.subarray(0, whole.length / 2))
      return { config: { path } }
    },
    'source.not_readable',
    /not correct Parquet\. It may be damaged or cut off/,
    'person',
  ],
  [
    'a damaged SQLite database',
    write('broken.sqlite', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(4000, 7)])),
    'source.not_readable',
    /not a correct SQLite database\. .*Copy it again/,
    'person',
  ],
  [
    'a table that it does not have',
    () => ({ from: { table: 'gone' } }),
    'source.no_table',
    /no table "gone"\. The file is read as the table "orders"/,
    'person',
  ],
  [
    'a column that it does not have',
    () => ({ from: sql('select gone from orders') }),
    'source.no_column',
    /a column that is not there\. Check the spelling/,
    'person',
  ],
  [
    'a column gone between check and run',
    it => ({ from: sql('select order_id, note from orders'), between: () => it.write('orders.parquet', 'order_id') }),
    'source.no_column',
    /names a column that is not there\. Check the spelling/,
    'person',
  ],
  [
    'the file deleted between check and run',
    it => ({ between: () => rmSync(join(it.folder, 'orders.parquet')) }),
    'source.no_file',
    /is not there\. Check the path/,
    'person',
  ],
  [
    'the file cut short in the middle',
    it => ({ midway: () => truncateSync(join(it.folder, 'orders.parquet'), 5000) }),
    'source.changed',
    /changed while it was being read\. Run again/,
    'time',
  ],
  [
    'a text that is no number',
    () => ({ from: sql(`select ('canary-cell' || note)::int as x from orders`) }),
    'source.bad_value',
    /could not be converted\. .*try_cast/,
    'person',
  ],
  [
    'another file than this one',
    () => ({ from: sql(`select * from read_csv('/etc/passwd')`) }),
    'source.not_allowed',
    /reaches outside the file\. Only the file/,
    'person',
  ],
]
