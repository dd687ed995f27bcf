/** A radio or a switch is pressed on its words, as people do; `states` and `choices` press it where it is drawn. */
import type { Locator } from 'playwright-core'

export const byWords = (control: Locator): Locator => control.locator('xpath=ancestor::label[1]')
