/** One case of a proof: a shop is brought to the end whatever happened to it, left alone, and judged. */
import { type Expected, type Finding, judge } from './checker.ts'
import { disk, leaks } from './leftovers.ts'
import type { Ended, Launch } from './product.ts'
import type { Random } from './random.ts'
import type { Shop } from './shop.ts'

/** What suites are given. */
export interface Surroundings {
  /** Address of a real Postgres. */
  postgres(): Promise<string>
  random: Random
  /** Another build than the checkout's: what is planted in it must be found. */
  program?: string
  /** Only cases of this name. */
  only?: string
  /** Told of each case when it is done. */
  done(result: Result): void
}
/** One line of the table: several cases of the same name are added up. */
export interface Result extends Finding {
  suite: string
  name: string
  cases: number
  /** How it came to this, to do it again. */
  how?: string
  /** Worth knowing, not part of the verdict. */
  note?: string
}

export const clean = (): Finding => ({ lost: 0, doubles: 0, unexplained: 0, untold: 0, complaints: [] })
export const isGood = ({ lost, unexplained, untold, complaints }: Finding): boolean =>
  lost === 0 && unexplained === 0 && untold === 0 && complaints.length === 0

export interface Ending extends Expected {
  launch?: Launch
  /** Runs that it may take until everything is settled. */
  runs?: number
  /** Runs after that, in which nothing may be sent. */
  quiet?: number
}

/** Runs until nothing is left to do, then a little further, and judges all of it. */
export async function toTheEnd(shop: Shop, { launch = {}, runs = 8, quiet = 1, ...expected }: Ending): Promise<Finding> {
  const more: string[] = []
  let last: Ended | undefined
  for (let i = 0; i < runs && !(last && isOver(last, expected)); i++) last = await shop.run(launch).ended
  if (!last || !isOver(last, expected)) more.push(`not settled after ${runs} runs: ${why(last)}`)
  const before = shop.platform.requests.length
  for (let i = 0; i < quiet; i++) await shop.run(launch).ended
  const late = shop.platform.requests.length - before
  if (late) more.push(`${late} requests after everything was settled [I4]`)
  return judged(shop, expected, more)
}

/** Judges what there is, without running anything. */
export function judged(shop: Shop, expected: Expected, more: readonly string[] = []): Finding {
  const finding = judge(shop, expected)
  const { damage, open } = disk(shop.data)
  if (damage.length) more = [...more, `the database is damaged: ${damage[0]} [I12]`]
  if (open && !expected.mayBeHeld) more = [...more, `${open} requests are still open in the ledger [I10]`]
  return { ...finding, complaints: [...finding.complaints, ...more, ...leaks(shop)] }
}

function isOver({ report }: Ended, { mayBeHeld }: Expected): boolean {
  const path = report?.paths[0]
  if (!path || path.tally.unsent > 0) return false
  return (path.state === 'succeeded' || path.state === 'partial') && (mayBeHeld || path.tally.uncertain === 0)
}
const why = (last: Ended | undefined): string => {
  const path = last?.report?.paths[0]
  if (!path) return `code ${last?.code}, ${last?.err.trim().split('\n').at(-1)?.slice(0, 200)}`
  return `${path.state} ${path.error?.code ?? ''}, unsent ${path.tally.unsent}, unknown ${path.tally.uncertain}`
}

/** Several cases at a time: most of what they do is wait. A case that breaks the harness is a result as well. */
export async function sideBySide<T extends { name: string }>(
  around: Surroundings,
  suite: string,
  list: readonly T[],
  prove: (item: T) => Promise<Partial<Result>>,
  width = 4,
): Promise<void> {
  const chosen = list.filter(({ name }) => around.only === undefined || name === around.only)
  await inLanes(chosen, width, async item => {
    const result = await prove(item).catch(cause => ({ ...clean(), complaints: [`the case broke: ${(cause as Error).stack}`] }))
    around.done({ suite, name: item.name, cases: 1, ...clean(), ...result })
  })
}

/** Works a list off, so many at a time. */
export async function inLanes<T>(list: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...list]
  const lane = async () => {
    for (let item = queue.shift(); item; item = queue.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: width }, lane))
}

export const ids = (list: readonly { order_id: string }[]): Set<string> => new Set(list.map(({ order_id }) => order_id))
