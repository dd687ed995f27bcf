/** What shops, tags and platforms call the standard events: so that a name from elsewhere is noticed before it counts for nothing. */
import { eventNames } from './concepts.ts'
import { nearMiss } from './nearest.ts'

type Standard = (typeof eventNames)[number]

/** Letters only. A word stands here only where it means one thing: an "order" may be placed, paid or shipped, and is not here. */
const elsewhere: Partial<Record<Standard, string>> = {
  Purchase: 'checkout completepayment placeanorder ordercompleted completedorder orderplaced purchased fbmobilepurchase achat kauf compra',
  Lead: 'generatelead submitform formsubmitted leadgenerated formsubmit',
  CompleteRegistration: 'signup signedup registration registered register registrationcompleted fbmobilecompleteregistration inscription',
  AddToCart: 'productadded addedtocart addtobasket addtobag fbmobileaddtocart ajoutaupanier',
  AddToWishlist: 'productaddedtowishlist addedtowishlist addtofavorites fbmobileaddtowishlist',
  AddPaymentInfo: 'paymentinfoentered addedpaymentinfo addbilling fbmobileaddpaymentinfo',
  InitiateCheckout: 'begincheckout checkoutstarted startcheckout initiatedcheckout fbmobileinitiatedcheckout',
  ViewContent: 'viewitem productviewed viewproduct contentview fbmobilecontentview',
  ViewCategory: 'viewitemlist productlistviewed categoryviewed',
  PageView: 'pagevisit pageviewed visit',
  Search: 'viewsearchresults productssearched searched fbmobilesearch',
  Subscribe: 'subscription subscribed subscriptionstarted',
  StartTrial: 'trialstarted',
  SubmitApplication: 'applicationsubmitted',
  Donate: 'donation donated',
  AppInstall: 'mobileappinstall install firstopen applicationinstalled appinstalled',
  AppOpen: 'fbmobileactivateapp activateapp applicationopened appopened launchapp openapp',
  WatchVideo: 'videowatched videoviewed',
}

const letters = (name: string): string => name.toLowerCase().replace(/[\s_-]+/g, '')
const meanings: ReadonlyMap<string, Standard> = new Map(
  eventNames.flatMap(name => [letters(name), ...(elsewhere[name]?.split(' ') ?? [])].map(word => [word, name] as const)),
)

/** Two letters amiss in a short word make another word. */
const LONG = 8
const standard = new Set(eventNames.map(letters))
const long = [...meanings.keys()].filter(word => word.length >= LONG || standard.has(word))

/** The letters, and those of its words in the singular. */
const forms = (name: string): string[] => [
  letters(name),
  letters(
    name
      .trim()
      .split(/[\s_-]+/)
      .map(word => word.replace(/s$/i, ''))
      .join(' '),
  ),
  letters(name).replace(/s$/, ''),
]

/** The vocabulary's name for what is called `name` elsewhere, in the plural, or with a letter or two amiss; of those `offered`. */
export function meantBy(name: string, offered: (standard: string) => boolean): string | undefined {
  for (const form of forms(name)) {
    const known = meanings.get(form)
    if (known) return offered(known) ? known : undefined
  }
  const near = nearMiss(letters(name), long)
  const known = near === undefined ? undefined : meanings.get(near)
  return known && offered(known) ? known : undefined
}
