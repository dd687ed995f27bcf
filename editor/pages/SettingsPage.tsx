import { useQuery } from '@tanstack/react-query'
import { api } from '../api.ts'
import { type Appearance, setAppearance, useAppearance } from '../styles/appearance.ts'
import { RadioGroup } from '../ui/RadioGroup.tsx'
import { Switch } from '../ui/Switch.tsx'
import { type Choice, choose, chosen, say } from '../words/words.ts'
import { AlertsSection } from './AlertsSection.tsx'
import { Page, Section } from './Page.tsx'
import { RecordSection } from './RecordSection.tsx'
import style from './SettingsPage.module.css'

/** Who is told when something is amiss, how Tributary looks and listens on this device, who changed what, and what it is. */
export function SettingsPage() {
  const { theme, density, motion, letters } = useAppearance()
  return (
    <Page title={say('Settings')}>
      <AlertsSection />
      <Section title={say('Appearance')}>
        <div className={style.choices}>
          <RadioGroup
            label={say('Theme')}
            value={theme}
            onChange={to => setAppearance({ theme: to as Appearance['theme'] })}
            options={[
              { id: 'system', text: say('As the device') },
              { id: 'light', text: say('Light') },
              { id: 'dark', text: say('Dark') },
            ]}
          />
          <RadioGroup
            label={say('Density')}
            value={density}
            onChange={to => setAppearance({ density: to as Appearance['density'] })}
            options={[
              { id: 'comfortable', text: say('Comfortable') },
              { id: 'compact', text: say('Compact'), help: say('Smaller controls; step cards without their sentence') },
            ]}
          />
          <RadioGroup
            label={say('Motion')}
            value={motion}
            onChange={to => setAppearance({ motion: to as Appearance['motion'] })}
            options={[
              { id: 'system', text: say('As the device') },
              { id: 'off', text: say('Off'), help: say('Nothing moves by itself') },
            ]}
          />
        </div>
        <p className={style.note}>{say('Kept on this device.')}</p>
      </Section>
      <Section title={say('Language')}>
        {/* Each language calls itself by its own name, whatever the page speaks. */}
        <RadioGroup
          label={say('Language')}
          value={chosen()}
          onChange={to => choose(to as Choice)}
          options={[
            { id: 'system', text: say('As the device') },
            { id: 'en', text: 'English' },
            { id: 'fr', text: 'Français', help: say('What databases and platforms write themselves stays as they wrote it') },
          ]}
        />
        <p className={style.note}>{say('The page opens again in the language you choose. Dates and numbers follow it.')}</p>
      </Section>
      <Section title={say('Keyboard')}>
        <Switch isSelected={letters} onChange={on => setAppearance({ letters: on })}>
          {say('Single-letter shortcuts')}
        </Switch>
        <p className={style.note}>
          {say(
            'Inside the canvas and the flow list: A adds a step, C connects, L switches between canvas and list. Keys with Ctrl or Cmd always work. Press ? in a flow to see them all.',
          )}
        </p>
      </Section>
      <RecordSection />
      <Section title={say('About')}>
        <About />
      </Section>
    </Page>
  )
}

function About() {
  const { data } = useQuery({
    queryKey: ['about'],
    queryFn: () => api<{ info?: { version?: string } }>('/api/openapi.json', { asItIs: true }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  const version = data?.info?.version
  return (
    <div className={style.about}>
      <p>{version ? say('Tributary {version}', { version }) : say('Tributary')}</p>
      <p className={style.promise}>
        {say(
          "Every row your flow selects is taken by the platform or listed with a reason. An event keeps one id for life. It is sent again only when an earlier attempt's outcome is unknown, and each such case is counted and shown.",
        )}
      </p>
      <p>
        {say(
          'Free software under the Apache License 2.0. The typefaces Hanken Grotesk, Bricolage Grotesque and JetBrains Mono are under the SIL Open Font License.',
        )}
      </p>
      <a href="/api/docs">{say('Documentation of the API')}</a>
    </div>
  )
}
