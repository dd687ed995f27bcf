/** Any status with any body, read by every platform that has a form of its own: never an exception, and always the class that is safe. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import type { Destination } from '../runtime/contract.ts'
import type { Answer, Verdict } from '../runtime/dialect.ts'

const platforms = [...kinds.values()].filter((k): k is Destination => k.role === 'destination' && !!k.dialect && !k.dialect.byStatus)

/** What an answer without the platform's own JSON means, whoever it was for: told by the status and `Retry-After` alone. */
function foreign({ status, headers }: Answer): string {
  if (status >= 200 && status < 300) return 'retry unknown'
  if (status >= 300 && status < 400) return 'stop redirect'
  if (status === 413) return 'poisoned'
  if (status === 429) return 'retry no'
  if (status === 503 && /^\d+$/.test(headers['retry-after'] ?? '')) return 'retry no'
  return status >= 400 && status < 500 && status !== 408 && status !== 499 ? 'retry no' : 'retry unknown'
}
const classOf = (verdict: Verdict): string =>
  verdict.kind === 'retry' ? `retry ${verdict.taken}` : verdict.kind === 'stop' ? `stop ${verdict.fault}` : verdict.kind

/** Nothing here is an object with an `error` or a `code`: pages, halves, lists, other people's JSON. */
const strange = fc.oneof(
  fc.constantFrom('', ' ', '<html>ok</html>', '{"data":', 'null', '[]', '{}', '"ok"', '200', '{"ok":true}', '\u0000', '{"events_rec'),
  fc.string(),
  fc.dictionary(fc.constantFrom('message', 'status', 'detail', 'id', 'data'), fc.jsonValue()).map(o => JSON.stringify(o)),
)
const statuses = fc.oneof(
  fc.integer({ min: 100, max: 599 }),
  fc.constantFrom(200, 201, 204, 301, 307, 400, 401, 403, 404, 408, 413, 422, 429, 499, 500, 502, 503, 504),
)
const waits = fc.option(fc.constantFrom('5', '0', 'soon', 'Fri, 20 Nov 2026 12:01:00 GMT'), { nil: undefined })

describe.each(platforms.map(k => [k.id, k] as const))('%s', (_, { dialect }) => {
  it('reads what is not its own by the status', () => {
    fc.assert(
      fc.property(statuses, strange, waits, fc.integer({ min: 1, max: 1000 }), (status, body, wait, sent) => {
        const answer: Answer = { status, body, headers: wait === undefined ? {} : { 'retry-after': wait } }
        expect(classOf(dialect!.read(answer, sent))).toBe(foreign(answer))
      }),
      { numRuns: 3000 },
    )
  })

  it('whatever is said, nothing is settled that was not said event for event, and nothing throws', () => {
    const numbers = fc.oneof(
      fc.integer({ min: -5, max: 1005 }),
      fc.constantFrom(100, 190, 4, 17, 2, 3, 8, 29, 4196, 4197, 80_004, 2_804_003),
    )
    const own = fc.record(
      {
        error: fc.record({ code: numbers, error_subcode: numbers, is_transient: fc.boolean(), message: fc.string() }, { requiredKeys: [] }),
        code: numbers,
        message: fc.jsonValue(),
        details: fc.jsonValue(),
        events_received: numbers,
        num_events_received: numbers,
        num_events_processed: numbers,
        events: fc.array(fc.record({ status: fc.constantFrom('processed', 'failed', 'odd'), error_message: fc.string() }), {
          maxLength: 4,
        }),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(statuses, own, fc.integer({ min: 1, max: 4 }), (status, json, sent) => {
        const verdict = dialect!.read({ status, headers: {}, body: JSON.stringify(json) }, sent)
        if (status >= 300 && status < 400) expect(classOf(verdict)).toBe('stop redirect')
        if (verdict.kind === 'settled') {
          expect(verdict.results).toHaveLength(sent)
          expect(status < 300 || status === 422).toBe(true)
          const told =
            json.events_received === sent || json.events?.length === sent || sent === 1 || JSON.stringify(json.details).includes('events')
          expect(told).toBe(true)
        }
        // A success is never taken for a refusal, a refusal of the content never for a success.
        if (verdict.kind === 'poisoned') expect(status).toBeGreaterThanOrEqual(400)
        if (verdict.kind === 'poisoned' || verdict.kind === 'stop' || verdict.kind === 'retry') {
          expect(verdict.code).toMatch(/^[a-z]+\.[a-z_]+/)
          expect(verdict.message).not.toBe('')
        }
      }),
      { numRuns: 3000 },
    )
  })
})
