/** What was bought, looked at or looked for. */
import { type Context, type Target, Unusable, type Wire } from '../../../runtime/dialect.ts'
import { contents } from '../../../runtime/normalise/items.ts'
import { amount, currency } from '../../../runtime/normalise/money.ts'
import { integer, list } from '../../../runtime/normalise/scalar.ts'
import { text } from '../../../runtime/normalise/text.ts'
import { oneOf } from './spellings.ts'

const source = 'Meta, Custom data parameters; copy of 12 September 2026, read 22 November 2026'
const field = (key: string, concept: string, title: string, normalise: Target['normalise'], more: Partial<Target> = {}): Target => ({
  key: `custom_data.${key}`,
  concept,
  title,
  normalise,
  source,
  ...more,
})
const HOW_DELIVERED = ['in_store', 'curbside', 'home_delivery']
const delivery = oneOf(...HOW_DELIVERED)
const anyItems = contents({
  price: 'number',
  keys: {
    id: 'id',
    quantity: 'quantity',
    price: 'item_price',
    name: 'title',
    category: 'category',
    brand: 'brand',
    delivery: 'delivery_category',
  },
})
/** Items as everywhere; a way of delivery that Meta does not list is left out of its item. */
const items: Target['normalise'] = {
  ...anyItems,
  apply(value, context) {
    const list = anyItems.apply(value, context)
    return Array.isArray(list) ? list.map(item => delivered(item, context)) : list
  },
}
function delivered(item: Wire, context: Context): Wire {
  if (typeof item !== 'object' || Array.isArray(item) || !('delivery_category' in item)) return item
  const { delivery_category: said, ...rest } = item
  const known = delivery.apply(said as string, context)
  return known instanceof Unusable ? rest : { ...rest, delivery_category: known }
}
const rare = { advanced: true }

const SEGMENTS = ['business', 'business_line', 'product_area', 'medium'].flatMap(of => [
  `new_customer_to_${of}`,
  `existing_customer_to_${of}`,
])

export const customTargets: readonly Target[] = [
  field('value', 'value', 'Value', amount, { help: 'Needed by Purchase; zero is allowed. Sent as a number.' }),
  field('currency', 'currency', 'Currency', currency, { help: 'ISO 4217. Needed wherever there is a value.' }),
  field('content_ids', 'content_ids', 'Item IDs', list, { many: true, help: 'As in your catalogue.' }),
  field('contents', 'contents', 'Items', items, { many: true, help: 'Each with id, and quantity and item_price where known.' }),
  field('content_type', 'content_type', 'Item type', oneOf('product', 'product_group'), {
    help: 'product or product_group, as the IDs are.',
  }),
  field('content_name', 'content_name', 'Item name', text),
  field('content_category', 'content_category', 'Item category', text),
  field('num_items', 'num_items', 'Number of items', integer),
  field('order_id', 'order_id', 'Order ID', text, { help: 'Lets Meta drop copies of sales in a store.' }),
  field('item_number', 'item_number', 'Item number', text, { ...rare, help: 'Tells sales in a store of one order apart.' }),
  field('search_string', 'search_string', 'Search text', text),
  field('predicted_ltv', 'predicted_ltv', 'Predicted lifetime value', amount),
  field('net_revenue', 'net_revenue', 'Net revenue', amount, rare),
  field('status', 'status', 'Registration status', text, { ...rare, help: 'For CompleteRegistration.' }),
  field('delivery_category', 'delivery_category', 'Delivery', delivery, {
    ...rare,
    help: 'in_store, curbside or home_delivery.',
  }),
  field('store_data.store_page_id', 'store_page_id', 'Store page ID', text, rare),
  field('store_data.brand_page_id', 'brand_page_id', 'Brand page ID', text, rare),
  field('store_data.store_code', 'store_code', 'Store code', text, rare),
  field('event_source', 'crm_event_source', 'CRM marker', text, { ...rare, help: '“crm” for leads that come from a CRM.' }),
  field('lead_event_source', 'lead_event_source', 'CRM name', text, { ...rare, help: 'Such as Salesforce or HubSpot.' }),
  field('customer_segmentation', 'customer_segmentation', 'Customer segment', oneOf(...SEGMENTS, 'customer_in_loyalty_program'), {
    ...rare,
    help: 'Such as new_customer_to_business. Sent inside custom_data, as in Meta’s sample.',
  }),
]
