import { cellText } from '../preview/words.ts'
import { say } from '../words/words.ts'

const SHOWN_MAX = 50

/** Sampled events as choices, each told by the key of its row, which people know (an order number), and a few plain facts. */
export function eventOptions(
  rows: readonly Readonly<Record<string, unknown>>[],
  keys: readonly string[],
): { id: string; text: string; help: string }[] {
  return rows.slice(0, SHOWN_MAX).map((row, index) => {
    const facts = Object.entries(row).flatMap(([key, value]) => {
      const text = cellText(value)
      return text && !/[•]|^[0-9a-f]{64}$/.test(text) && text.length <= 40 && !/event_id$/.test(key) ? [text] : []
    })
    const name = keys[index] ?? ''
    return {
      id: String(index),
      text: say('Event {n}{more}', { n: index + 1, more: name ? `: ${name}` : '' }),
      help: facts.slice(0, 4).join(' · '),
    }
  })
}
