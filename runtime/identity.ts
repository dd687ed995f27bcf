/** Who a row is, for life: its key from the model's key columns, its event key in the ledger, its event id on the wire. */
import { hash } from 'node:crypto'
import type { Row, Value } from './contract.ts'
import { Unusable } from './dialect.ts'
import type { Sealer } from './seal.ts'
import type { EventKey } from './world.ts'

/** The key columns' values as text, byte for byte: no trimming, no case folding. `null` when one is empty. */
export function keyParts(row: Row, columns: readonly string[]): readonly string[] | null {
  const parts: string[] = []
  for (const column of columns) {
    const part = keyText(row[column])
    if (part === null) return null
    parts.push(part)
  }
  return parts
}
/**
 * A number and its text are the same key, so that widening an int column to bigint, or reading the same rows from a
 * file, does not make every row new.
 */
function keyText(value: Value | undefined): string | null {
  if (value === null || value === undefined || value === '') return null
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
/** How people see a key. */
export const keyLabel = (parts: readonly string[]): string => parts.join('/')

/** The same 16 bytes for the same event for ever; parts are length-prefixed so that no two lists run together. */
export const eventKey = (eventName: string, parts: readonly string[]): EventKey => digest('ek1', eventName, parts)
/** The event id when none is mapped: nothing of this install in it, so a reinstall gives the same ids. */
export const defaultEventId = (eventName: string, parts: readonly string[]): string => digest('eid1', eventName, parts)

/** An event with the id that it travels under for life. */
export interface Identified {
  event: Row
  /** The mapped id as the platform is told it; `undefined`: made from the key. */
  own: string | undefined
  /** Why a mapped id that says something could not be used. */
  lost: string | undefined
}
/** A mapped id that nothing is left of ("n/a", white space) is none: the event would travel without one, and no copy could be noticed. */
export function identified(event: Row, name: string, parts: readonly string[], sealer: Sealer): Identified {
  const own = sealer.id(event)
  if (!(own instanceof Unusable)) return { event, own, lost: undefined }
  return { event: { ...event, event_id: defaultEventId(name, parts) }, own: undefined, lost: own.code === 'empty' ? undefined : own.code }
}

/** A mapped event id as a key of its own: two rows with one id would be one event to the platform, which says nothing. */
export const idKey = (eventName: string, id: string): EventKey => digest('id1', eventName, [id])

/**
 * Eight bytes by which two texts of an event are told apart, as 16 hex characters. `key` is this install's: without it, whoever has
 * the database could try which address, of a list, gives the print. It goes before the text, and most of the hash is cut off, so
 * what is kept tells nothing about any other text.
 */
export const printOf = (text: string, key = ''): string => hash('sha256', `${key}${text}`, 'hex').slice(0, 16)

function digest(tag: string, eventName: string, parts: readonly string[]): string {
  let text = `${tag}\n${eventName.length}:${eventName}`
  for (const part of parts) text += `\n${part.length}:${part}`
  return hash('sha256', text, 'hex').slice(0, 32)
}
