/** What Pinterest takes about an app. The flat keys carry what they can; app_info carries the rest, so nothing is said twice. */
import type { Target } from '../../../runtime/dialect.ts'
import { textUpTo } from '../../../runtime/normalise/text.ts'
import { epochSeconds } from '../../../runtime/normalise/time.ts'
import { upTo } from './spellings.ts'

const source = 'Pinterest API description 5.23.0 of 11 December 2025, read 22 November 2026'
const field = (key: string, concept: string, title: string, normalise: Target['normalise']): Target => ({
  key,
  concept,
  title,
  normalise,
  advanced: true,
  source,
})
const SCREEN_MOST = 30_720

export const appTargets: readonly Target[] = [
  field('app_id', 'app_id', 'App ID', textUpTo(200)),
  field('app_name', 'app_name', 'App name', textUpTo(200)),
  field('app_version', 'app_version', 'App version', textUpTo(100)),
  field('device_brand', 'app_device_brand', 'Device brand', textUpTo(100)),
  field('device_carrier', 'app_device_carrier', 'Device carrier', textUpTo(100)),
  field('device_model', 'app_device_model', 'Device model', textUpTo(100)),
  field('device_type', 'app_device_type', 'Device type', textUpTo(100)),
  field('os_version', 'app_os_version', 'OS version', textUpTo(100)),
  field('app_info.app_package_name', 'app_package_name', 'App package name', textUpTo(200)),
  field('app_info.app_store', 'app_store', 'App store', textUpTo(100)),
  field('app_info.install_time', 'app_install_time', 'App install time', epochSeconds),
  { ...field('app_info.user_agent', 'app_user_agent', 'App user agent', textUpTo(16_384)), personal: true },
  field('app_info.window_height', 'app_window_height', 'Window height', upTo(SCREEN_MOST)),
  field('app_info.window_width', 'app_window_width', 'Window width', upTo(SCREEN_MOST)),
]
