/** What happened to one row: its way today, what is remembered of it, and every request it was in. */
import type { Kinds, Row, Shape, Value } from '../../runtime/contract.ts'
import type { ExplainedStep } from '../../runtime/explain.ts'
import type { Flow } from '../../runtime/flow.ts'
import { shownEvents } from '../../runtime/shown.ts'
import type { Explained } from '../api/explained.ts'
import type { RequestInfo } from '../api/requests.ts'
import { explainKey, type PathExplained } from '../flows/look.ts'
import { maskRows } from '../flows/masking.ts'
import { attemptsOfRequest, type StoredAttempt } from '../store/attempts.ts'
import { type History, history } from '../store/history.ts'
import type { Store } from '../store/open.ts'
import { problemsOfKey } from '../store/problems.ts'
import { type Around, infosOf, meaning } from './requests.ts'
import type { Workplace } from './workplace.ts'

/** `store` is absent where nothing was ever sent: then only the way of today is known. */
export async function explained(
  flow: Flow,
  place: Workplace,
  key: string,
  { flowId, store, running }: { flowId: string; store: Store | undefined; running?: string | undefined },
): Promise<Explained> {
  const told = await explainKey(flow, flowId, place, key)
  const known = store ? problemsOfKey(store, flowId, key) : []
  const personal = personalIn(place.kinds)
  const paths = told.map(path => {
    const past = store && rememberedOf(store, path)
    const requests = store && past ? requestsWith(store, past, aroundPath(path, { flow: flowId, running, kinds: place.kinds })) : []
    return {
      path: path.path,
      destination: path.destination,
      rows: path.rows,
      steps: (past ? path.steps : leftBehind(path)).map(step => stepPayload(step, personal)),
      event: path.event === null ? null : (shownEvents([path.event], path.dialect.targets)[0]?.text ?? null),
      ledger: past ? ledgerPayload(past, place.kinds) : null,
      requests,
      possibleDoubles: past ? doublesIn(requests, past) : 0,
      problems: known
        .filter(row => row.path === path.path)
        .map(({ run, outcome, code, field, message }) => ({ run, outcome, code, field, message })),
    }
  })
  return { key, found: told.some(path => path.found), paths }
}

/** Nobody has sent it, and the next run does not come to it: said where it is read. */
const leftBehind = ({ steps, behind }: PathExplained): ExplainedStep[] =>
  behind === null ? steps : steps.map((step, i) => (i === 1 ? { ...step, message: `${step.message} ${behind}` } : step))

/** The first of the keys that the ledger knows. */
function rememberedOf(store: Store, { stream, keys }: PathExplained): History | undefined {
  if (stream === null) return undefined
  for (const key of keys) {
    const past = history(store, stream, key)
    if (past) return past
  }
  return undefined
}

const ledgerPayload = (past: History, kinds: Kinds) => ({
  state: past.open ? 'open' : past.state,
  run: past.run,
  at: new Date(past.at).toISOString(),
  code: past.code,
  message: past.code === null ? null : meaning(kinds, past.code),
  request: past.request,
})

const aroundPath = ({ stream, path, destination, dialect }: PathExplained, around: Omit<Around, 'ends'>): Around => ({
  ...around,
  ends: new Map(stream === null ? [] : [[stream, { path, destination, dialect }]]),
})

/** Halving a thousand events down to one takes ten; the rest is room. */
const PARENTS_MAX = 30
/** The request of an event and those it was a part of, oldest first. */
function requestsWith(store: Store, { request }: History, around: Around): RequestInfo[] {
  const chain: StoredAttempt[][] = []
  for (let id = request; id !== null && chain.length < PARENTS_MAX; ) {
    const attempts = attemptsOfRequest(store, id)
    if (attempts.length === 0) break
    chain.unshift(attempts)
    id = attempts[0]!.parent
  }
  return infosOf(store, around, chain)
}

/** Each sending that may have been taken without our knowing counts, but the first taking is none too many. */
function doublesIn(requests: readonly RequestInfo[], { state, open }: History): number {
  const attempts = requests.flatMap(request => request.attempts.map(attempt => ({ ...attempt, outcome: request.outcome })))
  const unknown = attempts.filter(({ class: kind, outcome }) => kind === 'unknown' || (kind === null && outcome !== 'underway')).length
  const taken = !open && state === 'delivered' && attempts.some(({ class: kind }) => kind === 'settled')
  return taken ? unknown : Math.max(0, unknown - 1)
}

function stepPayload(
  { row, columns, conditions, ...step }: ExplainedStep,
  personal: ReadonlySet<string>,
): Explained['paths'][number]['steps'][number] {
  const mask = (one: Row, shape: Shape) => maskRows([one], shape, personal)[0] as Record<string, Value>
  return {
    ...step,
    row: row && mask(row, columns),
    conditions: conditions.map(({ value, ...condition }) => ({
      ...condition,
      value: mask({ [condition.column]: value }, [{ key: condition.column, type: 'text' }])[condition.column],
    })),
  }
}

/** Names under which destinations want something that tells who somebody is. */
export const personalIn = (kinds: Kinds): Set<string> =>
  new Set(
    [...kinds.values()].flatMap(kind =>
      kind.role === 'destination' ? (kind.dialect?.targets ?? []).filter(t => t.personal && !t.hash).map(t => t.key) : [],
    ),
  )
