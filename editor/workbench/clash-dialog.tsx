import { useState } from 'react'
import { useSituation } from '../commands/situation.ts'
import { useDocument } from '../document/hooks.ts'
import { keepDraft } from '../publish/kept-drafts.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { RadioGroup } from '../ui/RadioGroup.tsx'
import { say } from '../words/words.ts'
import { clashWords, sideWords } from './clash-words.ts'
import type { Question } from './use-saver.ts'

/** Two people changed the same setting: one choice each, `alertdialog` Two edits to the same thing. */
export function ClashDialog({ question: { clashes, answer } }: { question: Question }) {
  const { kinds } = useSituation()
  const id = useDocument(s => s.id)
  const flow = useDocument(s => s.flow)
  // Whatever is chosen, the other side can be had again.
  const decide = (made: ReadonlyMap<string, 'mine' | 'theirs'>) => {
    keepDraft(id, { at: new Date().toISOString(), why: say('before it was joined with another tab'), document: flow })
    answer(made)
  }
  const [choices, setChoices] = useState<ReadonlyMap<string, 'mine' | 'theirs'>>(new Map())
  const all = (side: 'mine' | 'theirs') => decide(new Map(clashes.map(c => [c.path, side])))
  return (
    <Dialog
      isOpen
      role="alertdialog"
      title={say('Two edits to the same thing')}
      onClose={() => {}}
      isDismissable={false}
      actions={
        <>
          <Button onPress={() => all('mine')}>{say('Use all mine')}</Button>
          <Button onPress={() => all('theirs')}>{say('Use all theirs')}</Button>
          <Button variant="primary" onPress={() => decide(new Map(clashes.map(c => [c.path, choices.get(c.path) ?? 'mine'])))}>
            {say('Keep choices')}
          </Button>
        </>
      }
    >
      <p>{say('Somebody else, or another tab, saved this flow while you were changing it. Everything else has been joined.')}</p>
      {clashes.map(clash => (
        <RadioGroup
          key={clash.path}
          label={clashWords(clash, flow, kinds)}
          value={choices.get(clash.path) ?? 'mine'}
          onChange={side => setChoices(new Map(choices).set(clash.path, side === 'theirs' ? 'theirs' : 'mine'))}
          options={[
            { id: 'mine', text: say('Yours'), help: sideWords(clash.mine, flow, kinds) },
            { id: 'theirs', text: say('Theirs'), help: sideWords(clash.theirs, flow, kinds) },
          ]}
        />
      ))}
    </Dialog>
  )
}
