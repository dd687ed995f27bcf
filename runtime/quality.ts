/** What the rows of a run hold for each field that the platform takes: counted while they are sealed, a few numbers a field, never a value. */
import { actionSource } from './concepts.ts'
import type { Row, Shape, Value } from './contract.ts'
import { type Dialect, type Target, Unusable, type Wire } from './dialect.ts'
import { isDigest } from './normalise/hashed.ts'
import { Commonest, type Counted } from './quality-common.ts'
import { canLookWrong, type Suspicion, suspicionOf, suspicions } from './quality-suspects.ts'
import { type Help, readiness } from './readiness.ts'
import type { FieldQuality, PathQuality } from './report.ts'

/** Told of every value while events are sealed. `at` is the target's place in the dialect's list. */
export interface Watch {
  event(event: Row): void
  saw(at: number, value: Value, wire: Wire | Unusable): void
}

/** The drawn steps at which a person can do something about it. */
export interface Where {
  mapping?: string | undefined
  sealing?: string | undefined
}

interface Tracked {
  target: Target
  drawn: boolean
  suspect: boolean
  filled: number
  usable: number
  hashed: number
  failed: Map<string, number>
  suspects: Map<Suspicion, number>
  common: Commonest | undefined
}

/** A field's counts without what it is a field of. */
type FieldCounts = Pick<Tracked, 'filled' | 'usable' | 'hashed' | 'failed' | 'suspects'> & { common: Counted | undefined }
export interface QualityCounts {
  rows: number
  visits: number
  fields: readonly (FieldCounts | undefined)[]
}

/** Fewer rows than these prove nothing about a column. */
const ROWS_FOR_ONE_VALUE = 20
/** Many people share a first name; nobody shares an email with every fifth customer. */
const SHARE_OF_ONE_VALUE = 0.2
const ONE_PERSONS: ReadonlySet<string> = new Set(
  'email phone external_id birth_date client_ip fbc fbp epik mobile_ad_id lead_id anon_id subscription_id fb_login_id'.split(' '),
)
const SHARED_BY_SOME: ReadonlySet<string> = new Set(['first_name', 'last_name', 'client_user_agent'])
const SHARE_OF_ALL = 0.95

/** What only a visit leaves behind: asked of no event that happened in a shop or on the phone. */
const OF_A_VISIT: ReadonlySet<string> = new Set(['client_ip', 'client_user_agent', 'fbc', 'fbp', 'epik'])
const VISITS: ReadonlySet<string> = new Set(['website', 'app', 'app_android', 'app_ios'])

export class Quality implements Watch {
  rows = 0
  #visits = 0
  #source: { value: Value | undefined; visit: boolean } = { value: undefined, visit: false }
  readonly #fields: (Tracked | undefined)[]
  readonly #dialect: Dialect
  readonly #said: ReadonlySet<string>
  readonly where: Where

  /** `has`: what arrives at the destination. `alreadyHashed`: concepts whose columns are said to hold digests. */
  constructor(dialect: Dialect, has: Shape, alreadyHashed: readonly string[] = [], where: Where = {}) {
    this.#dialect = dialect
    this.#said = new Set(alreadyHashed)
    this.where = where
    const drawn = new Set(has.map(column => column.key))
    const taken = new Set<string>()
    this.#fields = dialect.targets.map(target => {
      const own = drawn.has(target.concept)
      if (taken.has(target.concept) || !(own || ((target.worth ?? 0) > 0 && !target.advanced))) return undefined
      taken.add(target.concept)
      return tracked(target, own)
    })
  }

  event(event: Row): void {
    this.rows++
    const { action_source: source } = event
    if (source !== this.#source.value) this.#source = { value: source, visit: VISITS.has(actionSource(String(source ?? '')) ?? '') }
    if (this.#source.visit) this.#visits++
  }
  saw(at: number, value: Value, wire: Wire | Unusable): void {
    const field = this.#fields[at]
    if (!field) return
    field.filled++
    if (wire instanceof Unusable) {
      field.failed.set(wire.code, (field.failed.get(wire.code) ?? 0) + 1)
      return
    }
    field.usable++
    const one = Array.isArray(value) ? (value[0] as Value) : value
    if (field.target.hash && isDigest(one)) field.hashed++
    const suspicion = field.suspect ? suspicionOf(field.target.concept, one) : undefined
    if (suspicion) field.suspects.set(suspicion, (field.suspects.get(suspicion) ?? 0) + 1)
    field.common?.add(String(Array.isArray(wire) ? wire[0] : wire))
  }

  /** What was counted, as data. */
  get counted(): QualityCounts {
    const fields = this.#fields.map(field => {
      if (!field) return undefined
      const { filled, usable, hashed, failed, suspects, common } = field
      return { filled, usable, hashed, failed, suspects, common: common?.counted }
    })
    return { rows: this.rows, visits: this.#visits, fields }
  }
  /** Takes over what was counted of other rows of this path. */
  merge({ rows, visits, fields }: QualityCounts): void {
    this.rows += rows
    this.#visits += visits
    for (const [at, other] of fields.entries()) {
      const field = this.#fields[at]
      if (!field || !other) continue
      field.filled += other.filled
      field.usable += other.usable
      field.hashed += other.hashed
      for (const [code, count] of other.failed) field.failed.set(code, (field.failed.get(code) ?? 0) + count)
      for (const [code, count] of other.suspects) field.suspects.set(code, (field.suspects.get(code) ?? 0) + count)
      if (other.common) field.common?.merge(other.common)
    }
  }

  report(sentence: (code: string, field: string) => string): PathQuality {
    const fields = this.#fields.flatMap(field => (field ? [this.#field(field, sentence)] : []))
    const helps = fields.filter(field => this.#matters(field)).map(field => this.#help(field))
    const { score, next } = readiness(helps)
    const node = next?.kind === 'repair' ? (this.where.sealing ?? this.where.mapping) : this.where.mapping
    return { rows: this.rows, readiness: score, next: next && { ...next, ...(node !== undefined && { node }) }, fields }
  }

  #field({ target, drawn, filled, usable, hashed, failed, suspects, common }: Tracked, sentence: Sentence): FieldQuality {
    const counted = (counts: ReadonlyMap<string, number>, says: (code: string) => string) =>
      [...counts].map(([code, rows]) => ({ code, rows, message: says(code) })).toSorted((a, b) => b.rows - a.rows)
    const warnings = new Map<string, number>(suspects)
    if (hashed > 0 && hashed < usable) warnings.set('mixed_hashes', hashed)
    if (hashed > 0 && hashed === usable && !this.#said.has(target.concept)) warnings.set('not_said_hashed', hashed)
    const most = common?.most ?? 0
    const least = ONE_PERSONS.has(target.concept) ? SHARE_OF_ONE_VALUE : SHARE_OF_ALL
    if (most >= ROWS_FOR_ONE_VALUE && most >= least * usable) warnings.set('one_value', most)
    return {
      concept: target.concept,
      title: target.title,
      worth: target.worth ?? 0,
      mapped: drawn || filled > 0,
      filled,
      usable,
      hashed,
      failed: counted(failed, code => sentence(code, target.concept)),
      warnings: counted(warnings, code => suspicions[code as keyof typeof suspicions].replaceAll('{field}', target.title)),
    }
  }
  #matters({ concept, worth, mapped }: FieldQuality): boolean {
    return worth > 0 && (mapped || this.#visits > 0 || !OF_A_VISIT.has(concept))
  }
  #help({ concept, title, worth, mapped, filled, usable, failed }: FieldQuality): Help {
    const code = failed[0]?.code
    const flaw = code === undefined ? undefined : this.#dialect.reasons[code]?.title.replaceAll('{field}', 'It')
    return { concept, title, worth, mapped, rows: this.rows, filled, usable, flaw }
  }
}
type Sentence = (code: string, field: string) => string

const tracked = (target: Target, drawn: boolean): Tracked => ({
  target,
  drawn,
  suspect: canLookWrong(target.concept),
  filled: 0,
  usable: 0,
  hashed: 0,
  failed: new Map(),
  suspects: new Map(),
  common: ONE_PERSONS.has(target.concept) || SHARED_BY_SOME.has(target.concept) ? new Commonest() : undefined,
})
