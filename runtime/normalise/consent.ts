/** What a person allowed: yes or no, or nothing said. What nobody can read is neither, and never "nothing said". */
import type { Value } from '../contract.ts'
import { type Normaliser, Unusable } from '../dialect.ts'
import { listIn } from './json.ts'
import { unusable } from './reasons.ts'
import { boolean } from './scalar.ts'
import { cleaned, lower, toAscii } from './text.ts'

const UNREADABLE = unusable('consent_unreadable')

const OUT: ReadonlySet<string> = new Set(['optedout', 'optout', 'out'])
const IN: ReadonlySet<string> = new Set(['optedin', 'optin', 'in'])
/** Elsewhere these are an empty cell. Here somebody wrote that it is not known, which is not the same as having said nothing. */
const NOT_KNOWN: ReadonlySet<string> = new Set([
  '?',
  '??',
  '???',
  'unknown',
  '(unknown)',
  'unspecified',
  'inconnu',
  'inconnue',
  'unbekannt',
  'desconocido',
  'sconosciuto',
  'onbekend',
])

/** The text of a cell that tells what was allowed; `empty` only where it says nothing at all. */
export function saidIn(value: Value): string | Unusable {
  if (typeof value === 'string' && NOT_KNOWN.has(value.trim().toLowerCase())) return UNREADABLE
  const text = cleaned(value)
  return text instanceof Unusable && text.code !== 'empty' ? UNREADABLE : text
}

/** Whether somebody opted out, from yes and no in several languages and from the words for it. */
export const optOut: Normaliser = {
  id: 'opt_out',
  says: 'yes or no; a row that says neither is left out',
  apply(value, context) {
    if (typeof value === 'boolean') return value
    const text = saidIn(value)
    if (text instanceof Unusable) return text
    const word = lower(toAscii(text)).replace(/[\s_-]+/g, '')
    return OUT.has(word) ? true : IN.has(word) ? false : boolean.apply(text, context)
  },
}

/** The marks of limited data use in a cell, in upper case: one text, or a list of them as platforms write it. */
export function limitsIn(value: Value): readonly string[] | Unusable {
  const marks = (listIn(value) ?? [value]).map(mark => saidIn(mark))
  const unread = marks.find(mark => mark instanceof Unusable)
  return unread instanceof Unusable ? unread : marks.map(mark => String(mark).toUpperCase())
}
