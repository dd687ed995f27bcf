/** Names that Meta takes without a word, and perhaps for something else than was meant. */
import { expect, it } from 'vitest'
import { eventNames } from '../../../runtime/concepts.ts'
import meta from './index.ts'

const remark = (name: string) => meta.dialect!.remark!(name, 'website')

it.each([
  ['Purchas', 'Purchase'],
  ['Purchase1', 'Purchase'],
  ['AddTCart', 'AddToCart'],
  ['LeadSubmited', 'LeadSubmitted'],
  ['ViewContents', 'ViewContent'],
  ['Leads', 'Lead'],
])('%s was probably meant to be %s', (name, meant) => expect(remark(name)).toMatchObject({ code: 'meta.near_name', meant }))

it.each(['Purchase', 'purchase', 'ADD_TO_CART', 'lead submitted', 'fb_mobile_purchase', 'Store card signed', 'Großer Einkauf', ''])(
  'nothing is said of “%s”',
  name => expect(remark(name)).toBeUndefined(),
)
it.each(['50% off!', 'a/b', 'Sale 🎉'])('“%s” has characters that may not be taken', name =>
  expect(remark(name)?.code).toBe('meta.odd_name'),
)
it('says nothing of any name in the vocabulary', () => {
  // Only what Meta has no event for is a name of one's own there, and none of them is a near miss of another.
  for (const name of eventNames) expect(remark(name)).toBeUndefined()
})
