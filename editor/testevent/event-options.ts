import { cellText } from '../preview/words.ts'
import { locale, say } from '../words/words.ts'

const SHOWN_MAX = 50

/** Sampled events as choices, each told by the key of its row, which people know (an order number), and a few plain facts. */
export function eventOptions(
  rows: readonly Readonly<Record<string, unknown>>[],
  keys: readonly string[],
): { id: string; text: string; help: string }[] {
  return rows.slice(0, SHOWN_MAX).map((row, index) => {
    const facts = Object.entries(row).flatMap(([key, value]) => {
      const text = /(^|[._])time$/.test(key) && typeof value === 'number' ? moment(value * 1000) : cellText(value)
      return text && !/[•]|^[0-9a-f]{64}$/.test(text) && text.length <= 40 && !/event_id$/.test(key) ? [text] : []
    })
    const [n, name] = [index + 1, keys[index]]
    return {
      id: String(index),
      text: name ? say('Event {n}: {name}', { n, name }) : say('Event {n}', { n }),
      help: facts.slice(0, 4).join(' · '),
    }
  })
}

const moment = (at: number): string => new Date(at).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' })
