/** What never travels by itself, but is made into a field that does: see `derive`. */
import type { Target } from '../../../runtime/dialect.ts'
import { text } from '../../../runtime/normalise/text.ts'
import { epochSeconds } from '../../../runtime/normalise/time.ts'

const source = 'Meta, fbp and fbc parameters, and App data parameters; copies of 12 September 2026, read 22 November 2026'
const part = (concept: string, title: string, help: string, more: Partial<Target> = {}): Target => ({
  key: `made_from.${concept}`,
  concept,
  title,
  normalise: text,
  advanced: true,
  source,
  help,
  ...more,
})
const fact = (concept: string, title: string): Target =>
  part(concept, title, 'Becomes part of App extended info on app_android and app_ios events.')

export const ingredients: readonly Target[] = [
  part('fbclid', 'Link click ID (fbclid)', 'From the address the person arrived at. Becomes the click ID, together with the click time.', {
    personal: true,
  }),
  part('click_time', 'Click time', 'When the person arrived with that link. Without it no click ID is made.', {
    normalise: epochSeconds,
    personal: true,
  }),
  fact('app_package_name', 'App package name'),
  fact('app_version', 'App version'),
  fact('app_os_version', 'OS version'),
  fact('app_device_model', 'Device model'),
  fact('app_device_carrier', 'Device carrier'),
  fact('device_locale', 'Device locale'),
  fact('device_timezone', 'Device time zone'),
  fact('device_timezone_abbr', 'Device time zone, short'),
  fact('device_screen_width', 'Screen width'),
  fact('device_screen_height', 'Screen height'),
  fact('device_screen_density', 'Screen density'),
  fact('device_cpu_cores', 'Processor cores'),
  fact('device_external_storage', 'External storage (GB)'),
  fact('device_external_storage_free', 'External storage free (GB)'),
]
