/** Who an event is about: what Meta refuses as too little to find a person by, and which sets of concepts are enough. */

/** An event whose matching keys all lie inside one of these is refused, and its whole request with it. */
export const tooThin: readonly (readonly string[])[] = [
  ['ct', 'country', 'st', 'zp', 'ge', 'client_user_agent'],
  ['db', 'client_user_agent'],
  ['fn', 'ge'],
  ['ln', 'ge'],
]

/** The sets as bits, and those that a key lies in: keys are too thin together while one set holds them all. */
export const ALL_SETS = 2 ** tooThin.length - 1
const bitsOf = new Map<string, number>()
for (const [i, set] of tooThin.entries()) for (const key of set) bitsOf.set(key, (bitsOf.get(key) ?? 0) | (1 << i))
export const setsWith = (key: string): number => bitsOf.get(key) ?? 0

/** They say whose page or account was written to, never by whom. */
export const ofBusiness: readonly string[] = ['page_id', 'ig_account_id', 'whatsapp_business_account_id']
for (const key of ofBusiness) bitsOf.set(key, ALL_SETS)

/** Whether these keys of `user_data` are too few or too broad. */
export const isThin = (keys: readonly string[]): boolean => tooThin.some(set => keys.every(key => set.includes(key)))

const enoughAlone = [
  'email',
  'phone',
  'external_id',
  'client_ip',
  'fbc',
  'fbp',
  'lead_id',
  'mobile_ad_id',
  'subscription_id',
  'fb_login_id',
  'anon_id',
  'page_scoped_user_id',
  'ctwa_clid',
  'ig_sid',
]
const broad: readonly (readonly [key: string, concept: string])[] = [
  ['fn', 'first_name'],
  ['ln', 'last_name'],
  ['db', 'birth_date'],
  ['zp', 'postal_code'],
  ['ct', 'city'],
  ['st', 'state'],
  ['country', 'country'],
  ['ge', 'gender'],
  ['client_user_agent', 'client_user_agent'],
]

/** Concepts of which one complete set is enough; of the broad ones, every pair that no refused set holds. */
export const identity: readonly (readonly string[])[] = [
  ...enoughAlone.map(concept => [concept]),
  ['fbclid', 'click_time'],
  ...broad.flatMap(([key, concept], i) =>
    broad.slice(i + 1).flatMap(([otherKey, other]) => (isThin([key, otherKey]) ? [] : [[concept, other]])),
  ),
]
