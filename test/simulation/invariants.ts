/** What must hold after every history, told from the platform's side and from the disk, not from what the engine says of itself. */
import type { Row } from '../../runtime/contract.ts'
import type { Flow } from '../../runtime/flow.ts'
import { eventKey } from '../../runtime/identity.ts'
import type { RunReport } from '../../runtime/report.ts'
import { ledger } from '../../server/store/ledger.ts'
import type { Store } from '../../server/store/open.ts'
import type { RunTally } from '../../server/store/run-tally.ts'
import type { Clock } from './clock.ts'
import { WINDOW_S } from './kinds.ts'
import type { Platform, Post } from './platform.ts'

/** Noted while it happened. */
export interface Facts {
  /** Keys whose outcome was committed, by stream. */
  settled: Map<string, Set<string>>
  /** How often a key that was refused and sent once more by decision had another outcome committed. */
  settledAgain: number
  /** Keys whose outcome was committed twice. */
  repeated: string[]
  /** What a cursor did that it must not. */
  cursors: string[]
  /** Rows that a person let go once more, and keys that a person counts as sent; by stream. */
  released: Set<string>
  treated: Set<string>
  /** How often a person had what was refused sent once more, by stream and key. */
  forgiven: Map<string, number>
  /** Runs that were to send nothing else. */
  resends: Set<string>
  /** Keys that were on disk to be sent when such a run began, by stream. */
  underway: Set<string>
  /** Rows that the platform refused for a while. */
  mended: Set<string>
  /** Sendings that were on disk before they left, whether they then did or not. */
  begun: number
}
interface End {
  store: Store
  clock: Clock
  platform: Platform
  facts: Facts
  rows: readonly Row[]
  flows: readonly { id: string; document: Flow }[]
  last: readonly RunReport[]
  reports: readonly RunReport[]
  /** What the disk had of runs that died, as the next start tells it; `told`: each of them was asked for. */
  cut: readonly RunTally[]
  told: boolean
}

export function check(end: End): string[] {
  const { platform, facts, flows } = end
  const broken: string[] = []
  if (facts.repeated.length) broken.push(`I4: ${facts.repeated.length} outcomes were written twice`)
  broken.push(...facts.cursors.map(what => `I9: ${what}`))
  const streams = new Map<string, Post[]>()
  for (const post of platform.posts) streams.set(post.stream, [...(streams.get(post.stream) ?? []), post])
  broken.push(...conserved(end), ...counted(end), ...summed(end), ...budgeted(platform.posts))
  for (const [stream, posts] of streams) broken.push(...checkStream(end, stream, posts))
  for (const { paths } of end.last) if (paths.length === 0) broken.push(`I1: ${flows.length} flows, and one run without a path`)
  return broken
}

/** Rows that are near enough to be found by a cursor, and that no run has found before it looked at everything. */
export function overlooked(
  { store, clock, platform, rows }: Pick<End, 'store' | 'clock' | 'platform' | 'rows'>,
  late: Set<string>,
): string[] {
  const names = new Map(
    rows
      .filter(({ id, at }) => !late.has(String(id)) && Date.parse(String(at)) + WINDOW_S * 1000 > clock.now())
      .map(({ id }) => [eventKey('Purchase', [String(id)]), id]),
  )
  return [...new Set(platform.posts.map(post => post.stream))].flatMap(stream => {
    const known = ledger({ ...store, now: clock.now }, stream, 'checker').look([...names.keys()])
    return [...names].flatMap(([key, name]) => (known.has(key) ? [] : [`I1: ${name} was overlooked by the cursor`]))
  })
}

/** Every row is accounted for in the last run, and nothing is left to send. */
function conserved({ last, rows }: End): string[] {
  return last.flatMap(({ paths }) =>
    paths.flatMap(path => {
      const { tally } = path
      if (path.error) return [`I1: a quiet run failed: ${path.error.code} ${path.error.message} ${path.error.why}`]
      if (!path.cursor?.since && tally.read !== rows.length) return [`I1: ${tally.read} of ${rows.length} rows were read`]
      return tally.unsent + tally.delivered > 0 ? [`I1: after everything, ${JSON.stringify(tally)}`] : []
    }),
  )
}

/** What may have arrived more than once is in the reports, also when the run that sent it died before it could say so. */
function counted({ platform, reports, cut }: End): string[] {
  const doubles = [...platform.taken.values()].reduce((sum, times) => sum + times - 1, 0)
  const paths = reports.flatMap(({ paths }) => paths)
  const said = sum(paths, path => path.possibleDoubles) + sum(cut, ({ again }) => again.doubles)
  const resent = sum(paths, path => path.resent) + sum(cut, ({ again }) => again.resent)
  const words = `${doubles} events too many arrived, and`
  return [
    ...(doubles > said ? [`I2: ${words} ${said} possible doubles were told`] : []),
    ...(doubles > resent ? [`I2: ${words} ${resent} sendings again were told`] : []),
  ]
}

const sum = <T>(list: readonly T[], of: (one: T) => number): number => list.reduce((all, one) => all + of(one), 0)

/** The runs together tell each event that was settled, once, by the run that settled it, whatever died when. */
function summed({ told, reports, cut, facts }: End): string[] {
  if (!told) return []
  const known = sum([...facts.settled.values()], keys => keys.size) + facts.settledAgain
  const paths = reports.flatMap(({ paths }) => paths)
  const said =
    sum(paths, ({ tally }) => tally.delivered + tally.rejected) +
    sum(cut, ({ delivered, rejected }) => delivered + sum([...rejected.values()], events => events))
  const requests = sum(paths, path => path.requests) + sum(cut, path => path.requests)
  return [
    ...(said === known ? [] : [`I5: the runs tell ${said} settled events, and there are ${known}`]),
    ...(requests === facts.begun ? [] : [`I5: the runs tell ${requests} requests, and ${facts.begun} were begun`]),
  ]
}

/** Written down once more, since they are a promise: 20 at once, one for five first attempts, one in 30 seconds. */
const SAVED = 20
const PER_FIRST = 0.2
const ONE_IN_MS = 30_000
/** I15, in any stretch of time, for each account: the same bytes again in one run, at a time that the platform did not name. */
function budgeted(posts: readonly Post[]): string[] {
  const accounts = new Map<string, { at: number; repeat: boolean }[]>()
  const last = new Map<string, Post>()
  for (const post of [...posts].sort((a, b) => a.at - b.at)) {
    const name = [post.run, post.stream, ...post.texts].join('\n')
    const before = last.get(name)
    last.set(name, post)
    if (before?.timed) continue
    accounts.set(post.account, [...(accounts.get(post.account) ?? []), { at: post.at, repeat: before !== undefined }])
  }
  return [...accounts].flatMap(([account, list]) => {
    // Of one moment, first attempts count first: posts are listed as they arrived, not as they left.
    list.sort((a, b) => a.at - b.at || Number(a.repeat) - Number(b.repeat))
    const most = Math.max(...list.map((_, from) => overdrawn(list.slice(from))))
    // Less than one of them: a first attempt that was cut before it left has earned its share and never arrived.
    return most >= 1 ? [`I15: ${most.toFixed(1)} retries at ${account} beyond the budget`] : []
  })
}
/** By how many retries the worst stretch that begins with the first of these is over its budget. */
function overdrawn(list: readonly { at: number; repeat: boolean }[]): number {
  let repeats = 0
  let firsts = 0
  let most = 0
  for (const { at, repeat } of list) {
    if (repeat) repeats++
    else firsts++
    most = Math.max(most, repeats - SAVED - firsts * PER_FIRST - (at - list[0]!.at) / ONE_IN_MS)
  }
  return most
}

function checkStream({ store, clock, platform, rows, flows, facts }: End, stream: string, posts: readonly Post[]): string[] {
  const broken: string[] = []
  const { document, inFlight } = flowOf(flows, stream)
  const most = Math.max(...posts.map(post => post.beside))
  if (most > inFlight) broken.push(`I11: ${most} requests of one stream at once, and ${inFlight} were allowed`)
  posts = posts.map(post => (post.noted ? post : { ...post, known: 'unknown' }))
  const events = new Map<string, { id: Set<string>; delivered: number; posts: Post[] }>()
  for (const post of posts)
    for (const { row, id } of post.events) {
      const known = events.get(row) ?? { id: new Set(), delivered: 0, posts: [] }
      events.set(row, known)
      known.id.add(id)
      known.posts.push(post)
    }
  for (const [row, { id, posts }] of events) {
    if (id.size > 1) broken.push(`I3: ${row} left under ${id.size} ids`)
    const unknown = posts.filter(post => post.known === 'unknown').length
    const sure = posts.filter(post => post.known === 'settled').length
    const name = `${stream} ${eventKey('Purchase', [row])}`
    const again = facts.forgiven.get(name) ?? 0
    if (facts.resends.has(posts[0]!.run) && !facts.underway.has(name))
      broken.push(`I4: ${row} is new, and a run of refused rows alone sent it`)
    if (sure > 1 + again) broken.push(`I4: ${row} was sent again after it was settled`)
    // Taken at most once for each attempt that nobody knows of, and once for the one that is known.
    if (sure === 1 && !again && posts.findIndex(post => post.known === 'settled') < posts.length - 1)
      broken.push(`I4: ${row} was sent after it was settled`)
    if (unknown > 0 && !again) broken.push(...sameBytes(row, posts))
    const safe = rows.find(({ id }) => id === row)?.place !== 'physical_store'
    const policy = document.delivery?.unknown
    const repeats = policy === undefined ? safe : policy === 'prefer_complete'
    const first = posts.findIndex(post => post.known === 'unknown')
    if (!repeats && !again && !facts.released.has(`${stream} ${row}`) && first >= 0 && first < posts.length - 1)
      broken.push(`I2: ${row} was sent again after an unknown outcome, and should be held`)
  }
  const book = ledger({ ...store, now: clock.now }, stream, 'checker')
  const names = [...new Set(rows.map(row => String(row.id)))]
  const keys = new Map(names.map(name => [name, eventKey('Purchase', [name])]))
  const known = book.look([...keys.values()])
  for (const name of names) {
    const state = known.get(keys.get(name)!)?.state
    const all = events.get(name)?.posts ?? []
    const times = timesTaken(platform, stream, name)
    if (state === 'delivered' && times === 0 && !facts.treated.has(`${stream} ${keys.get(name)}`))
      broken.push(`I1: ${name} counts as delivered and never arrived`)
    if (state === 'rejected' && !platform.poison.has(name) && !facts.mended.has(name)) broken.push(`I6: ${name} was rejected and is good`)
    if (state === undefined) {
      const expires = Date.parse(String(rows.find(row => row.id === name)!.at)) + WINDOW_S * 1000
      if (expires > clock.now()) broken.push(`I1: ${name} was lost`)
      if (times > 0) broken.push(`I1: ${name} arrived and nobody knows`)
    }
    const doubts = all.filter(post => post.known === 'unknown').length
    if (times - 1 > doubts) broken.push(`I2: ${name} arrived ${times} times after ${doubts} unknown outcomes`)
  }
  return broken
}

/** After an outcome that nobody knows, the same bytes go again. */
function sameBytes(row: string, posts: readonly Post[]): string[] {
  const texts = posts.map(post => post.texts[post.events.findIndex(event => event.row === row)])
  const first = posts.findIndex(post => post.known === 'unknown')
  return texts.slice(first).some(text => text !== texts[first]) ? [`I3: ${row} left in other bytes after an unknown outcome`] : []
}

function flowOf(flows: End['flows'], stream: string): { document: Flow; inFlight: number } {
  const { document } = flows.find(({ id }) => stream.startsWith(`${id}\n`))!
  return { document, inFlight: Math.max(...document.nodes.map(node => Number(node.config.inFlight ?? 1))) }
}

const timesTaken = (platform: Platform, stream: string, row: string): number => platform.taken.get(`${stream} ${row}`) ?? 0
