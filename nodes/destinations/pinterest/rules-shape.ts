/** The closed schema of one event, written by hand from the official document, and the check of a value against it. */

export type Json = Readonly<Record<string, unknown>>
/** `?`: may be null. A number after `text:` is its longest length; after `count:` the largest value. */
type Member =
  | 'text'
  | 'text?'
  | 'texts'
  | 'whole'
  | 'whole?'
  | 'flag'
  | `text:${number}`
  | `count:${number}`
  | readonly string[]
  | Shape
  | { each: Shape }
export interface Shape {
  members: Readonly<Record<string, Member>>
  open?: boolean
}

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
export const objectShape = (members: Shape['members']): Shape => ({ members })

const content = objectShape({
  id: 'text',
  item_price: 'text',
  quantity: 'whole',
  item_name: 'text',
  item_category: 'text',
  item_brand: 'text',
})

export const customShape = objectShape({
  value: 'text?',
  currency: 'text?',
  content_ids: 'texts',
  contents: { each: content },
  num_items: 'whole',
  order_id: 'text?',
  search_string: 'text?',
  content_name: 'text?',
  content_category: 'text?',
  content_brand: 'text?',
  predicted_ltv: 'text?',
  opt_out_type: 'text?',
  np: 'text?',
  external_measurement_id: 'text?',
  external_measurement_vendor_id: 'whole?',
})

const app = objectShape({
  app_id: 'text:200',
  app_name: 'text:200',
  app_package_name: 'text:200',
  app_store: 'text:100',
  app_version: 'text:100',
  install_time: 'count:9007199254740991',
  user_agent: 'text:16384',
  window_height: 'count:30720',
  window_width: 'count:30720',
})

const device = objectShape({
  battery_level: 'count:100',
  brand: 'text:100',
  carrier: 'text:100',
  cpu_cores: 'count:1152',
  external_storage_free_space: 'count:1048576',
  external_storage_size: 'count:1048576',
  form_factor: ['desktop', 'laptop', 'cellphone', 'tablet', 'smartwatch', 'tv', 'vr', 'console', 'other'],
  kernel_version: 'text:100',
  languages: 'texts',
  locale: 'text:35',
  model: 'text:100',
  network_type: ['wifi', 'cellular_2g', 'cellular_3g', 'cellular_4g', 'cellular_5g', 'cellular_6g', 'ethernet', 'unknown'],
  os_family: ['ios', 'android', 'macos', 'windows', 'linux', 'bsd', 'other'],
  os_name: 'text:100',
  os_release_name: 'text:100',
  os_version: 'text:100',
  screen_density: 'count:100000',
  screen_height: 'count:30720',
  screen_width: 'count:30720',
  storage_free_space: 'count:1048576',
  storage_size: 'count:1048576',
  timezone: 'text:40',
  timezone_abbr: 'text:5',
  type: 'text:100',
})

export const eventShape = objectShape({
  event_name: 'text',
  action_source: 'text',
  event_time: 'whole',
  event_id: 'text',
  user_data: { members: {}, open: true },
  custom_data: { members: {}, open: true },
  event_source_url: 'text?',
  opt_out: 'flag',
  partner_name: 'text?',
  language: 'text?',
  wifi: 'flag',
  app_id: 'text?',
  app_name: 'text?',
  app_version: 'text?',
  device_brand: 'text?',
  device_carrier: 'text?',
  device_model: 'text?',
  device_type: 'text?',
  os_version: 'text?',
  app_info: app,
  device_info: device,
})

/** What is wrong with a value of this shape, in the words Pinterest uses; nothing when it fits. */
export function fits(value: unknown, { members, open }: Shape, path: string): string | undefined {
  if (!isObject(value)) return `${path || 'event'} is not of type 'object'`
  for (const [key, held] of Object.entries(value)) {
    const member = Object.hasOwn(members, key) ? members[key] : undefined
    const at = path === '' ? key : `${path}.${key}`
    if (member === undefined) {
      if (!open) return `Additional properties are not allowed ('${key}' was unexpected)`
      continue
    }
    const fault = memberFault(held, member, at)
    if (fault !== undefined) return fault
  }
  return undefined
}

function memberFault(held: unknown, member: Member, at: string): string | undefined {
  if (typeof member === 'string') return simpleFault(held, member, at)
  if ('members' in member) return fits(held, member, at)
  if ('each' in member) return eachFault(held, member.each, at)
  return member.includes(held as string) ? undefined : `${at} is not one of ${member.join(', ')}`
}

function eachFault(held: unknown, each: Shape, at: string): string | undefined {
  if (!Array.isArray(held)) return `${at} is not of type 'array'`
  for (const [index, item] of held.entries()) {
    const fault = fits(item, each, `${at}[${index}]`)
    if (fault !== undefined) return fault
  }
  return undefined
}

function simpleFault(held: unknown, member: Extract<Member, string>, at: string): string | undefined {
  const [kind, limit] = member.split(':') as [string, string?]
  if (kind.endsWith('?') && held === null) return undefined
  if (kind === 'text' || kind === 'text?') {
    if (typeof held !== 'string') return `${at} is not of type 'string'`
    return limit !== undefined && [...held].length > Number(limit) ? `${at} is too long` : undefined
  }
  if (kind === 'texts')
    return Array.isArray(held) && held.every(item => typeof item === 'string') ? undefined : `${at} is not a list of texts`
  if (kind === 'flag') return typeof held === 'boolean' ? undefined : `${at} is not of type 'boolean'`
  if (!Number.isInteger(held)) return `${at} is not of type 'integer'`
  return limit !== undefined && (Number(held) < 0 || Number(held) > Number(limit)) ? `${at} is not between 0 and ${limit}` : undefined
}
