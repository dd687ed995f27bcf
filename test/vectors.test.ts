/** The normalise and hash vectors, through each platform's own fields and the seal that every run uses. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import { type Destination, Left, type Row } from '../runtime/contract.ts'
import { sealer } from '../runtime/seal.ts'

interface Vector {
  field: string
  input: string | number | null
  options?: { country?: string; order?: string }
  normalised: string | null
  sha256: string | null
  note: string
}
const NOW = Date.UTC(2026, 10, 23, 12)

describe.each(['meta', 'pinterest'])('%s', id => {
  const { dialect } = kinds.get(id) as Destination
  const vectors = JSON.parse(readFileSync(`runtime/normalise/vectors.${id}.json`, 'utf8')) as Vector[]

  it.each(vectors.map(v => [`${v.field}: ${v.note} (${JSON.stringify(v.input)})`, v] as const))(
    '%s',
    (_, { field, input, options, normalised, sha256 }) => {
      const target = dialect!.targets.find(t => t.key === `user_data.${field}` || t.key === `custom_data.${field}` || t.key === field)
      if (!target) throw new Error(`No field called ${field}`)
      const { seal } = sealer({
        dialect: dialect!,
        sealing: { ...(options?.country && { country: options.country }), ...(options?.order === 'dmy' && { dayFirst: true }) },
        timezone: undefined,
        now: NOW,
      })
      const event: Row = {
        event_name: 'Purchase',
        event_time: NOW / 1000 - 60,
        action_source: 'website',
        event_id: '1',
        [target.concept]: input,
      }
      const sealed = seal(event, () => {})
      if (sealed instanceof Left) throw new Error(`${sealed.code} ${sealed.field}`)
      const value = sealed.values[target.key]
      const expected = target.hash ? sha256 : normalised
      if (expected === null) expect(value).toBeUndefined()
      else expect(Array.isArray(value) ? value[0] : value).toBe(expected)
    },
  )
})
