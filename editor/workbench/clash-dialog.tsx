import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { RadioGroup } from '../ui/RadioGroup.tsx'
import type { Question } from './use-saver.ts'

/** Two people changed the same setting: one choice each, `alertdialog` Two edits to the same thing. */
export function ClashDialog({ question: { clashes, answer } }: { question: Question }) {
  const [choices, setChoices] = useState<ReadonlyMap<string, 'mine' | 'theirs'>>(new Map())
  const all = (side: 'mine' | 'theirs') => answer(new Map(clashes.map(c => [c.path, side])))
  return (
    <Dialog
      isOpen
      role="alertdialog"
      title="Two edits to the same thing"
      onClose={() => {}}
      isDismissable={false}
      actions={
        <>
          <Button onPress={() => all('mine')}>Use all mine</Button>
          <Button onPress={() => all('theirs')}>Use all theirs</Button>
          <Button variant="primary" onPress={() => answer(new Map(clashes.map(c => [c.path, choices.get(c.path) ?? 'mine'])))}>
            Keep choices
          </Button>
        </>
      }
    >
      <p>Somebody else, or another tab, saved this flow while you were changing it. Everything else has been joined.</p>
      {clashes.map(clash => (
        <RadioGroup
          key={clash.path}
          label={clash.path}
          value={choices.get(clash.path) ?? 'mine'}
          onChange={side => setChoices(new Map(choices).set(clash.path, side === 'theirs' ? 'theirs' : 'mine'))}
          options={[
            { id: 'mine', text: 'Yours', help: brief(clash.mine) },
            { id: 'theirs', text: 'Theirs', help: brief(clash.theirs) },
          ]}
        />
      ))}
    </Dialog>
  )
}

const LONGEST = 160
function brief(value: unknown): string {
  if (value === undefined) return 'removed'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
