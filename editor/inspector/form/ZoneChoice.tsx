import { useMemo } from 'react'
import { say } from '../../words/words.ts'
import { Choice } from './Choice.tsx'

interface ZoneChoiceProps {
  label: string
  value: string | null
  onChange(value: string | null): void
  readOnly?: boolean
}

/** Time zones with the person's own first; "berlin" finds Europe/Berlin. */
export function ZoneChoice({ label, value, onChange, readOnly }: ZoneChoiceProps) {
  const options = useMemo(zones, [])
  return (
    <Choice
      label={label}
      options={options}
      value={value}
      onChange={onChange}
      placeholder={say('Choose a time zone')}
      readOnly={readOnly ?? false}
    />
  )
}

/** The time zone of the person's own computer. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'

function zones() {
  const names = [...new Set([ownZone(), 'UTC', ...Intl.supportedValuesOf('timeZone')])]
  return names.map(id => ({
    id,
    title: id.replaceAll('_', ' '),
    section: id === ownZone() || id === 'UTC' ? say('Near at hand') : say('All time zones'),
  }))
}
