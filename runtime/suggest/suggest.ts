/** Which column probably feeds which concept: local, deterministic, and shown with its reason. */
import { concept, isMoney } from '../concepts.ts'
import type { Column, Row, Shape, Value } from '../contract.ts'
import { type Context, Unusable, type Wire } from '../dialect.ts'
import { type DateOrder, inOrder } from '../normalise/date-order.ts'
import { type DecimalMark, inMark, isDecimalMark } from '../normalise/decimal-mark.ts'
import { looksCounted } from '../normalise/epoch.ts'
import { isDigest } from '../normalise/hashed.ts'
import { type UnusableCode, unusableReasons } from '../normalise/reasons.ts'
import { clean } from '../normalise/text.ts'
import { detectorOf, HASHABLE, passes, SAMPLING, typeFits } from './detect.ts'
import { masked } from './mask.ts'
import { nameScores, wordsIn } from './names.ts'
import { allows, REFUSAL, turned } from './opposite.ts'

/** Filled in from here. */
export const SURE = 0.85
/** Offered from here. */
export const OFFERED = 0.55
const TIE = 0.05
/** What somebody allows is offered for what they refused, and never filled in. */
const OPPOSITE_SHARE = 0.6
const SAMPLES = 200
const SHOWN = 3

export interface Suggestion {
  concept: string
  column: string
  score: number
  /** Filled in without being asked; the others are offered. */
  sure: boolean
  why: string
  /** The column says the opposite of what the field asks: this fills it, turned round. */
  turned?: ReturnType<typeof turned>
  /** A person mapped it so before, on the same connection; it can be forgotten there. */
  remembered?: { flow: string }
  /** One value as it stands and as it would be cleaned, personal ones masked. */
  sample: string | null
  cleaned: string | null
  /** Why a run would not take the sample, as the flow stands: a sentence. */
  reason?: string
}
export type ColumnStats = Column & {
  samples: string[]
  /** Share of rows with a value, 0 to 1. */
  filled: number
  /** The values are SHA-256 digests. */
  hashed: boolean
  /** The values look like times counted from 1970: in which unit, with one of them as a time in UTC. */
  counted?: ReturnType<typeof looksCounted>
}
export interface Asked {
  columns: Shape
  rows: readonly Row[]
  /** Concepts that the destinations can use. */
  wants: readonly string[]
  remembered?: Remembered
  /** As a run would read the values: what the flow's settings say. Absent: as if they said all that is needed. */
  around?: Context
  /** How dates and amounts are read, as a person confirmed it, by concept. */
  confirmed?: Confirmed
}
export type Confirmed = Readonly<Record<string, { column: string; unit: DateOrder | DecimalMark }>>
/** What people chose earlier: by column, its concepts and the name of the flow. */
export type Remembered = Readonly<Record<string, { concepts: readonly string[]; flow: string }>>

interface Look {
  column: Column
  values: readonly Value[]
  filled: number
  hashed: boolean
  names: ReadonlyMap<string, number>
}
interface Candidate {
  concept: string
  look: Look
  score: number
  name: number
  passed: number
  /** The column says the opposite. */
  opposite: boolean
  /** The flow that it was mapped so in. */
  remembered: string | undefined
}

/** Suggestions, best first for each concept, in the order of `wants`; and what each column looks like. */
export function suggestMapping({ columns, rows, wants, remembered = {}, around = SAMPLING, confirmed = {} }: Asked): {
  suggestions: Suggestion[]
  columns: ColumnStats[]
} {
  const looks = columns.map(column => lookAt(column, rows))
  const candidates = [...new Set(wants)].flatMap(id =>
    looks.flatMap(look => candidate(id, look, Object.hasOwn(remembered, look.column.key) ? remembered[look.column.key] : undefined) ?? []),
  )
  const kept = oneFieldEach(candidates)
  const suggestions = [...new Set(wants)].flatMap(id =>
    told(
      kept.filter(c => c.concept === id),
      { around, confirmed },
    ),
  )
  return { suggestions, columns: looks.map(stats) }
}

function lookAt(column: Column, rows: readonly Row[]): Look {
  const cells = rows.slice(0, SAMPLES).map(row => row[column.key] ?? null)
  const values = cells.filter(value => (typeof value === 'object' && value !== null ? true : clean(value) !== undefined))
  const hashed = values.length > 0 && values.filter(isDigest).length * 2 >= values.length
  return { column, values, filled: cells.length ? values.length / cells.length : 0, hashed, names: nameScores(column.key, hashed) }
}

function candidate(id: string, look: Look, chosen: Remembered[string] | undefined): Candidate | undefined {
  const { column, values, hashed } = look
  if (chosen?.concepts.includes(id)) return { concept: id, look, score: 1, name: 1, passed: 0, opposite: false, remembered: chosen.flow }
  const opposite = id === REFUSAL && !look.names.has(id) && allows(wordsIn(column.key))
  const name = opposite ? OPPOSITE_SHARE : (look.names.get(id) ?? 0)
  if (name === 0 || (chosen && (isPersonal(id) || chosen.concepts.some(isPersonal))) || (hashed && !HASHABLE.has(id))) return undefined
  const detector = detectorOf(id)
  const passed = values.filter(value => (hashed && isDigest(value)) || passes(value, detector)).length
  // A name alone is no reason where the values speak against it.
  if (values.length > 0 && passed === 0) return undefined
  const share = values.length ? passed / values.length : 0
  const score = 0.55 * name + 0.35 * share + 0.1 * typeFits(id, column.type)
  return score >= OFFERED ? { concept: id, look, score, name, passed, opposite, remembered: undefined } : undefined
}

/** A column of a person's field feeds the one field that it fits best. */
function oneFieldEach(candidates: readonly Candidate[]): Candidate[] {
  const best = new Map<string, Candidate>()
  for (const found of candidates) {
    const key = found.look.column.key
    if (isPersonal(found.concept) && found.score > (best.get(key)?.score ?? 0)) best.set(key, found)
  }
  return candidates.filter(found => !isPersonal(found.concept) || best.get(found.look.column.key) === found)
}

/** Two columns that are as good as each other are both offered, and neither is filled in. */
function told(rivals: readonly Candidate[], reading: Reading): Suggestion[] {
  const [best, second, ...rest] = rivals.toSorted((a, b) => Number(!!b.remembered) - Number(!!a.remembered) || b.score - a.score)
  if (!best) return []
  const tied = best.remembered === second?.remembered && second !== undefined && best.score - second.score <= TIE
  const offers = second ? [second, ...rest].slice(0, SHOWN - 1) : []
  return [written(best, best.score >= SURE && !tied, reading), ...offers.map(offer => written(offer, false, reading))]
}

type Reading = Required<Pick<Asked, 'around' | 'confirmed'>>

function written({ concept: id, look, score, name, passed, opposite, remembered }: Candidate, sure: boolean, reading: Reading): Suggestion {
  const personal = isPersonal(id) || isPersonalColumn(look)
  const { clean: normaliser } = detectorOf(id)
  const said = reading.confirmed[id]
  const unit = said?.column === look.column.key ? said.unit : undefined
  const read = (value: Value) => normaliser.apply(unit ? readAs(value, unit) : value, reading.around)
  const asked = isDate(id) || isMoney(id)
  const troubled = asked ? look.values.find(value => settingLacks(read(value))) : undefined
  const usable =
    troubled ?? look.values.find(value => isDigest(value) || !(normaliser.apply(value, SAMPLING) instanceof Unusable)) ?? look.values[0]
  const plain = usable === undefined ? undefined : isDigest(usable) ? usable.toLowerCase() : read(usable)
  const cleaned = opposite && typeof plain === 'boolean' ? !plain : plain
  const reason = asked && cleaned instanceof Unusable ? refusal(id, cleaned) : undefined
  return {
    concept: id,
    column: look.column.key,
    score: Math.round(score * 1000) / 1000,
    sure,
    ...(opposite && { turned: turned(look.column, look.values) }),
    ...(remembered !== undefined && { remembered: { flow: remembered } }),
    why: remembered !== undefined ? `Mapped so in “${remembered}”.` : why(id, look, name, passed, opposite),
    sample: usable === undefined ? null : masked(usable, personal),
    cleaned: cleaned === undefined || cleaned instanceof Unusable ? null : masked(cleaned as Value, personal),
    ...(reason !== undefined && { reason }),
  }
}

const isDate = (id: string): boolean => ['time', 'date'].includes(concept.get(id)?.type ?? '')
const readAs = (value: Value, unit: DateOrder | DecimalMark): Value => (isDecimalMark(unit) ? inMark(value, unit) : inOrder(value, unit))
/** A date or an amount that would be taken once the flow says how it is meant: what a person should see first. */
const settingLacks = (wire: Wire | Unusable): boolean =>
  wire instanceof Unusable && ['time_ambiguous', 'time_without_zone', 'birth_date_ambiguous', 'number_ambiguous'].includes(wire.code)

/** The reason as a report tells it. */
function refusal(id: string, { code }: Unusable): string | undefined {
  const title = unusableReasons[code as UnusableCode]?.title
  return title && `${title.replace('{field}', concept.get(id)?.title ?? id)}.`
}

function why(id: string, { values, hashed }: Look, name: number, passed: number, opposite: boolean): string {
  const title = (concept.get(id)?.title ?? id).toLowerCase()
  if (opposite) return `The name means the opposite of ${title}: yes becomes no, and no becomes yes.`
  const said = `The name ${name >= 0.9 ? 'means' : 'is close to'} ${title}`
  if (values.length === 0) return `${said}; there are no samples to look at.`
  return `${said}, and ${passed} of ${values.length} samples are ${hashed ? 'SHA-256 digests' : detectorOf(id).noun}.`
}

function stats(look: Look): ColumnStats {
  const personal = isPersonalColumn(look)
  const samples = new Set<string>()
  for (const value of look.values) {
    if (samples.size === SHOWN) break
    samples.add(masked(value, personal))
  }
  const counted = personal ? undefined : looksCounted(look.values)
  const filled = Math.round(look.filled * 1000) / 1000
  return { ...look.column, samples: [...samples], filled, hashed: look.hashed, ...(counted && { counted }) }
}

const isPersonal = (id: string): boolean => concept.get(id)?.personal === true

const PERSONAL_WORDS =
  /^(?:\w*mail\w*|\w*phone\w*|tel\w*|mobile?|handy\w*|cell\w*|\w*name|nom|prenom|nombre|nome|apellidos?|cognome|\w*address\w*|\w*adress\w*|street|rue|calle|via|strasse|ip|birth\w*|dob|iban|ssn|passport)$/
/** Whether a name suggests a person, also where no concept fits: "full_name", "street". */
const isPersonalColumn = ({ names, column }: Look): boolean =>
  [...names.keys()].some(isPersonal) || wordsIn(column.key).some(word => PERSONAL_WORDS.test(word))
