import { useMemo } from 'react'
import { language, say } from '../../words/words.ts'
import { Field } from '../Field.tsx'
import { Choice } from '../form/Choice.tsx'
import type { ControlProps } from '../step-context.ts'

/** A country by its name; what is stored is its two-letter code. */
export function Control({ property, value, set, problems, readOnly }: ControlProps) {
  const options = useMemo(countries, [])
  return (
    <Field help={property.help} problems={problems}>
      <Choice
        label={property.title}
        options={options}
        value={typeof value === 'string' ? value.toUpperCase() : null}
        onChange={next => set(next ?? undefined)}
        placeholder={say('No default country')}
        readOnly={readOnly}
      />
    </Field>
  )
}

/** Every two-letter code that the browser has a country's name for. */
function countries() {
  const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const codes = letters.flatMap(a => letters.map(b => a + b)).filter(code => !notCountries.has(code))
  return codes
    .flatMap(code => {
      const title = names.of(code)
      return title && title !== code ? [{ id: code, title, detail: code }] : []
    })
    .sort((a, b) => a.title.localeCompare(b.title, language))
}
const notCountries = new Set([
  'EU',
  'EZ',
  'UN',
  'QO',
  'XA',
  'XB',
  'ZZ',
  'AN',
  'BU',
  'CS',
  'DD',
  'FX',
  'NT',
  'QU',
  'SU',
  'TP',
  'UK',
  'YD',
  'YU',
  'ZR',
  'AC',
  'CP',
  'DG',
  'EA',
  'IC',
  'TA',
  'CQ',
  'DY',
  'HV',
  'NH',
  'RH',
  'VD',
])
