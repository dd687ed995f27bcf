/** What a mapping says in one way and Pinterest in another. */
import { actionSource } from '../../../runtime/concepts.ts'
import type { Row, Value } from '../../../runtime/contract.ts'
import type { Context } from '../../../runtime/dialect.ts'
import { listIn } from '../../../runtime/normalise/json.ts'
import { boolean } from '../../../runtime/normalise/scalar.ts'

/** The event as it came, but for an app whose system is known from other fields, and for a limit that is not set. */
export function derive(event: Row, context: Context): Row {
  const system = typeof event.action_source === 'string' && actionSource(event.action_source) === 'app' ? systemOf(event) : undefined
  const unlimited = event.data_processing !== undefined && isOff(event.data_processing, context)
  if (!system && !unlimited) return event
  // "No" has no word at Pinterest: the key is left out, and nothing is lost by that.
  return { ...event, ...(system && { action_source: system }), ...(unlimited && { data_processing: null }) }
}

/** "app" alone says neither Android nor iOS, and Pinterest has no third; what nothing tells is sent as offline. */
function systemOf({ device_os_family: family, app_extinfo: facts, app_store: store }: Row): 'app_android' | 'app_ios' | undefined {
  if (says(family, /^android$/i) || first(facts) === 'a2' || says(store, /google play/i)) return 'app_android'
  if (says(family, /^(ios|ipados|iphone os)$/i) || first(facts) === 'i2' || says(store, /apple|app ?store$/i)) return 'app_ios'
  return undefined
}

/** "No", or an empty list. */
const isOff = (value: Value, context: Context): boolean => boolean.apply(value, context) === false || listIn(value)?.length === 0

const says = (value: Value | undefined, what: RegExp): boolean => typeof value === 'string' && what.test(value.trim())
const first = (value: Value | undefined): Value | undefined => (Array.isArray(value) ? (value[0] as Value) : undefined)
