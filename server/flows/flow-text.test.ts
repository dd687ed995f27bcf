/** A flow's text that cannot be taken: what is wrong and on which line, and not a word on the console. */
import { expect, test, vi } from 'vitest'
import { readFlow, readText } from './flow-text.ts'

const told = (text: string) => {
  const spies = (['emitWarning'] as const).map(name => vi.spyOn(process, name).mockImplementation(() => {}))
  const console_ = (['warn', 'error', 'log'] as const).map(name => vi.spyOn(console, name).mockImplementation(() => {}))
  try {
    const read = readText(text)
    expect([...spies, ...console_].flatMap(spy => spy.mock.calls)).toEqual([])
    return 'message' in read ? read.message : read.value
  } finally {
    for (const spy of [...spies, ...console_]) spy.mockRestore()
  }
}
test.each([
  ['a tag of somebody else', 'name: x\nkey: !secret shop-db\n', /^Line 2 begins a value with "!".* put the value in quotes\.$/],
  ['a tag on a list', 'a:\n  - 1\n  - !env\n    - b\n', /^Line 3 begins /],
  ['a value that begins so', 'status: !paid\n', /^Line 1 begins /],
  ['a tab where spaces belong', 'a:\n\tb: 1\n', /line 2 cannot be read/],
  ['a key twice', 'a: 1\na: 2\n', /line 2 cannot be read/],
] as const)('%s is named by its line', (_, text, message) => {
  const said = told(text)
  expect(said).toMatch(message)
  expect(said).not.toMatch(/shop-db|paid"/)
})
test.each([
  ['in quotes', 'status: "!paid"\n', { status: '!paid' }],
  ['within a text', 'status: paid!\n', { status: 'paid!' }],
  ['a tag that YAML itself has', 'n: !!str 12\n', { n: '12' }],
] as const)('a mark of exclamation is taken %s', (_, text, value) => expect(told(text)).toEqual(value))

test('an operator that is none is answered with those that are, not with the library’s words', () => {
  const condition = { column: 'status', op: 'equals', value: 'x' }
  const read = readFlow(
    JSON.stringify({
      tributary: 1,
      name: 'x',
      nodes: [{ id: 'f', kind: 'filter', config: { where: { match: 'all', conditions: [condition] } } }],
    }),
  )
  expect(read).not.toHaveProperty('flow')
  expect(JSON.stringify(read)).not.toMatch(/Invalid (option|input)/)
})

test.each([
  [
    'of a newer version',
    { tributary: 3, name: 'x', nodes: [{ id: 'a', does: 'something new' }] },
    /^It was written by a newer version of Tributary: its format is 3, and 1 is read here\. Update/,
  ],
  ['without its first line', { name: 'x', nodes: [], edges: [] }, /^It is not a flow: a flow begins with "tributary": 1/],
  ['that is none', { hello: 1 }, /^It is not a flow: a flow begins with "tributary": 1/],
  ['that is a page', '<html><body>no</body></html>', /^It is not a flow: a flow begins with "tributary": 1/],
  ['that is a list', [1], /^It is not a flow: a flow begins with "tributary": 1/],
  ['of a version that never was', { tributary: 0, name: 'x', nodes: [], edges: [] }, /^It is not a flow: /],
  ['that lists nothing', { tributary: 2 }, /^It is not a flow: /],
])('a file %s says so', (_, document, says) => {
  for (const text of [JSON.stringify(document), JSON.stringify(document, null, 2)]) {
    const read = readFlow(text)
    expect('message' in read && read.message).toMatch(says)
  }
})
