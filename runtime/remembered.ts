/** A pure function of text whose answers are kept while few of them are asked for again and again: countries repeat, e-mail addresses do not. */
import { bounds } from './bounds.ts'

/** Texts kept under one context, at most: few enough to lie in the processor's own memory, where more are no quicker to look up than to make anew. */
const KEPT_MAX = bounds.keptAnswers.most
/** Contexts (countries, as a rule) that answers are kept under, at most. */
const CONTEXTS_MAX = bounds.keptContexts.most
/**
 * After this many questions a function that gave fewer than one in so many from memory is asked anew each time: looking an answer
 * up costs, too (`speed.decision.md`).
 */
const TRIAL = 8192
const WORTH = 2

/** `work` may read what `context` stands for: an answer is given again for the same text and context only. */
export function remembered<T>(work: (text: string) => T): (text: string, context: string) => T {
  let kept: Map<string, Map<string, T>> | undefined = new Map()
  let asked = 0
  let hits = 0
  // A constant, or a column in which one value follows itself, costs a comparison.
  let lastText: string | undefined
  let lastContext: string | undefined
  let lastMade: T
  const missed = (text: string, of: Map<string, T>): T => {
    const made = work(text)
    if (of.size >= KEPT_MAX) of.clear()
    of.set(text, made)
    if (asked >= TRIAL) {
      if (hits * WORTH < asked) kept = undefined
      asked = hits = 0
    }
    return made
  }
  return (text, context) => {
    if (lastText === text && lastContext === context) return lastMade
    if (!kept) return work(text)
    let of = kept.get(context)
    if (of === undefined) {
      if (kept.size >= CONTEXTS_MAX) kept.clear()
      of = new Map()
      kept.set(context, of)
    }
    asked++
    let made = of.get(text)
    if (made === undefined) made = missed(text, of)
    else hits++
    lastText = text
    lastContext = context
    lastMade = made
    return made
  }
}
