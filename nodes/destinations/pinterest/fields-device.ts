/** What Pinterest takes about the device beside its flat keys. A closed object with a limit on every member. */
import type { Target } from '../../../runtime/dialect.ts'
import { Unusable } from '../../../runtime/dialect.ts'
import { list } from '../../../runtime/normalise/scalar.ts'
import { textUpTo } from '../../../runtime/normalise/text.ts'
import { oneOf, upTo } from './spellings.ts'

const source = 'Pinterest API description 5.23.0 of 11 December 2025, read 22 November 2026'
const field = (key: string, concept: string, title: string, normalise: Target['normalise']): Target => ({
  key: `device_info.${key}`,
  concept: `device_${concept}`,
  title: `Device ${title}`,
  normalise,
  advanced: true,
  source,
})
const LANGUAGES_MOST = 100
const languages: Target['normalise'] = {
  ...list,
  id: 'languages',
  apply(value, context) {
    const texts = list.apply(value, context)
    return texts instanceof Unusable || !Array.isArray(texts) ? texts : texts.slice(0, LANGUAGES_MOST)
  },
}
const STORAGE_MOST = 1_048_576
const SCREEN_MOST = 30_720

export const deviceTargets: readonly Target[] = [
  field('battery_level', 'battery_level', 'battery level', upTo(100)),
  field('cpu_cores', 'cpu_cores', 'processor cores', upTo(1152)),
  field('external_storage_free_space', 'external_storage_free', 'external storage free (GB)', upTo(STORAGE_MOST)),
  field('external_storage_size', 'external_storage', 'external storage (GB)', upTo(STORAGE_MOST)),
  field(
    'form_factor',
    'form_factor',
    'form',
    oneOf('desktop', 'laptop', 'cellphone', 'tablet', 'smartwatch', 'tv', 'vr', 'console', 'other'),
  ),
  field('kernel_version', 'kernel_version', 'kernel version', textUpTo(100)),
  field('languages', 'languages', 'languages', languages),
  field('locale', 'locale', 'locale', textUpTo(35)),
  field(
    'network_type',
    'network_type',
    'network',
    oneOf('wifi', 'cellular_2g', 'cellular_3g', 'cellular_4g', 'cellular_5g', 'cellular_6g', 'ethernet', 'unknown'),
  ),
  field('os_family', 'os_family', 'system family', oneOf('ios', 'android', 'macos', 'windows', 'linux', 'bsd', 'other')),
  field('os_name', 'os_name', 'system name', textUpTo(100)),
  field('os_release_name', 'os_release_name', 'system release', textUpTo(100)),
  field('screen_density', 'screen_density', 'screen density', upTo(100_000)),
  field('screen_height', 'screen_height', 'screen height', upTo(SCREEN_MOST)),
  field('screen_width', 'screen_width', 'screen width', upTo(SCREEN_MOST)),
  field('storage_free_space', 'storage_free', 'storage free (GB)', upTo(STORAGE_MOST)),
  field('storage_size', 'storage', 'storage (GB)', upTo(STORAGE_MOST)),
  field('timezone', 'timezone', 'time zone', textUpTo(40)),
  field('timezone_abbr', 'timezone_abbr', 'time zone, short', textUpTo(5)),
]
