/** Events leave in the platform's spelling: normalised, and personal fields hashed, as the destination's fields ask. Runs on every path. */
import { concept } from './concepts.ts'
import type { Row, Sealing, Value } from './contract.ts'
import { Left } from './contract.ts'
import type { Context, Dialect, Normaliser, Sealed, Target, Wire } from './dialect.ts'
import { Unusable } from './dialect.ts'
import { isDigest, sealText } from './normalise/hashed.ts'
import { listIn } from './normalise/json.ts'
import { country as countryName } from './normalise/place.ts'
import type { Watch } from './quality.ts'
import { remembered } from './remembered.ts'

/** Told of each field that was left out of an event that went on without it. */
export type LostField = (code: string, concept: string) => void

export interface Sealer {
  /** The event's name in the platform's spelling; part of its key in the ledger. */
  name(event: Row): string | Left
  /** The mapped event id as it travels: rows that differ only in what the spelling takes away are one event to the platform. */
  id(event: Row): string | Unusable
  /** `watch` is told of every value, also of events that leave here. */
  seal(event: Row, lost: LostField, watch?: Watch): Sealed | Left
}

interface Writer {
  target: Target
  /** Place of the target in the platform's list. */
  at: number
  /** It says what a person allowed: what cannot be read there holds the event back. */
  consent: boolean
  write(value: Value, context: Context): Wire | Unusable
}

/** What the seal needs of a path: the platform's language and the settings drawn on the way. */
export interface SealPlan {
  dialect: Dialect
  sealing: Sealing
  timezone: string | undefined
  now: number
}

const NONE: readonly Writer[] = []
const NO_ID = new Unusable('empty')
const HASHED = new Unusable('hashed_in_clear')
const EVENT = ['event_name', 'action_source', 'event_time'] as const
type EventConcept = (typeof EVENT)[number]

/** Decides once what is written for each field, so that per event there is only writing. */
export function sealer({ dialect, sealing, timezone, now }: SealPlan): Sealer {
  const writersOf = Map.groupBy(
    dialect.targets.map((t, at) => writer(t, sealing, at)),
    w => w.target.concept,
  )
  const required = dialect.targets.filter(t => t.required)
  const chief = (concept: EventConcept) => dialect.targets.find(t => t.concept === concept)
  const [nameTarget, sourceTarget, timeTarget] = EVENT.map(chief)
  const nameWriter = writer(nameTarget!, sealing)
  const idTarget = dialect.targets.find(t => t.concept === 'event_id')
  const idWriter = idTarget && writer(idTarget, sealing)
  const base: Context = { country: sealing.country?.toUpperCase(), dayFirst: sealing.dayFirst ?? false, timezone, now }
  const missing = new Map(dialect.targets.map(t => [t.concept, new Left('invalid', 'missing', t.concept)]))

  const contextOf = contextsOf(base)

  return {
    name(event) {
      const value = event.event_name ?? null
      if (value === null || value === '') return missing.get('event_name')!
      const text = nameWriter.write(value, base)
      return text instanceof Unusable ? new Left('invalid', text.code, 'event_name') : String(text)
    },
    id({ event_id: id }) {
      if (id === null || id === undefined || id === '') return NO_ID
      const wire = idWriter ? idWriter.write(id, base) : String(id)
      return wire instanceof Unusable ? wire : String(wire)
    },
    seal(mapped, lost, watch) {
      const context = contextOf(mapped)
      const event = dialect.derive ? dialect.derive(mapped, context) : mapped
      const values: Record<string, Wire> = {}
      let left: Left | undefined
      watch?.event(event)
      for (const id in event) {
        const value = event[id]
        if (value === null || value === undefined || value === '') continue
        for (const { target, write, at, consent } of writersOf.get(id) ?? NONE) {
          const wire = write(value, context)
          watch?.saw(at, value, wire)
          if (!(wire instanceof Unusable)) values[target.key] = wire
          else if (target.required) left ??= new Left('invalid', wire.code, target.concept)
          else if (consent && wire.code !== 'empty') left ??= new Left('invalid', 'consent_unreadable', target.concept)
          else if (!left) lost(wire.code, target.concept)
        }
        if (left && !watch) break
      }
      if (left) return left
      for (const { key, concept } of required) if (values[key] === undefined) return missing.get(concept)!
      const source = sourceTarget ? String(values[sourceTarget.key] ?? '') : ''
      const time = clamped(Number(values[timeTarget!.key]), now, dialect.window(source).maxFutureS)
      values[timeTarget!.key] = time
      return { values, name: String(values[nameTarget!.key]), source, time }
    },
  }
}

/** What an event's other values are read by: its own country, else the default. */
export function contextsOf(base: Context): (event: Row) => Context {
  const abroad = remembered((own: string): Context => {
    const code = countryName.apply(listIn(own)?.[0] ?? own, base)
    if (typeof code === 'string') return { ...base, country: code.toUpperCase() }
    // The default is for rows that name no country. One that names a country nobody knows is not at home.
    return code instanceof Unusable && code.code === 'country_unknown' && !isDigest(own) ? { ...base, country: undefined } : base
  })
  return ({ country }) => {
    const own = Array.isArray(country) ? country[0] : country
    return typeof own === 'string' || typeof own === 'number' ? abroad(String(own), '') : base
  }
}

/** A clock that runs a little ahead is not an error: up to the platform's tolerance, "soon" is now. */
function clamped(time: number, now: number, toleranceS: number): number {
  const seconds = Math.floor(now / 1000)
  return time > seconds && time <= seconds + toleranceS ? seconds : time
}

function writer(target: Target, sealing: Sealing, at = -1): Writer {
  const { normalise, hash, many } = target
  const consent = concept.get(target.concept)?.consent === true
  const already = hash === true && (sealing.alreadyHashed ?? []).includes(target.concept)
  const readable = target.personal === true && (target.worth ?? 0) > 0 // What a person is found by in clear: a digest there finds nobody.
  const one = hash
    ? hashing(normalise, already)
    : (value: Value, context: Context): Wire | Unusable => (readable && isDigest(value) ? HASHED : normalise.apply(value, context))
  if (!many || takesLists(target))
    return {
      target,
      at,
      consent,
      write: (value, context) => one(Array.isArray(value) && !takesLists(target) ? (value[0] ?? null) : value, context),
    }
  const other = sealing.variants && target.variant && hash ? hashing(target.variant, already) : undefined
  return {
    target,
    at,
    consent,
    write(value, context) {
      const several = Array.isArray(value) ? value : listIn(value)
      if (!several && !other) {
        const wire = one(value, context)
        return wire instanceof Unusable || Array.isArray(wire) ? wire : [wire]
      }
      const usable: Wire[] = []
      let why: Unusable | undefined
      for (const item of several ?? [value]) {
        const wire = one(item as Value, context)
        if (wire instanceof Unusable) why ??= wire
        else if (!usable.includes(wire)) usable.push(wire)
        const second = other?.(item as Value, context)
        if (second !== undefined && !(second instanceof Unusable) && !usable.includes(second)) usable.push(second)
      }
      return usable.length ? usable : (why ?? new Unusable('empty'))
    },
  }
}

/** Normalised and hashed. Context is the same for a whole path but for the country, so that is what an answer is kept under. */
function hashing(normalise: Normaliser, alreadyHashed: boolean): (value: Value, context: Context) => Wire | Unusable {
  const options = { alreadyHashed }
  let now: Context
  const known = remembered(text => sealText(normalise, text, now, options))
  return (value, context) => {
    if (typeof value !== 'string') return sealText(normalise, value, context, options)
    now = context
    return known(value, context.country ?? '')
  }
}

/** Lists of items and ids are one value to their normaliser, not several. */
const takesLists = (target: Target) => ['items', 'list'].includes(concept.get(target.concept)?.type ?? '')
