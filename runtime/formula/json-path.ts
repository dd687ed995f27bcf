/** A small part of JSON paths, read once: names, places, and `[*]` for all of a list. Only what is there itself is found. */
import type { Value } from '../contract.ts'
import { Flaw } from './parse.ts'

type Step = string | number | '*'
const PART = /\.([\p{L}\p{N}_$-]+)|\[(\d{1,9})\]|\[(\*)\]|\['([^']*)'\]|\["([^"]*)"\]/uy
const ITEMS_MAX = 1000

/** Throws `Flaw`. The reader gives `null` for what is not there; for a path with `[*]`, a list. */
export function readPath(path: string): (value: Value) => Value {
  const steps = stepsOf(path)
  if (!steps.some(({ all }) => all)) return value => steps.reduce(into, value)
  return value =>
    steps
      .reduce<Value[]>((values, step) => values.flatMap(one => (step.all ? listed(one) : [into(one, step)])).slice(0, ITEMS_MAX), [value])
      .filter(one => one !== null)
}

interface Part {
  step: Step
  all: boolean
}
function stepsOf(path: string): Part[] {
  const text = path.trim()
  const steps: Part[] = []
  let at = text.startsWith('$') ? 1 : 0
  const full = at === 1 || text.startsWith('[') ? text : `.${text}`
  while (at < full.length) {
    PART.lastIndex = at
    const found = PART.exec(full)
    if (!found) throw new Flaw(`The path "${path.slice(0, 100)}" is not understood. Write it like $.customer.email or $.items[0].id.`)
    const [whole, name, place, all, single, double] = found
    steps.push({ step: place !== undefined ? Number(place) : (name ?? single ?? double ?? '*'), all: all !== undefined })
    at += whole.length
  }
  return steps
}
function into(value: Value, { step }: Part): Value {
  if (value === null || typeof value !== 'object') return null
  if (Array.isArray(value)) return typeof step === 'number' ? ((value as readonly Value[])[step] ?? null) : null
  const key = String(step)
  return Object.hasOwn(value, key) ? ((value as Readonly<Record<string, Value>>)[key] ?? null) : null
}
const listed = (value: Value): readonly Value[] => (Array.isArray(value) ? value : [])
