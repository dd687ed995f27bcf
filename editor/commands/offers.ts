/** What the command menu offers for the words typed so far. */

import type { KindInfo } from '../../server/api/catalogue.ts'
import { nameOf } from '../document/graph.ts'
import { type Choice, followers } from '../document/legal.ts'
import { say } from '../words/words.ts'
import { addChoice } from './adding.ts'
import { type Command, groups, type Situation, stepAt } from './command.ts'
import { commands, perform, whyNot } from './commands.ts'
import { keyWords } from './keys.ts'
import { focusStep, useStage } from './stage.ts'

export interface Offer {
  key: string
  title: string
  why?: string
  /** The key that does the same. */
  keys?: string
  kind?: KindInfo
  /** It cannot be done now: `why` says why not. */
  off?: boolean
  run(): void
}

// These mean nothing without the key that says which way.
const WITHOUT = new Set(['command-menu', 'pan', 'move'])
const RECENT = 'tributary.commands'
const RECENT_MAX = 6

/** Commands whose name holds every word, what was used last first; then steps to go to and kinds to add, then what cannot be done now. */
export function offers(at: Situation, text: string): Offer[] {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean)
  const holds = (title: string) => words.every(word => title.toLowerCase().includes(word))
  const recent = recentIds()
  // What was used last first, then what is about a step before what is about the view.
  const rank = ({ id, group }: Command) => (recent.includes(id) ? recent.indexOf(id) : RECENT_MAX + groups.indexOf(group))
  const acts = commands
    .filter(c => !WITHOUT.has(c.id) && holds(c.title(at)))
    .toSorted((a, b) => rank(a) - rank(b))
    .map((command): Offer => {
      const shown = command.keys?.[0]
      const why = whyNot(command, at)
      return {
        key: command.id,
        title: command.title(at),
        ...(why !== undefined && { why, off: true }),
        ...(shown && { keys: keyWords(shown) }),
        run: () => {
          if (why === undefined) remember(command.id)
          perform(command, at)
        },
      }
    })
  const [can, cannot] = [acts.filter(act => !act.off), acts.filter(act => act.off)]
  return words.length ? [...can, ...steps(at, holds), ...additions(at, holds), ...cannot] : can
}

function steps(at: Situation, holds: (title: string) => boolean): Offer[] {
  return at.store
    .getState()
    .flow.nodes.map(node => ({ node, kind: at.kinds.get(node.kind) }))
    .filter(({ node, kind }) => holds(say('Go to {nameOf}', { nameOf: nameOf(node, kind) })))
    .map(({ node, kind }) => ({
      key: `step ${node.id}`,
      title: say('Go to {nameOf}', { nameOf: nameOf(node, kind) }),
      ...(kind && { kind }),
      run: () => {
        at.store.getState().select([node.id])
        focusStep(node.id)
        useStage.getState().view?.reveal(node.id, true)
      },
    }))
}

/** What can follow the selected step. */
function additions(at: Situation, holds: (title: string) => boolean): Offer[] {
  const { flow, readOnly } = at.store.getState()
  const after = stepAt(at)
  if (readOnly || after === undefined) return []
  const port = at.kinds.get(flow.nodes.find(n => n.id === after)?.kind ?? '')?.ports[0]?.id ?? ''
  return followers(flow, at.kinds, after)
    .filter(choice => holds(say('Add {title}', { title: choice.title })))
    .map((choice: Choice) => ({
      key: `add ${choice.kind.id}`,
      title: say('Add {title}', { title: choice.title }),
      why: choice.why,
      kind: choice.kind,
      run: () => void addChoice(at, choice, { after, port }),
    }))
}

function recentIds(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(RECENT) ?? '[]')
    return Array.isArray(kept) ? kept.filter(id => typeof id === 'string') : []
  } catch {
    return []
  }
}
function remember(id: string): void {
  try {
    localStorage.setItem(RECENT, JSON.stringify([id, ...recentIds().filter(other => other !== id)].slice(0, RECENT_MAX)))
  } catch {
    // A browser that refuses storage has no recent commands.
  }
}
