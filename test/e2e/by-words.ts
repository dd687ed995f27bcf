/** A radio or a switch is pressed on its words, as people do: the control itself is drawn by them and is nowhere to be hit. */
import type { Locator } from 'playwright-core'

export const byWords = (control: Locator): Locator => control.locator('xpath=ancestor::label[1]')
