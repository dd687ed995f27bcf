/** What is found out about a text file is right or is left alone, and is told; a choice always wins. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readAll, stopped, withSession } from '../../../test/stand-ins/reading.ts'
import file from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'tributary-guesses-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
async function seen(content: string | Buffer, more: object = {}) {
  writeFileSync(join(folder, 'form.csv'), content)
  return withSession(file, { config: { path: 'form.csv', ...more } }, { folder }, async session => {
    const query = { from: { table: 'form' }, key: [] }
    const shape = await session.describe(query)
    return { shape, rows: await readAll(session, query), notes: session.understood!(shape), spoiled: session.spoiled!() }
  })
}
const column = (cells: readonly string[]) => `id;total\n${cells.map((cell, i) => `${i};${cell}\n`).join('')}`

const decimals: [what: string, cells: string[], type: string, arrive: string[]][] = [
  ['cents after a comma', ['12,50', '3', '-0,05'], 'number', ['12.50', '3', '-0.05']],
  ['points between thousands', ['1.234,50', '12,50', '1.234.567,00'], 'number', ['1234.50', '12.50', '1234567.00']],
  ['a point', ['12.50', '3'], 'number', ['12.50', '3']],
  ['a thousand, or one', ['1,234', '12,50'], 'text', ['1,234', '12,50']],
  ['a thousand, or one, alone', ['1,234', '2,500'], 'text', ['1,234', '2,500']],
  ['a point that may part thousands', ['1.234', '12,50'], 'text', ['1.234', '12,50']],
  ['both countries', ['12.50', '12,50'], 'text', ['12.50', '12,50']],
  ['English thousands', ['1,234.50', '12.50'], 'text', ['1,234.50', '12.50']],
  ['a list', ['1,2,3', '12,50'], 'text', ['1,2,3', '12,50']],
  ['codes', ['01,50', '02,50'], 'text', ['01,50', '02,50']],
]
test.each(decimals)('a decimal sign is found without a doubt or not at all: %s', async (_, cells, type, arrive) => {
  const { shape, rows, notes } = await seen(column(cells))
  expect(shape[1]!.type).toBe(type)
  expect(rows.map(row => row.total)).toEqual(arrive)
  expect(notes.some(note => note.includes('12,50 is a number in total (found in the file)'))).toBe(
    type === 'number' && cells[0]!.includes(','),
  )
})
test('a cell further down that leaves a doubt stays as it is written', async () => {
  const { rows } = await seen(column([...Array.from({ length: 2100 }, () => '12,50'), '1,234', 'none', '1.234,50']))
  expect(rows.slice(-3).map(row => row.total)).toEqual(['1,234', 'none', '1234.50'])
})
test('a chosen sign wins', async () => {
  expect((await seen(column(['1,234', '1.234']), { decimal: ',' })).rows.map(row => row.total)).toEqual(['1.234', '1234'])
  expect((await seen(column(['12,50']), { decimal: '.' })).rows.map(row => row.total)).toEqual(['12,50'])
})

const western = Buffer.concat([Buffer.from('id,note\n1,'), Buffer.from([0x80, 0x20, 0xe9, 0x20, 0x92, 0x9c, 0xdf]), Buffer.from('\n')])
const encodings: [string, Buffer, object, string, string][] = [
  ['UTF-8', Buffer.from('id,note\n1,é€\n'), {}, 'é€', 'UTF-8 (found in the file)'],
  ['UTF-8 with a mark', Buffer.from('\ufeffid,note\n1,é\n'), {}, 'é', 'UTF-8 (found in the file)'],
  ['nothing but ASCII', Buffer.from('id,note\n1,e\n'), {}, 'e', 'UTF-8 (found in the file)'],
  ['UTF-16', Buffer.from('\ufeffid,note\n1,é€\n', 'utf16le'), {}, 'é€', 'UTF-16 (found in the file)'],
  ['Latin-1', Buffer.from('id,note\n1,é ß ñ £\n', 'latin1'), {}, 'é ß ñ £', 'Latin-1 (found in the file)'],
  ['UTF-16, the bytes turned round', Buffer.from('\ufeffid,note\n1,é€\n', 'utf16le').swap16(), {}, 'é€', 'UTF-16 (found in the file)'],
  ['UTF-16 without a mark', Buffer.from('id,note\n1,é€\n', 'utf16le'), {}, 'é€', 'UTF-16 (found in the file)'],
  ['UTF-16, turned, without a mark', Buffer.from('id,note\n1,é€\n', 'utf16le').swap16(), {}, 'é€', 'UTF-16 (found in the file)'],
  ['Windows-1252', western, {}, '€ é ’œß', 'Windows-1252 (found in the file)'],
  ['Windows-1252, chosen', Buffer.from('id,note\n1,é\n', 'latin1'), { encoding: 'windows-1252' }, 'é', 'Windows-1252 (as chosen)'],
  ['Latin-1, chosen', Buffer.from('id,note\n1,é\n', 'latin1'), { encoding: 'latin-1' }, 'é', 'Latin-1 (as chosen)'],
]
test.each(encodings)('letters: %s', async (_, content, more, note, told) => {
  const { rows, notes } = await seen(content, more)
  expect(rows).toEqual([{ id: '1', note }])
  expect(notes).toContain(`Letters are ${told}.`)
})
/** The same words as other systems write them; the bytes are Python 3's (`text.encode(…).hex()`). */
const alphabets: [encoding: string, words: string, bytes: string][] = [
  ['windows-1250', 'Łukasz Żółć, Dvořák, Gyűrű', 'a3756b61737a20aff3b3e62c2044766ff8e16b2c204779fb72fb'],
  ['latin-2', 'Łukasz Żółć, Dvořák, Gyűrű', 'a3756b61737a20aff3b3e62c2044766ff8e16b2c204779fb72fb'],
  ['windows-1251', 'Щёлкова Їжак, №7', 'd9b8ebeaeee2e020afe6e0ea2c20b937'],
  ['windows-1253', 'Αθήνα ώρα €', 'c1e8deede120fef1e12080'],
  ['windows-1254', 'Şişli İğne ı', 'de69fe6c6920ddf06e6520fd'],
  ['mac-roman', 'Noëlle Œuvré €', '4e6f916c6c6520ce7576728e20db'],
  ['shift-jis', '表示ソ, ｱ|能', '955c8ea6835c2c20b17c945c'],
  ['gbk', '李小龍, 镕|€丂', 'c0eed0a1fd882c20e9467ca2e38140'],
]
const inLine = (bytes: string) =>
  Buffer.concat([
    Buffer.from('id;note\n'),
    ...[1, 2].flatMap(id => [Buffer.from(`${id};"`), Buffer.from(bytes, 'hex'), Buffer.from('"\n')]),
  ])
test.each(alphabets)('another alphabet, chosen: %s', async (encoding, words, bytes) => {
  const { rows, notes, spoiled } = await seen(inLine(bytes), { encoding })
  expect(rows).toEqual([
    { id: '1', note: words },
    { id: '2', note: words },
  ])
  expect(spoiled).toEqual([])
  expect(notes[0]).toBe('Columns are parted by semicolons (found in the file).')
  expect(notes[1]).toContain('(as chosen)')
})
test.each(['windows-1250', 'latin-2', 'windows-1251', 'windows-1253', 'gbk'])(
  '%s is not taken for Western letters: a choice is asked for',
  async name => {
    const failure = await stopped(seen(inLine(alphabets.find(([encoding]) => encoding === name)![2])))
    expect(failure).toMatchObject({ code: 'source.not_readable', why: expect.stringContaining('Choose its encoding in the step') })
  },
)
test('so are words of another alphabet far down, while Western words in capitals and signs go on as they are', async () => {
  const cyrillic = Buffer.from(alphabets.find(([encoding]) => encoding === 'windows-1251')![2], 'hex')
  const far = Buffer.concat([Buffer.from('id,note\n'), Buffer.alloc(2_200_000, '1,x\n'), Buffer.from('2,'), cyrillic])
  expect((await stopped(seen(far))).why).toContain('Choose its encoding')
  const western = 'ÉÈÊ À Ñandú, 12 m³, m³x, «ça», ¿qué?, ½, 1±2, œuvre, créée, Ægir, ŒUVRE'
  const { rows, notes } = await seen(Buffer.from(`id;note\n1;${western.replaceAll(/[œŒ]/g, 'o')}\n`, 'latin1'))
  expect(rows[0]!.note).toBe(western.replaceAll(/[œŒ]/g, 'o'))
  expect(notes).toContain('Letters are Latin-1 (found in the file).')
})
test('a letter of two bytes is not cut between two pieces; bytes that mean nothing spoil their line', async () => {
  const [, , bytes] = alphabets.find(([encoding]) => encoding === 'shift-jis')!
  const line = Buffer.concat([Buffer.from('7,'), Buffer.from(bytes.slice(0, 12), 'hex'), Buffer.from('\n')])
  const many = Buffer.concat([
    Buffer.from('id,note\n'),
    ...Array.from({ length: 200_000 }, () => line),
    Buffer.from('8,\x81\n9,x\n', 'latin1'),
  ])
  const { rows, spoiled } = await seen(many, { encoding: 'shift-jis' })
  expect(rows.length).toBe(200_001)
  expect(rows.slice(0, -1).every(row => row.note === '表示ソ')).toBe(true)
  expect(rows.at(-1)).toEqual({ id: '9', note: 'x' })
  expect(spoiled).toEqual([{ count: 1, code: 'bad_line', samples: ['200002'] }])
})
test('damage in UTF-8 is not taken for another encoding: the line is counted', async () => {
  const { rows, spoiled } = await seen(Buffer.concat([Buffer.from('id,note\n1,é\n2,'), Buffer.from([0xe9]), Buffer.from('\n3,x\n')]))
  expect(rows.map(row => row.id)).toEqual(['1', '3'])
  expect(spoiled).toEqual([{ count: 1, code: 'bad_line', samples: ['3'] }])
})
test('what parts the columns is told', async () => {
  expect((await seen('id;b\n1;2\n')).notes[0]).toBe('Columns are parted by semicolons (found in the file).')
  expect((await seen('id~b\n1~2\n', { delimiter: '~' })).notes[0]).toBe('Columns are parted by "~" (as chosen).')
})
test.each<[string, string, Buffer, string]>([
  ['a plain start, then é', 'é', Buffer.from([0xe9]), 'Latin-1'],
  ['a plain start, then €', '€', Buffer.from([0x80]), 'Windows-1252'],
  ['a plain start, then é in UTF-8', 'é', Buffer.from('é'), 'UTF-8'],
])('letters beyond the first megabyte count too: %s', async (_, letter, bytes, told) => {
  const { rows, notes, spoiled } = await seen(
    Buffer.concat([Buffer.from('id,note\n'), Buffer.alloc(1_200_000, '1,x\n'), Buffer.from('2,'), bytes]),
  )
  expect(rows.at(-1)).toEqual({ id: '2', note: letter })
  expect(spoiled).toEqual([])
  expect(notes).toContain(`Letters are ${told} (found in the file).`)
})
test('a € far below an é makes a Latin-1 file one of Windows-1252', async () => {
  const { rows } = await seen(
    Buffer.concat([Buffer.from('id,note\n1,\xe9\n', 'latin1'), Buffer.alloc(1_200_000, '1,x\n'), Buffer.from([0x32, 0x2c, 0x80])]),
  )
  expect([rows[0]!.note, rows.at(-1)!.note]).toEqual(['é', '€'])
})
test('bytes that mean nothing in Windows-1252 spoil their line', async () => {
  const { rows, spoiled } = await seen(Buffer.concat([western, Buffer.from([0x32, 0x2c, 0x81, 0x0a]), Buffer.from('3,Â\n', 'latin1')]), {
    encoding: 'windows-1252',
  })
  expect(rows.map(row => row.id)).toEqual(['1', '3'])
  expect(spoiled).toEqual([{ count: 1, code: 'bad_line', samples: ['3'] }])
})
test.each([
  ['Name, first;Total, EUR\nA, b;1\nC, d;2\n', 'semicolons'],
  ['a;b\n"1, 2";3\n', 'semicolons'],
  ['a|b,c|d\n1|2|3\n', 'bars'],
  ['one\n1,2\n', 'commas'],
])('what parts the columns is what parts every line alike: %j', async (content, told) => {
  expect((await seen(content)).notes[0]).toBe(`Columns are parted by ${told} (found in the file).`)
})
test('Latin-1, chosen for a file with signs that Latin-1 lacks, is said plainly', async () => {
  expect((await stopped(seen(western, { encoding: 'latin-1' }))).why).toMatch(/Choose Windows-1252/)
})
test('halves of letters in UTF-16 spoil their line, and no letter is cut between two pieces', async () => {
  const long = Array.from({ length: 130_000 }, (_, i) => `${i},😀\n`).join('')
  const { rows, spoiled } = await seen(Buffer.from(`\ufeffid,note\nx,a\ud83d\n${long}`, 'utf16le'))
  expect(rows.length).toBe(130_000)
  expect(rows.every(row => row.note === '😀')).toBe(true)
  expect(spoiled).toEqual([{ count: 1, code: 'bad_line', samples: ['2'] }])
})

const BIG = 'x'.repeat(1_000_000)
test.each<[string, string, (string | null)[], number]>([
  ['NUL in a cell', `id,note\n${'0,plain\n'.repeat(1000)}1,a\0b\n`, ['a\0b'], 0],
  ['a cell of a megabyte', `id,note\n0,y\n1,"${BIG}"\n`, [BIG], 0],
  ['a header without names in places', 'id,,\n1,2,3\n', [], 0],
  ['empty lines in between', 'id,note\n\n1,x\n\n', ['x'], 0],
  ['a line of nothing but delimiters', 'id,note\n,\n1,x\n', ['x'], 0],
  ['old Mac lines', 'id,note\r0,y\r1,x\r', ['x'], 0],
  ['a ragged line at the end', 'id,note\n1,x\n2', ['x'], 1],
  ['quotes that end in the middle', 'id,note\n1,x\n2,"a"b"c"\n', ['x'], 1],
  ['a quote right at the end', 'id,note\n1,""\n', [''], 0],
])('a nasty file is read or told, never passed over: %s', async (_, content, notes, bad) => {
  const { rows, spoiled } = await seen(content)
  expect(rows.filter(row => row.id === '1').map(row => row.note)).toEqual(notes.length ? notes : [undefined])
  expect(spoiled.reduce((sum, { count }) => sum + count, 0)).toBe(bad)
})
test.each([
  ['id,note\r\n1,plain\r\n2,a\0b\r\n', 3],
  ['id,note\n1,plain\n2,fine\n3,a\0\n', 4],
  ['id\0,note\n1,plain\n', 1],
])('a zero byte near the beginning of %j is named by its line', async (content, line) => {
  const failure = await stopped(seen(content))
  expect(failure).toMatchObject({ code: 'source.not_readable', why: expect.stringContaining(`Line ${line} holds a zero byte`) })
})

test('low quotes are letters of Windows-1252; within a word they are DOS, which is counted and not guessed', async () => {
  const quoted = Buffer.from('id,note\n1,\x84so\x93 \x82x\x91\n', 'latin1')
  expect((await seen(quoted)).rows).toEqual([{ id: '1', note: '„so“ ‚x‘' }])
  const dos = Buffer.from('id,note\n1,M\x84nner\n2,caf\x82\n3,x\n', 'latin1')
  const { rows, spoiled } = await seen(dos)
  expect(rows).toEqual([{ id: '3', note: 'x' }])
  expect(spoiled).toEqual([{ code: 'bad_line', count: 2, samples: ['2', '3'] }])
})

const declared: [string, string][] = [
  ['a semicolon', 'sep=;\nid;note\n1;a,b\n2\n3;c\n'],
  ['in quotes, after a mark', '\ufeff"sep=;"\r\nid;note\r\n1;a,b\r\n2\r\n3;c\r\n'],
  ['after a mark', '\ufeffsep=;\nid;note\n1;a,b\n2\n3;c\n'],
  ['a sign that nobody would guess', 'SEP=~\nid~note\n1~a,b\n2\n3~c\n'],
]
test.each(declared)('a first line that says what parts the columns is understood: %s', async (_, content) => {
  const { rows, spoiled } = await seen(content)
  expect(rows).toEqual([
    { id: '1', note: 'a,b' },
    { id: '3', note: 'c' },
  ])
  expect(spoiled).toEqual([{ code: 'bad_line', count: 1, samples: ['4'] }])
})
test('names in quotes over two lines, after a mark, are one record', async () => {
  const { rows, spoiled } = await seen('\ufeff"i\nd",note\n1,a\n')
  expect(rows).toEqual([{ 'i\nd': '1', note: 'a' }])
  expect(spoiled).toEqual([])
})
