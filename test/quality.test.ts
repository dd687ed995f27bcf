/** Input quality of real runs over rows whose coverage is known because they were made so. */
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commandLine, files, flow, folder, platform, tributary } from './command-line.ts'

commandLine()

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const at = new Date(Date.now() - 3_600_000).toISOString()

/** 100 orders; `email` says what stands in each. */
function orders(first: number, email: (i: number) => string) {
  const lines = Array.from({ length: 100 }, (_, i) =>
    [
      `Q-${first + i}`,
      at,
      '10.00',
      email(i),
      i < 60 ? `06 12 34 56 ${String(10 + i).slice(-2)}` : '',
      'shop',
      i < 30 ? sha256('Female') : '',
    ].join(','),
  )
  return `${lines.join('\n')}\n`
}
const HEAD = 'order_id,ordered_at,amount,email,phone,customer,gender\n'
const fields = {
  ...(flow.nodes[2]!.config as { fields: object }).fields,
  phone: { column: 'phone' },
  external_id: { column: 'customer' },
  gender: { column: 'gender' },
}
const document = { ...flow, nodes: flow.nodes.map(node => (node.id === 'map' ? { ...node, config: { fields } } : node)) }
const mixed = (i: number) =>
  i < 60 ? `ann${i}@example.com` : i < 80 ? sha256(`ann${i}@example.com`) : i < 90 ? 'ann at example.com' : i < 95 ? 'n/a' : ''
const counts = (list: { code: string; rows: number }[]) => Object.fromEntries(list.map(({ code, rows }) => [code, rows]))

describe('input quality', () => {
  it('counts what each field holds, and says what would help most', async () => {
    const meta = await platform()
    const args = files({ document })
    writeFileSync(join(folder, 'orders.csv'), HEAD + orders(0, mixed))
    const { json } = await tributary(['run', ...args, '--json'], meta.variables)
    meta.close()
    const [path] = json.paths
    expect(path.tally).toMatchObject({ read: 100, delivered: 100 })
    const { quality } = path
    const of = (concept: string) => quality.fields.find((field: { concept: string }) => field.concept === concept)
    expect(of('email')).toMatchObject({ title: 'Email', worth: 25, mapped: true, filled: 95, usable: 80, hashed: 20 })
    expect(counts(of('email').failed)).toEqual({ email_not_valid: 10, empty: 5 })
    expect(counts(of('email').warnings)).toEqual({ mixed_hashes: 20 })
    expect(of('phone')).toMatchObject({ filled: 60, usable: 0 })
    expect(counts(of('phone').failed)).toEqual({ phone_without_country: 60 })
    expect(of('external_id')).toMatchObject({ filled: 100, usable: 100, hashed: 0 })
    expect(counts(of('external_id').warnings)).toEqual({ one_value: 100 })
    expect(of('gender')).toMatchObject({ filled: 30, usable: 30, hashed: 30 })
    expect(counts(of('gender').warnings)).toEqual({ digest_of_no_spelling: 30, not_said_hashed: 30 })
    expect(of('first_name')).toMatchObject({ mapped: false, filled: 0 })
    // Nothing of a visit is asked of a CRM's events. Useful are 68 points of weight: 25·0.8 + 8 + 1·0.3 are there.
    expect(quality).toMatchObject({ rows: 100, readiness: 42 })
    // The phone's 15 of 68.
    expect(quality.next).toEqual({
      concept: 'phone',
      title: 'Phone',
      kind: 'repair',
      points: 22,
      node: 'map',
      message: 'Repair Phone: 60 of 100 rows hold one that cannot be used. It has no country. Worth about 22 points.',
    })
    expect(JSON.stringify(quality)).not.toMatch(/example\.com|06 12|[0-9a-f]{64}/)
  })

  it('says when a column stops being filled, in the report and in words', async () => {
    const meta = await platform()
    const args = files({ document })
    const file = join(folder, 'orders.csv')
    writeFileSync(file, HEAD + orders(0, mixed))
    const first = await tributary(['run', ...args, '--json'], meta.variables)
    expect(first.json.paths[0].quality.before).toBeUndefined()
    writeFileSync(file, HEAD + orders(0, mixed) + orders(100, i => (i < 30 ? `bob${i}@example.com` : '')))
    // What is only tried is compared, but the next run is not compared with it.
    await tributary(['run', ...args, '--dry-run'], meta.variables)
    const second = await tributary(['run', ...args, '--json'], meta.variables)
    const [path] = second.json.paths
    expect(path.tally).toMatchObject({ read: 200, duplicate: 100, delivered: 100 })
    expect(path.quality).toMatchObject({ rows: 100, before: { run: first.json.run, rows: 100, readiness: 42 } })
    expect(path.quality.before.coverage).toMatchObject({ email: 0.8, phone: 0, external_id: 1 })
    expect(path.reasons.filter((reason: { code: string }) => reason.code === 'coverage_fell')).toEqual([
      {
        outcome: 'warning',
        code: 'coverage_fell',
        node: 'meta',
        field: 'email',
        rows: 70,
        message:
          'Email is usable in 30% of the events, after 80% in the run before. Look whether its column was renamed, emptied or changed.',
        samples: [],
      },
    ])
    expect(second.code).toBe(0)
    writeFileSync(file, HEAD + orders(200, mixed))
    const { out } = await tributary(['run', ...args], meta.variables)
    meta.close()
    expect(out).toContain('Input quality: match readiness 42 of 100, 23 in the run before. Repair Phone: 60 of 100 rows')
  })
})
