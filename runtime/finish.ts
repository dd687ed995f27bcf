/**
 * From a mapped event to what leaves: sealed, judged and written. Knows neither whose row it is nor what was sent before, so
 * that a second thread can do it.
 */
import { type PrintMark, printsOf } from './changed.ts'
import { Left, type Row } from './contract.ts'
import type { Group } from './dialect.ts'
import type { Watch } from './quality.ts'
import { type Sealer, type SealPlan, sealer } from './seal.ts'

export interface Finishing extends SealPlan {
  print: PrintMark
  /** Epoch ms: events of all seconds before it count as sent, by a person's decision. */
  treatedUntil?: number | undefined
}
/** What is counted of an event beside what becomes of it. */
export interface Remark {
  outcome: 'field_left_out' | 'warning' | 'restricted'
  code: string
  field?: string
}
/** An event ready to leave. */
export interface Fit<Text = string> {
  text: Text
  bytes: number
  print: string
  group: Group
  /** Epoch ms after which the platform refuses it. */
  expires: number
}
export interface Unfit {
  /** `treated`: it counts as sent. */
  left: Left | 'treated'
  /** Whose rule it broke: how identity is treated, or what the platform asks for. */
  by: 'sealing' | 'destination'
}
export type Finished<Text = string> = (Fit<Text> | Unfit) & { remarks: readonly Remark[] }
export type Finish = (event: Row, now: number) => Finished

/** Bytes of punctuation that an event must leave room for. */
const FRAME = 64
const NONE: readonly Remark[] = []

/** Decides once how events are finished. `own`: the path's sealer, where there is one already. */
export function finisher(how: Finishing, watch?: Watch, own?: Sealer): Finish {
  const { dialect, treatedUntil } = how
  const { seal } = own ?? sealer(how)
  const print = printsOf(how.print)
  return (event, now) => {
    let remarks = NONE
    const remark = (outcome: Remark['outcome'], code: string, field?: string) => {
      const one = field === undefined ? { outcome, code } : { outcome, code, field }
      if (remarks === NONE) remarks = [one]
      else (remarks as Remark[]).push(one)
    }
    const sealed = seal(event, (code, field) => remark('field_left_out', code, field), watch)
    if (sealed instanceof Left) return { left: sealed, by: 'sealing', remarks }
    // Times are whole seconds here: what happened in the second of that moment may have come after it, and is rather sent than lost.
    if (treatedUntil !== undefined && (sealed.time + 1) * 1000 <= treatedUntil) return { left: 'treated', by: 'destination', remarks }
    const flaw = dialect.judge(sealed, now)
    if (flaw) return { left: flaw, by: 'destination', remarks }
    for (const code of dialect.lacks?.(sealed) ?? []) remark('warning', code)
    const { maxAgeS, late } = dialect.window(sealed.source)
    if (late && now / 1000 - sealed.time > late.afterS) remark('warning', late.code)
    for (const code of dialect.restrictions?.(sealed) ?? []) remark('restricted', code)
    const text = dialect.encode(sealed)
    const bytes = Buffer.byteLength(text)
    if (bytes + FRAME > dialect.limits.bytes) return { left: new Left('invalid', 'too_large'), by: 'destination', remarks }
    return { text, bytes, print: print(event), group: dialect.group(sealed, now), expires: (sealed.time + maxAgeS) * 1000, remarks }
  }
}
