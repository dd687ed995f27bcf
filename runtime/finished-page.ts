/** A page of finished events on its way between two threads: bytes that change hands, and short lists. */
import { Left } from './contract.ts'
import type { Group } from './dialect.ts'
import type { Finished, Remark } from './finish.ts'

/** A text that lies in the bytes of its page. */
export interface Piece {
  page: Buffer
  from: number
  to: number
}
export const textIn = (text: string | Piece): string => (typeof text === 'string' ? text : text.page.toString('utf8', text.from, text.to))

interface Gone {
  left: [outcome: Left['outcome'], code: string, field?: string] | 'treated'
  by: 'sealing' | 'destination'
}
export interface FinishedPage {
  /** The texts of all events one after another, in UTF-8. */
  bytes: Uint8Array<ArrayBuffer>
  /** Where each event's text ends; where the one before ends, when it has none. */
  ends: Uint32Array<ArrayBuffer>
  expires: Float64Array<ArrayBuffer>
  prints: readonly string[]
  groups: readonly Group[]
  groupOf: Uint16Array<ArrayBuffer>
  left: ReadonlyMap<number, Gone>
  remarks: ReadonlyMap<number, readonly Remark[]>
}
const NONE: readonly Remark[] = []

const FIRST_BYTES = 1024 * 1024

/** Finished events as they come: each text goes into the bytes at once, so that no list of them grows old. */
export function packed(count: number, finished: (at: number) => Finished): FinishedPage {
  let page = Buffer.from(new ArrayBuffer(FIRST_BYTES))
  const ends = new Uint32Array(count)
  const expires = new Float64Array(count)
  const groupOf = new Uint16Array(count)
  const prints: string[] = []
  const groups: Group[] = []
  const left = new Map<number, Gone>()
  const remarks = new Map<number, readonly Remark[]>()
  let at = 0
  for (let i = 0; i < count; i++) {
    const one = finished(i)
    if (one.remarks.length > 0) remarks.set(i, one.remarks)
    if ('text' in one) {
      if (at + one.bytes > page.length) page = grown(page, at + one.bytes)
      at += page.write(one.text, at)
      expires[i] = one.expires
      groupOf[i] = place(groups, one.group)
      prints.push(one.print)
    } else {
      const { left: why, by } = one
      left.set(i, { left: why === 'treated' ? why : [why.outcome, why.code, why.field], by })
      prints.push('')
    }
    ends[i] = at
  }
  return { bytes: new Uint8Array(page.buffer as ArrayBuffer, 0, at), ends, expires, prints, groups, groupOf, left, remarks }
}
function grown(page: Buffer, least: number): Buffer<ArrayBuffer> {
  const more = Buffer.from(new ArrayBuffer(Math.max(least, page.length * 2)))
  page.copy(more)
  return more
}
/** What changes hands instead of being copied. */
export const handedOver = ({ bytes, ends, expires, groupOf }: FinishedPage): ArrayBuffer[] =>
  [bytes, ends, expires, groupOf].map(({ buffer }) => buffer)

/** Groups of a page are few: most platforms have one, and a request holds one. */
function place(groups: Group[], group: Group): number {
  const at = groups.findIndex(({ id, events, resendSafe }) => id === group.id && events === group.events && resendSafe === group.resendSafe)
  return at >= 0 ? at : groups.push(group) - 1
}

export function unpacked({ bytes, ends, expires, prints, groups, groupOf, left, remarks }: FinishedPage): Finished<Piece>[] {
  const page = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return prints.map((print, i) => {
    const said = remarks.get(i) ?? NONE
    const gone = left.get(i)
    if (gone) return { left: gone.left === 'treated' ? gone.left : new Left(...gone.left), by: gone.by, remarks: said }
    const from = i > 0 ? ends[i - 1]! : 0
    const to = ends[i]!
    return { text: { page, from, to }, bytes: to - from, print, group: groups[groupOf[i]!]!, expires: expires[i]!, remarks: said }
  })
}
