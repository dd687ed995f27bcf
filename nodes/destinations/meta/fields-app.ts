/** What Meta wants to know of an app and its device. Only for events whose place is an app. */
import type { Target } from '../../../runtime/dialect.ts'
import { list } from '../../../runtime/normalise/scalar.ts'
import { text } from '../../../runtime/normalise/text.ts'
import { appFacts, oneOrZero } from './spellings.ts'

const source = 'Meta, App data parameters; copy of 12 September 2026, read 22 November 2026'
const field = (key: string, concept: string, title: string, normalise: Target['normalise'], help?: string): Target => ({
  key: `app_data.${key}`,
  concept,
  title,
  normalise,
  advanced: true,
  source,
  ...(help && { help }),
})

export const appTargets: readonly Target[] = [
  field('advertiser_tracking_enabled', 'app_ad_tracking_enabled', 'Advertiser tracking allowed', oneOrZero, 'Needed by app events.'),
  field('application_tracking_enabled', 'app_tracking_enabled', 'App tracking allowed', oneOrZero),
  field(
    'extinfo',
    'app_extinfo',
    'App extended info',
    appFacts,
    'Sixteen texts. Made from OS version, app version and the like when left empty.',
  ),
  field('campaign_ids', 'app_campaign_ids', 'App campaign IDs', text),
  field('install_referrer', 'app_install_referrer', 'App install referrer', text),
  field('installer_package', 'app_installer_package', 'App installer package', text),
  { ...field('url_schemes', 'app_url_schemes', 'App address schemes', list), many: true },
  field('vendor_id', 'app_vendor_id', 'App vendor ID', text),
  field('windows_attribution_id', 'app_windows_attribution_id', 'Windows attribution ID', text),
]
