/** What tells Meta whose conversation an event belongs to. Only for events whose place is business_messaging. */
import type { Target } from '../../../runtime/dialect.ts'
import { idText } from '../../../runtime/normalise/text.ts'

const source = 'Meta, Conversions API for business messaging; copy of 12 September 2026, read 22 November 2026'
const id = (concept: string, title: string, help: string): Target => ({
  key: `user_data.${concept}`,
  concept,
  title,
  normalise: idText,
  personal: true,
  advanced: true,
  source,
  help,
})

export const messagingTargets: readonly Target[] = [
  id('page_id', 'Facebook page ID', 'Needed by Messenger events.'),
  id('page_scoped_user_id', 'Messenger user ID', 'Valid for one page only.'),
  id('ctwa_clid', 'WhatsApp click ID', 'As it arrived with the first message.'),
  id('ig_account_id', 'Instagram account ID', 'Needed by Instagram events.'),
  id('ig_sid', 'Instagram user ID', 'Valid for one account only.'),
  id('whatsapp_business_account_id', 'WhatsApp business account ID', 'Needed by WhatsApp events; not in Meta’s parameter page.'),
]
