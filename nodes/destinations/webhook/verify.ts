/** Shows that the address answers: no events, marked as a test, signed like every request. */
import type { Address, Answer, Call, Refusal } from '../../../runtime/dialect.ts'
import type { Connection } from './connection.ts'
import { read, sentence } from './read.ts'
import { call } from './wire.ts'

export const probe = (address: Address<Connection>): Call => call([], address, {})

/** Whether the receiver checks the signature, nobody but the receiver knows. */
export function proven(answer: Answer): { ok: boolean; proves: readonly string[]; problem?: Refusal } {
  const verdict = read(answer, 0)
  if (verdict.kind === 'settled') return { ok: true, proves: ['address'] }
  return {
    ok: false,
    proves: [],
    problem: { code: 'webhook.unproven', message: 'message' in verdict ? verdict.message : sentence(answer) },
  }
}
