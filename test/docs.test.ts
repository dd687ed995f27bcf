/** The tables in `docs/` say what the code says. `npm run docs` writes them anew. */
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import { type Bound, bounds } from '../runtime/bounds.ts'
import type { Destination } from '../runtime/contract.ts'
import { serverBounds } from '../server/bounds.ts'

const destinations = [...kinds.values()].filter((k): k is Destination => k.role === 'destination')
const cell = (text: string | undefined) => (text ?? '').replaceAll('|', '\\|').replaceAll('\n', ' ')
const table = (head: readonly string[], rows: readonly (readonly (string | undefined)[])[]) =>
  [head, head.map(() => '---'), ...rows].map(row => `| ${row.map(cell).join(' | ')} |`).join('\n')

async function conformance(): Promise<string> {
  const parts = [
    '# What each platform refuses',
    'Each row is a documented rule as our simulator of that platform checks it, with where it stands and when we read it. The simulators share no code with what builds and judges our own requests; the Test inbox shows their findings event by event. Written by `npm run docs`.',
  ]
  for (const kind of destinations) {
    const simulator = await kind.simulator?.()
    if (!simulator) continue
    parts.push(
      `## ${kind.title}`,
      table(
        ['rule', 'what it says', 'what the platform does', 'source', 'read'],
        simulator.rules.map(rule => [rule.id, rule.says, rule.verdict, rule.source, rule.read]),
      ),
    )
  }
  return `${parts.join('\n\n')}\n`
}

function fields(): string {
  const parts = [
    '# What each destination takes',
    'Every field, the concept that feeds it, and what is done to a value before it leaves. Written by `npm run docs`.',
  ]
  for (const { title, dialect } of destinations) {
    if (!dialect) continue
    const rows = dialect.targets.map(t => [
      t.key,
      t.concept,
      t.normalise.says,
      t.hash ? 'SHA-256' : '',
      t.many ? 'several' : '',
      t.required ? 'always' : '',
      t.source,
    ])
    parts.push(`## ${title}`, table(['field', 'concept', 'cleaning', 'hash', 'values', 'required', 'source'], rows))
  }
  return `${parts.join('\n\n')}\n`
}

function boundsDoc(): string {
  const rows = (list: Readonly<Record<string, Bound>>) =>
    Object.values(list).map(({ most, unit, of, beyond, reached }) => [of, `${most.toLocaleString('en')} ${unit}`, beyond, reached])
  const head = ['of', 'at most', 'beyond that', 'test that goes there']
  return [
    '# Where growth ends',
    'Nothing in a run or in the server may grow without end. Written by `npm run docs` from `runtime/bounds.ts` and `server/bounds.ts`.',
    '## A run',
    table(head, rows(bounds)),
    'A request holds what the platform takes in one: see `limits` in the platform’s folder. Requests under way at once are a setting of the destination.',
    '## The server',
    table(head, rows(serverBounds)),
    'The log goes to standard error, a line at a time, and is not kept here: whoever runs the program decides how much of it is kept, as Docker does with `--log-opt max-size`.',
    '',
  ].join('\n\n')
}

it.each([
  ['docs/conformance.md', conformance],
  ['docs/fields.md', async () => fields()],
  ['docs/bounds.md', async () => boundsDoc()],
])('%s is up to date', async (path, write) => {
  const text = await write()
  if (process.env.UPDATE_DOCS) writeFileSync(path, text)
  expect(readFileSync(path, 'utf8') === text, `Run "npm run docs" and commit ${path}.`).toBe(true)
})
