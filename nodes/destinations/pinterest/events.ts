/** Names of events and places in Pinterest's spelling, whatever spelling a mapping gave. */
import { actionSource } from '../../../runtime/concepts.ts'
import { type NameRemark, type Normaliser, Unusable } from '../../../runtime/dialect.ts'
import { meantBy } from '../../../runtime/event-names.ts'
import { nearMiss } from '../../../runtime/nearest.ts'
import { textUpTo } from '../../../runtime/normalise/text.ts'
import { remembered } from '../../../runtime/remembered.ts'

/** The vocabulary's names that Pinterest has a standard event for. The others travel as names of the advertiser's own. */
export const events: Readonly<Record<string, string>> = {
  Purchase: 'checkout',
  Lead: 'lead',
  CompleteRegistration: 'signup',
  AddToCart: 'add_to_cart',
  AddToWishlist: 'add_to_wishlist',
  AddPaymentInfo: 'add_payment_info',
  InitiateCheckout: 'initiate_checkout',
  ViewContent: 'view_content',
  ViewCategory: 'view_category',
  PageView: 'page_visit',
  Search: 'search',
  Subscribe: 'subscribe',
  StartTrial: 'start_trial',
  SubmitApplication: 'submit_application',
  Contact: 'contact',
  CustomizeProduct: 'customize_product',
  FindLocation: 'find_location',
  Schedule: 'schedule',
  AppInstall: 'app_install',
  AppOpen: 'app_open',
  WatchVideo: 'watch_video',
}

const letters = (name: string): string => name.toLowerCase().replace(/[\s_-]+/g, '')
const spellings = new Map([
  ...Object.entries(events).map(([name, spelling]) => [letters(name), spelling] as const),
  ...[...Object.values(events), 'custom'].map(name => [letters(name), name] as const),
])
const anyName = textUpTo(255)

/** Pinterest's spelling of a name; a name that is nobody's stays as it is, since its spelling must match Ads Manager's. */
export const spelled = (name: string): string => spellings.get(letters(name)) ?? name

const standard = [...Object.keys(events), ...Object.values(events)]
/** Pinterest processes any name; one that nobody defined in Ads Manager is labelled "Unknown" and counts for nothing. */
export function remark(name: string): NameRemark | undefined {
  const text = name.trim()
  if (text === '' || spellings.has(letters(text))) return undefined
  const meant = nearMiss(text, standard) ?? meantBy(text, name => events[name] !== undefined)
  const label = `“${text}” is none of Pinterest’s events: it counts only where it is defined in Ads Manager in the same spelling.`
  return { code: 'pin.own_name', message: meant ? `${label} Did you mean ${meant}?` : label, ...(meant && { meant }) }
}

const near = remembered(name => remark(name)?.meant !== undefined)
/** Whether Pinterest would call this event "Unknown" where one of its own was probably meant; asked of every event. */
export const isNear = (name: string): boolean => near(name, '')

export const eventName: Normaliser = {
  id: 'pinterest_event_name',
  says: 'Pinterest’s own name, or one defined in Ads Manager',
  apply(value, context) {
    const name = anyName.apply(value, context)
    return name instanceof Unusable ? name : spelled(String(name))
  },
}

const SOURCE_UNKNOWN = new Unusable('pin.action_source')
/** Where Pinterest says an event happened: on the web, in an Android or iOS app, else offline. */
export function placed(place: string): string | undefined {
  const known = actionSource(place)
  if (known === 'website') return 'web'
  return known === undefined || known === 'app_android' || known === 'app_ios' ? known : 'offline'
}

export const place: Normaliser = {
  id: 'pinterest_action_source',
  says: 'web, app_android, app_ios, else offline',
  apply: value => (typeof value === 'string' ? (placed(value) ?? SOURCE_UNKNOWN) : SOURCE_UNKNOWN),
}
