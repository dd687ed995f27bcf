/** What an earlier process began and never settled: sent again with the same bytes where the platform removes a copy, else held. */
import { Books } from './books.ts'
import { type Item, newHunt, send, type Way } from './deliver.ts'
import type { EventKey, Open } from './world.ts'

/** Half of the 48 hours in which platforms remove a copy by its event id. */
export const RESEND_WITHIN_MS = 24 * 3_600_000

export const mayResend = ({ resendSafe, firstSent, expires }: Open, now: number): boolean =>
  resendSafe && now - firstSent <= RESEND_WITHIN_MS && expires > now

/** Sends again what may be sent again, oldest first, before anything new. Gives the keys that this settled. */
export async function recover(way: Way): Promise<Set<EventKey>> {
  const { world, books, plan } = way
  const settled = new Set<EventKey>()
  for (const open of world.ledger.open()) {
    if (world.stop.aborted) break
    const items = itemsOf(open)
    if (!mayResend(open, world.now()) || !items) continue
    // These rows belong to the books of the run that read them; here only requests and doubts are counted.
    const aside = new Books(plan.resolved.path, plan.resolved.destination.id, [], plan.resolved.dialect)
    world.ledger.again(open.id)
    try {
      await send({ ...way, books: aside }, items, open.id, newHunt())
    } finally {
      books.requests += aside.requests
    }
    const { delivered, rejected } = aside.tally
    if (delivered + rejected === 0) continue
    books.resent += delivered + rejected
    books.note({ outcome: 'sent_again', code: 'sent_again', node: plan.resolved.destination.id, rows: delivered + rejected })
    for (const key of open.keys) settled.add(key)
  }
  return settled
}

/** The stored body is the list of event texts, so that the same call is made of them again. */
function itemsOf({ keys, body, resendSafe, expires }: Open): Item[] | undefined {
  const texts = parsed(body)
  if (!texts || (keys.length !== texts.length && keys.length !== texts.length * 2)) return undefined
  const group = { id: 'again', events: texts.length, resendSafe }
  return texts.map((text, i) => ({
    key: keys[i]!,
    idKey: keys[texts.length + i],
    label: '',
    text,
    bytes: Buffer.byteLength(text),
    group,
    expires,
  }))
}
function parsed(body: string): string[] | undefined {
  try {
    const list: unknown = JSON.parse(body)
    return Array.isArray(list) && list.every(text => typeof text === 'string') ? list : undefined
  } catch {
    return undefined
  }
}
