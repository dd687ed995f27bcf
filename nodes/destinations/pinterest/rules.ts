/**
 * Pinterest's rules as we read them, one row each, for the simulator and the Test inbox. Written from the official schema
 * and the papers alone, sharing no code with the folder's own builder and judge. After our reading of the form the official
 * schema itself is asked: what we overlooked, it refuses.
 */

import { eventFlaw } from './rules-official.ts'
import type { PinterestRule } from './rules-row.ts'
import { customShape, eventShape, fits, type Json, objectShape } from './rules-shape.ts'
import { valueRules } from './rules-value.ts'

const SPEC = 'https://github.com/pinterest/api-description v5/openapi.json 5.23.0 (c05b189)'
const READ = '2026-11-22'
const shape = (id: string, says: string, fault: PinterestRule['fault'], of?: PinterestRule['of']): PinterestRule => ({
  id,
  says,
  source: SPEC,
  read: READ,
  effect: 'refuses',
  ...(of && { of }),
  fault,
})
const filled = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : typeof value === 'string' && value !== '')

const REQUIRED = ['event_name', 'action_source', 'event_time', 'event_id', 'user_data']
const HASHED = ['em', 'ph', 'fn', 'ln', 'ge', 'db', 'ct', 'st', 'zp', 'country', 'external_id', 'hashed_maids']

const shapeRules: readonly PinterestRule[] = [
  shape('pin.keys', 'An event has only keys of Pinterest’s closed schema, each of its type.', event => fits(event, eventShape, '')),
  shape('pin.required', 'Every event has event_name, action_source, event_time, event_id and user_data.', event => {
    const missing = REQUIRED.find(key => event[key] === undefined || event[key] === null)
    return missing && `'${missing}' is a required property`
  }),
  shape(
    'pin.action_source',
    'action_source is web, app_android, app_ios or offline.',
    ({ action_source: place }) =>
      ['web', 'app_android', 'app_ios', 'offline'].includes(place as string)
        ? undefined
        : `${JSON.stringify(place)} is not an action_source`,
    ({ action_source: place }) => place !== undefined,
  ),
  shape(
    'pin.custom_data',
    'custom_data has only known keys; money is text, counts are whole numbers.',
    ({ custom_data: custom }) => fits(custom, customShape, 'custom_data'),
    ({ custom_data: custom }) => custom !== undefined,
  ),
  shape(
    'pin.identifiers',
    'Every identifier in user_data is a list of texts.',
    ({ user_data: user }) => {
      const lists = objectShape(Object.fromEntries(HASHED.map(key => [key, 'texts' as const])))
      const texts = { client_ip_address: 'text', client_user_agent: 'text', click_id: 'text?', partner_id: 'text?' } as const
      return fits(user, { ...lists, members: { ...lists.members, ...texts }, open: true }, 'user_data')
    },
    ({ user_data: user }) => user !== undefined,
  ),
  shape('pin.who', 'user_data has em, or hashed_maids, or client_ip_address and client_user_agent together.', ({ user_data: user }) => {
    const { em, hashed_maids: maids, client_ip_address: ip, client_user_agent: browser } = (user ?? {}) as Json
    return filled(em) || filled(maids) || (filled(ip) && filled(browser))
      ? undefined
      : 'user_data is not valid under any of the given schemas'
  }),
  shape('pin.schema', 'An event fits the schema that Pinterest itself publishes, read by a validator.', eventFlaw),
]

/** The form first, since a wrong form refuses the request; then what concerns one event. */
export const rules: readonly PinterestRule[] = [...shapeRules, ...valueRules]
