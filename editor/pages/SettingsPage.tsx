import { useQuery } from '@tanstack/react-query'
import { api } from '../api.ts'
import { type Appearance, setAppearance, useAppearance } from '../styles/appearance.ts'
import { RadioGroup } from '../ui/RadioGroup.tsx'
import { Switch } from '../ui/Switch.tsx'
import { AlertsSection } from './AlertsSection.tsx'
import { Page, Section } from './Page.tsx'
import style from './SettingsPage.module.css'

/** Who is told when something is amiss, how Tributary looks and listens on this device, and what it is. */
export function SettingsPage() {
  const { theme, density, motion, letters } = useAppearance()
  return (
    <Page title="Settings">
      <AlertsSection />
      <Section title="Appearance">
        <div className={style.choices}>
          <RadioGroup
            label="Theme"
            value={theme}
            onChange={to => setAppearance({ theme: to as Appearance['theme'] })}
            options={[
              { id: 'system', text: 'As the device' },
              { id: 'light', text: 'Light' },
              { id: 'dark', text: 'Dark' },
            ]}
          />
          <RadioGroup
            label="Density"
            value={density}
            onChange={to => setAppearance({ density: to as Appearance['density'] })}
            options={[
              { id: 'comfortable', text: 'Comfortable' },
              { id: 'compact', text: 'Compact', help: 'Smaller controls; step cards without their sentence' },
            ]}
          />
          <RadioGroup
            label="Motion"
            value={motion}
            onChange={to => setAppearance({ motion: to as Appearance['motion'] })}
            options={[
              { id: 'system', text: 'As the device' },
              { id: 'off', text: 'Off', help: 'Nothing moves by itself' },
            ]}
          />
        </div>
        <p className={style.note}>Kept on this device.</p>
      </Section>
      <Section title="Keyboard">
        <Switch isSelected={letters} onChange={on => setAppearance({ letters: on })}>
          Single-letter shortcuts
        </Switch>
        <p className={style.note}>
          Inside the canvas and the flow list: A adds a step, C connects, L switches between canvas and list. Keys with Ctrl or Cmd always
          work. Press ? in a flow to see them all.
        </p>
      </Section>
      <Section title="About">
        <About />
      </Section>
    </Page>
  )
}

function About() {
  const { data } = useQuery({
    queryKey: ['about'],
    queryFn: () => api<{ info?: { version?: string } }>('/api/openapi.json'),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  const version = data?.info?.version
  return (
    <div className={style.about}>
      <p>{version ? `Tributary ${version}` : 'Tributary'}</p>
      <p className={style.promise}>
        Every row your flow selects is taken by the platform or listed with a reason. An event keeps one id for life. It is sent again only
        when an earlier attempt's outcome is unknown, and each such case is counted and shown.
      </p>
      <p>
        Free software under the Apache License 2.0. The typefaces Hanken Grotesk, Bricolage Grotesque and JetBrains Mono are under the SIL
        Open Font License.
      </p>
      <p>
        <a href="/api/docs">Documentation of the API</a>
      </p>
    </div>
  )
}
