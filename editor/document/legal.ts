/** What may follow what, why not, and what would have to stand between. */

import type { Flow } from '../../runtime/flow.ts'
import type { KindInfo } from '../../server/api/catalogue.ts'
import { say } from '../words/words.ts'
import { downstream, type Kinds, nameOf, parentOf, upstream } from './graph.ts'

export interface Refusal {
  reason: string
  /** Kinds that, put between, make it right. */
  between?: readonly KindInfo[]
  /** The input is taken: the connection may replace the present one. */
  replaces?: boolean
  /** Nothing on the way protects identity yet. It would run, since every path is sealed, but a person should see it drawn. */
  unsealed?: boolean
}

const carries = { connection: say('a connection'), rows: say('rows'), events: say('events') } as const
const takes = { connection: say('takes a connection'), rows: say('takes rows'), events: say('takes events') } as const
/** "Takes rows": why an option fits. */
const alone = { connection: say('Takes a connection'), rows: say('Takes rows'), events: say('Takes events') } as const
export const takesWords = (kind: KindInfo): string => (kind.accepts ? alone[kind.accepts] : say('Brings data in'))

/** Whether a connection may be made; otherwise why not, and a way out where there is one. */
export function refusal(flow: Flow, kinds: Kinds, from: string, to: string): Refusal | null {
  const [a, b] = [flow.nodes.find(n => n.id === from), flow.nodes.find(n => n.id === to)]
  const [ka, kb] = [a && kinds.get(a.kind), b && kinds.get(b.kind)]
  if (!a || !b || !ka || !kb) return { reason: say('This step is of a kind that is not installed here.') }
  const [na, nb] = [nameOf(a, ka), nameOf(b, kb)]
  if (!ka.emits) return { reason: say('{na} is the end of the way: nothing comes out of it.', { na }) }
  if (!kb.accepts) return { reason: say('{nb} brings data in: it takes nothing from another step.', { nb }) }
  if (downstream(flow, to).has(from))
    return { reason: from === to ? say('A step cannot feed itself.') : say('{nb} already feeds {na}: that would be a circle.', { nb, na }) }
  if (ka.emits !== kb.accepts) {
    const between = bridge(kinds, ka.emits, kb)
    return {
      reason: say('{nb} {value}, and {na} gives {value2}.', { nb, value: takes[kb.accepts], na, value2: carries[ka.emits] }),
      ...(between.length > 0 && { between }),
    }
  }
  const present = parentOf(flow, to)
  if (present?.from === from) return { reason: say('{na} already goes to {nb}.', { na, nb }) }
  const seal = sealer(kinds)
  if (seal && takesProtected(kb) && !isSealed(flow, kinds, from))
    return { reason: say('{nb} needs hashed identity.', { nb }), between: [seal], unsealed: true }
  if (present) {
    const feeder = flow.nodes.find(n => n.id === present.from)
    return {
      reason: say('{nb} already receives from {more}.', {
        nb,
        more: feeder ? nameOf(feeder, kinds.get(feeder.kind)) : say('another step'),
      }),
      replaces: true,
    }
  }
  return null
}

/** A destination of events wants identity protected before it. */
export const takesProtected = (kind: KindInfo): boolean => kind.role === 'destination' && kind.accepts === 'events'
/** Whether what leaves this step has come through the one that protects identity. */
export function isSealed(flow: Flow, kinds: Kinds, id: string): boolean {
  const seal = sealer(kinds)
  return upstream(flow, id).some(one => flow.nodes.find(n => n.id === one)?.kind === seal?.id)
}

/** Kinds to put between an output and a step that does not take it: at most two, else none. */
function bridge(kinds: Kinds, emits: KindInfo['emits'], target: KindInfo): KindInfo[] {
  const one = [...kinds.values()].find(k => k.accepts === emits && k.emits === target.accepts && k.accepts !== k.emits)
  if (!one) return []
  const seal = target.role === 'destination' ? sealer(kinds) : undefined
  return seal ? [one, seal] : [one]
}

/** The step that protects identity: it takes events and gives events. */
export const sealer = (kinds: Kinds): KindInfo | undefined =>
  [...kinds.values()].find(k => k.role === 'step' && k.accepts === 'events' && k.emits === 'events')

/** Kinds that take and give the same, so that a step can become one of them with its connections kept. */
export function alike(flow: Flow, kinds: Kinds, id: string): Choice[] {
  const kind = kinds.get(flow.nodes.find(n => n.id === id)?.kind ?? '')
  if (!kind) return []
  return [...kinds.values()]
    .filter(k => k.id !== kind.id && k.accepts === kind.accepts && k.emits === kind.emits)
    .map(k => ({ kind: k, first: [], title: k.title, why: k.summary }))
}

export interface Choice {
  kind: KindInfo
  /** Put in by itself before it: identity protection before a destination. */
  first: readonly KindInfo[]
  /** "Takes rows", "Takes events, adds Hash identity first". */
  why: string
  preset?: KindInfo['presets'][number]
  title: string
}

/** The kinds that can follow an output, best guess first. */
export function followers(flow: Flow, kinds: Kinds, after: string): Choice[] {
  const node = flow.nodes.find(n => n.id === after)
  const from = node && kinds.get(node.kind)
  if (!from?.emits) return []
  const seal = sealer(kinds)
  const way = upstream(flow, after).map(id => flow.nodes.find(n => n.id === id)?.kind)
  const fits = [...kinds.values()].filter(k => k.accepts === from.emits && !(seal && k.id === seal.id && way.includes(seal.id)))
  return fits
    .map(kind => {
      const first = kind.role === 'destination' && seal && !way.includes(seal.id) ? [seal] : []
      return {
        kind,
        first,
        title: kind.title,
        why: first[0] ? say('{takesWords}, adds {title} first', { takesWords: takesWords(kind), title: first[0].title }) : takesWords(kind),
      }
    })
    .toSorted((a, b) => rank(a.kind, way) - rank(b.kind, way))
}
/** What usually comes next: a step that changes what travels, then identity protection, then ways out, then more of the same. */
function rank(kind: KindInfo, way: readonly (string | undefined)[]): number {
  const again = way.includes(kind.id) ? 4 : 0
  // A table is chosen, a query has to be written.
  if (kind.role === 'model') return again + (isTable(kind) ? 0 : 1)
  if (kind.role === 'step') return again + (kind.accepts !== kind.emits ? 1 : kind.accepts === 'events' ? 0 : 2)
  return again + 3
}

/** What a flow can start with: ready-made choices before the sources that need a connection. */
export function starters(kinds: Kinds): Choice[] {
  const sources = [...kinds.values()].filter(k => k.role === 'source')
  const presets = sources.flatMap(kind => kind.presets.map(preset => ({ kind, first: [], preset, title: preset.title, why: kind.summary })))
  const plain = sources.filter(k => !k.presets.length).map(kind => ({ kind, first: [], title: kind.title, why: kind.summary }))
  return [...presets, ...plain]
}

/** The model that reads one table by name, found by its settings. */
export const tableModel = (kinds: Kinds): KindInfo | undefined => [...kinds.values()].find(k => k.role === 'model' && isTable(k))
const isTable = ({ config: { properties } }: KindInfo): boolean =>
  typeof properties === 'object' && properties !== null && 'table' in properties
