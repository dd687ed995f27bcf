/** How a text file was read, in sentences, so that a wrong guess is seen before anything is sent. */
import type { Shape } from '../../../runtime/contract.ts'
import { titles } from './encoding.ts'
import { COMMA, COMMA_GUESSED } from './guess.ts'
import type { CsvForm } from './opening.ts'
import type { FileSettings } from './settings.ts'

export const leftOutSaid = (names: readonly string[]): string[] =>
  names.length === 0
    ? []
    : [`Not read, of the archive: ${names.slice(0, SHOWN).join(', ')}${names.length > SHOWN ? ` and ${names.length - SHOWN} more` : ''}.`]

const names: Readonly<Record<string, string>> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' }
const SHOWN = 5

export function understood(
  { delimiter, encoding }: Pick<CsvForm, 'delimiter' | 'encoding'>,
  settings: FileSettings,
  shape: Shape,
): string[] {
  const how = (chosen: unknown) => (chosen === undefined ? 'found in the file' : 'as chosen')
  const said = [
    `Columns are parted by ${names[delimiter] ?? `"${delimiter}"`} (${how(settings.delimiter)}).`,
    `Letters are ${titles[encoding ?? 'utf-8']} (${how(settings.encoding)}).`,
  ]
  const commas = shape.filter(({ native }) => native === COMMA || native === COMMA_GUESSED).map(({ key }) => key.slice(0, 100))
  if (commas.length > 0) {
    const more = commas.length > SHOWN ? ` and ${commas.length - SHOWN} more` : ''
    said.push(`12,50 is a number in ${commas.slice(0, SHOWN).join(', ')}${more} (${how(settings.decimal)}).`)
  }
  return said
}
