/**
 * The vocabulary a mapping speaks. A platform's field names the concept that feeds it, so one mapping serves every
 * destination. What only one platform has is a concept too.
 */
import { tradeConcepts } from './concepts-trade.ts'

export type ConceptType = 'text' | 'number' | 'boolean' | 'time' | 'date' | 'list' | 'items' | 'name' | 'source'
export type ConceptGroup = 'event' | 'who' | 'what' | 'other'

export interface Concept {
  id: string
  title: string
  type: ConceptType
  group: ConceptGroup
  /** Never shown or logged in clear. */
  personal?: boolean
  /** Says what a person allowed: an event in which it cannot be read is left out (consent.decision.md). */
  consent?: boolean
  /** Several values make sense (a list column, or several columns). */
  many?: boolean
  help?: string
}

const event = (id: string, title: string, type: ConceptType, help?: string): Concept => ({
  id,
  title,
  type,
  group: 'event',
  ...(help && { help }),
})
const who = (id: string, title: string, more: Partial<Concept> = {}): Concept => ({
  id,
  title,
  type: 'text',
  group: 'who',
  personal: true,
  ...more,
})
const what = (id: string, title: string, type: ConceptType = 'text', help?: string): Concept => ({
  id,
  title,
  type,
  group: 'what',
  ...(help && { help }),
})
const other = (id: string, title: string, type: ConceptType = 'text', help?: string): Concept => ({
  id,
  title,
  type,
  group: 'other',
  ...(help && { help }),
})

export const concepts: readonly Concept[] = [
  event('event_name', 'Event', 'name', 'What happened: Purchase, Lead, Sign-up…'),
  event('action_source', 'Where it happened', 'source'),
  event('event_time', 'Event time', 'time', 'When it happened, not when it is sent.'),
  event('event_id', 'Event ID', 'text', 'One text per event, for life. Left empty, it is made from the model’s key.'),
  event('event_source_url', 'Page address', 'text'),
  { ...event('opt_out', 'Opted out', 'boolean'), consent: true },
  what('value', 'Value', 'number'),
  what('currency', 'Currency', 'text', 'ISO 4217: EUR, USD…'),
  what('order_id', 'Order ID'),
  who('email', 'Email', { many: true }),
  who('phone', 'Phone', { many: true }),
  who('first_name', 'First name', { many: true }),
  who('last_name', 'Last name', { many: true }),
  who('gender', 'Gender'),
  who('birth_date', 'Date of birth', { type: 'date' }),
  who('city', 'City', { many: true }),
  who('state', 'State or region', { many: true }),
  who('postal_code', 'Postal code', { many: true }),
  who('country', 'Country', { many: true }),
  who('external_id', 'Customer ID', { many: true }),
  who('client_ip', 'IP address'),
  who('client_user_agent', 'Browser', { help: 'The browser’s user agent text.' }),
  who('fbc', 'Meta click ID (fbc)'),
  who('fbp', 'Meta browser ID (fbp)'),
  who('fbclid', 'Meta link click ID (fbclid)'),
  who('click_time', 'Click time', { type: 'time' }),
  who('epik', 'Pinterest click ID'),
  who('mobile_ad_id', 'Mobile advertising ID', { many: true }),
  who('lead_id', 'Meta lead ID'),
  who('subscription_id', 'Subscription ID'),
  who('fb_login_id', 'Facebook login ID'),
  who('anon_id', 'App installation ID'),
  who('page_id', 'Facebook page ID'),
  who('page_scoped_user_id', 'Messenger user ID'),
  who('ctwa_clid', 'WhatsApp click ID (ctwa_clid)'),
  who('ig_account_id', 'Instagram account ID'),
  who('ig_sid', 'Instagram user ID'),
  who('whatsapp_business_account_id', 'WhatsApp business account ID'),
  who('partner_id', 'Partner’s visitor ID'),
  what('contents', 'Items', 'items'),
  what('content_ids', 'Item IDs', 'list'),
  what('content_name', 'Item name'),
  what('content_category', 'Item category'),
  what('content_type', 'Item type'),
  what('content_brand', 'Item brand'),
  what('num_items', 'Number of items', 'number'),
  what('search_string', 'Search text'),
  what('predicted_ltv', 'Predicted lifetime value', 'number'),
  what('status', 'Registration status'),
  what('delivery_category', 'Delivery', 'text', 'in_store, curbside or home_delivery.'),
  what('net_revenue', 'Net revenue', 'number'),
  what('item_number', 'Item number', 'text', 'Tells store sales of one order apart.'),
  what('store_page_id', 'Store page ID'),
  what('brand_page_id', 'Brand page ID'),
  what('store_code', 'Store code'),
  what('crm_event_source', 'CRM marker', 'text', '“crm” for leads that come from a CRM.'),
  what('lead_event_source', 'CRM name'),
  what('customer_segmentation', 'Customer segment'),
  what('original_event_name', 'First event: name', 'name'),
  what('original_event_time', 'First event: time', 'time'),
  what('original_event_id', 'First event: ID'),
  what('original_order_id', 'First event: order ID'),
  { ...other('data_processing', 'Limited data use', 'text', 'LDU or LDP where a state privacy law asks for it.'), consent: true },
  { ...other('data_processing_country', 'Limited data use: country', 'number'), consent: true },
  { ...other('data_processing_state', 'Limited data use: state', 'number'), consent: true },
  other('language', 'Language'),
  other('referrer_url', 'Referrer address'),
  other('customer_type', 'New or returning customer'),
  other('app_id', 'App ID'),
  other('app_name', 'App name'),
  other('app_version', 'App version'),
  { ...other('app_tracking_enabled', 'App tracking allowed', 'boolean'), consent: true },
  { ...other('app_ad_tracking_enabled', 'Advertiser tracking allowed', 'boolean'), consent: true },
  other('app_device_brand', 'Device brand'),
  other('app_device_model', 'Device model'),
  other('app_device_type', 'Device type'),
  other('app_device_carrier', 'Device carrier'),
  other('app_os_version', 'OS version'),
  other('app_extinfo', 'App extended info', 'list'),
  other('app_install_referrer', 'App install referrer'),
  other('app_installer_package', 'App installer package'),
  other('app_install_time', 'App install time', 'time'),
  other('app_campaign_ids', 'App campaign IDs'),
  other('app_url_schemes', 'App address schemes', 'list'),
  other('app_vendor_id', 'App vendor ID'),
  other('app_windows_attribution_id', 'Windows attribution ID'),
  other('app_package_name', 'App package name'),
  other('app_store', 'App store'),
  other('app_user_agent', 'App user agent'),
  other('app_window_height', 'Window height', 'number'),
  other('app_window_width', 'Window width', 'number'),
  other('device_battery_level', 'Device battery level', 'number'),
  other('device_cpu_cores', 'Device processor cores', 'number'),
  other('device_external_storage_free', 'Device external storage free (GB)', 'number'),
  other('device_external_storage', 'Device external storage (GB)', 'number'),
  other('device_form_factor', 'Device form'),
  other('device_kernel_version', 'Device kernel version'),
  other('device_languages', 'Device languages', 'list'),
  other('device_locale', 'Device locale'),
  other('device_network_type', 'Device network'),
  other('device_os_family', 'Device system family'),
  other('device_os_name', 'Device system name'),
  other('device_os_release_name', 'Device system release'),
  other('device_screen_density', 'Device screen density', 'number'),
  other('device_screen_height', 'Device screen height', 'number'),
  other('device_screen_width', 'Device screen width', 'number'),
  other('device_storage_free', 'Device storage free (GB)', 'number'),
  other('device_storage', 'Device storage (GB)', 'number'),
  other('device_timezone', 'Device time zone'),
  other('device_timezone_abbr', 'Device time zone, short'),
  other('messaging_channel', 'Messaging channel', 'text', 'whatsapp, messenger or instagram.'),
  other('partner_name', 'Partner name'),
  other('wifi', 'On Wi-Fi', 'boolean'),
  ...tradeConcepts,
]
export const concept: ReadonlyMap<string, Concept> = new Map(concepts.map(c => [c.id, c]))
const MONEY = new Set(['value', 'predicted_ltv'])
/** Amounts of the event's currency. */
export const isMoney = (id: string): boolean => MONEY.has(id)

/** Standard event names as a mapping writes them; every destination spells them its own way. */
export const eventNames = [
  'Purchase',
  'Lead',
  'CompleteRegistration',
  'AddToCart',
  'AddToWishlist',
  'AddPaymentInfo',
  'InitiateCheckout',
  'ViewContent',
  'ViewCategory',
  'PageView',
  'Search',
  'Subscribe',
  'StartTrial',
  'SubmitApplication',
  'Contact',
  'CustomizeProduct',
  'Donate',
  'FindLocation',
  'Schedule',
  'AppInstall',
  'AppOpen',
  'WatchVideo',
] as const

/** Where an event happened. `aliases`: other spellings understood on input. */
export const actionSources: readonly { id: string; title: string; aliases: readonly string[] }[] = [
  { id: 'website', title: 'Website', aliases: ['web', 'online', 'site'] },
  { id: 'app', title: 'App', aliases: ['mobile_app', 'mobile'] },
  { id: 'app_android', title: 'Android app', aliases: ['android'] },
  { id: 'app_ios', title: 'iOS app', aliases: ['ios'] },
  { id: 'physical_store', title: 'Store', aliases: ['offline', 'store', 'in_store', 'pos'] },
  { id: 'email', title: 'Email', aliases: [] },
  { id: 'phone_call', title: 'Phone call', aliases: ['phone', 'call'] },
  { id: 'chat', title: 'Chat', aliases: [] },
  { id: 'system_generated', title: 'System (CRM)', aliases: ['crm', 'system'] },
  { id: 'business_messaging', title: 'Messaging', aliases: ['messaging'] },
  { id: 'other', title: 'Somewhere else', aliases: [] },
]
const sourceByText = new Map(actionSources.flatMap(({ id, aliases }) => [id, ...aliases].map(text => [text, id] as const)))
/** The concept's spelling of an action source, whatever platform's spelling came in; `undefined` when unknown. */
export const actionSource = (text: string): string | undefined =>
  sourceByText.get(text) ??
  sourceByText.get(
    text
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, '_'),
  )
