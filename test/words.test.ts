/** What the editor says, and in which languages: the catalogue fits the code, and what is not through it yet is counted. */
import { readdirSync, readFileSync } from 'node:fs'
import { parseSync } from 'vite'
import { describe, expect, it } from 'vitest'
import french from '../editor/words/fr.json' with { type: 'json' }

/**
 * These may only shrink. Lower them in the commit that translates or moves something. Counted in place are texts and labels
 * of elements; texts inside expressions of a room that has not been moved come on top of it.
 */
const STILL_IN_PLACE = 0
const STILL_WITHOUT_FRENCH = 0

interface Node {
  type: string
  [key: string]: unknown
}
const said = new Set<string>()
const inPlace: string[] = []

/** Attributes whose value a person reads or hears. */
const READ = /^(aria-label|label|title|description|placeholder|help|text|name|empty|hint|note)$/
const wordy = (text: string) => /[A-Z][a-z]|[a-z]{2,} [a-z]/.test(text)

function look(node: unknown, file: string): void {
  if (Array.isArray(node)) for (const one of node) look(one, file)
  if (!node || typeof node !== 'object' || typeof (node as Node).type !== 'string') return
  const { type, value, name, callee, arguments: given } = node as Node & { callee?: { name?: string }; arguments?: Node[] }
  if (type === 'CallExpression' && callee?.name === 'say' && typeof given?.[0]?.value === 'string') said.add(given[0].value)
  if (type === 'JSXText' && wordy(String(value))) inPlace.push(`${file}: ${String(value).trim()}`)
  const words = (value as { value?: unknown } | null | undefined)?.value
  if (type === 'JSXAttribute' && typeof words === 'string' && READ.test(String((name as Node).name)) && wordy(words))
    inPlace.push(`${file}: ${words}`)
  for (const [key, child] of Object.entries(node)) if (key !== 'parent') look(child, file)
}
for (const file of readdirSync('editor', { recursive: true, encoding: 'utf8' }).filter(f => /(?<!\.test)\.tsx?$/.test(f)))
  look(parseSync(file, readFileSync(`editor/${file}`, 'utf8'), { lang: 'tsx' }).program, file)

/** The names a message is filled with: "{n, plural, one {# row} other {# rows}} of {step}" → n, step. */
const namesIn = (message: string): string[] =>
  [...new Set([...message.matchAll(/(?<!(?:plural, |\} )(?:one|other|=\d) )\{(\w+)(?=\}|, plural)/g)].map(m => m[1]!))].sort()

describe('what the editor says', () => {
  it('is English that stands in place less and less often', () => {
    expect(inPlace.length, inPlace.slice(0, 20).join('\n')).toBeLessThanOrEqual(STILL_IN_PLACE)
  })
  it('is without French less and less often', () => {
    const without = [...said].filter(text => !(text in french))
    expect(without.length, without.slice(0, 20).join('\n')).toBeLessThanOrEqual(STILL_WITHOUT_FRENCH)
  })
  it('is all that the French catalogue holds', () => {
    expect(Object.keys(french).filter(text => !said.has(text))).toEqual([])
  })
  it('takes the same values in French', () => {
    const differing = Object.entries(french).filter(
      ([english, words]) => `${namesIn(words)}` !== `${namesIn(english)}` || words.trim() === '',
    )
    expect(differing).toEqual([])
  })
})
