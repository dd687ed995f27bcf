/** What was bought, looked at or looked for. A closed object: one unknown key and the request is refused. */
import type { Target } from '../../../runtime/dialect.ts'
import { contents } from '../../../runtime/normalise/items.ts'
import { amountText, currency } from '../../../runtime/normalise/money.ts'
import { integer, list } from '../../../runtime/normalise/scalar.ts'
import { text } from '../../../runtime/normalise/text.ts'
import { limitedProcessing } from './spellings.ts'

const source = 'Pinterest API description 5.23.0 of 11 December 2025, read 22 November 2026'
const guide = 'Pinterest, Use the limited data processing flag; read 22 November 2026'
const field = (key: string, concept: string, title: string, normalise: Target['normalise'], more: Partial<Target> = {}): Target => ({
  key: `custom_data.${key}`,
  concept,
  title,
  normalise,
  source,
  ...more,
})
const items = contents({
  price: 'text',
  keys: { id: 'id', quantity: 'quantity', price: 'item_price', name: 'item_name', category: 'item_category', brand: 'item_brand' },
})

export const customTargets: readonly Target[] = [
  field('value', 'value', 'Value', amountText, { help: 'Of the whole event, before tax and shipping. Sent as text, as Pinterest asks.' }),
  field('currency', 'currency', 'Currency', currency, { help: 'ISO 4217; without it Pinterest takes the account’s.' }),
  field('content_ids', 'content_ids', 'Item IDs', list, { many: true }),
  field('contents', 'contents', 'Items', items, { many: true, help: 'Each with id, and quantity and item_price where known.' }),
  field('num_items', 'num_items', 'Number of items', integer),
  field('order_id', 'order_id', 'Order ID', text, { help: 'Helps Pinterest to drop copies.' }),
  field('search_string', 'search_string', 'Search text', text),
  field('content_name', 'content_name', 'Item name', text),
  field('content_category', 'content_category', 'Item category', text),
  field('content_brand', 'content_brand', 'Item brand', text),
  field('predicted_ltv', 'predicted_ltv', 'Predicted lifetime value', amountText),
  field('opt_out_type', 'data_processing', 'Limited data use', limitedProcessing, {
    advanced: true,
    source: guide,
    help: 'LDP where a state’s privacy law asks for it. Acts together with State and Country.',
  }),
]
