import { useState } from 'react'
import type { KindInfo } from '../../server/api/catalogue.ts'
import { useStage } from '../commands/stage.ts'
import { rememberTest } from '../document/done-before.ts'
import { useFlow } from '../document/hooks.ts'
import { useLivePreview, usePreviewState, useSampleOf } from '../preview/use-preview.ts'
import { useCatalogue, useTestEvent } from '../queries.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { RadioGroup } from '../ui/RadioGroup.tsx'
import { Select } from '../ui/Select.tsx'
import { TextField } from '../ui/TextField.tsx'
import { say } from '../words/words.ts'
import { eventOptions } from './event-options.ts'
import { Result } from './Result.tsx'
import css from './testevent.module.css'

const close = () => useStage.setState({ dialog: null })
interface End {
  node: string
  name: string
  kind: KindInfo
}

/** One event to the Test inbox or to a platform's own test mode, with the verdict in place. */
export function TestEventDialog() {
  const open = useStage(s => s.dialog === 'test')
  return open ? <Testing /> : null
}

/** Destinations of the flow, the selected one first. */
function useEnds(): End[] {
  const { document, selected } = useFlow()
  const { data: catalogue } = useCatalogue()
  const ends = document.nodes.flatMap(node => {
    const kind = catalogue?.kinds.find(k => k.id === node.kind)
    return kind?.role === 'destination' ? [{ node: node.id, name: node.name ?? kind.title, kind }] : []
  })
  return ends.toSorted((a, b) => Number(b.node === selected) - Number(a.node === selected))
}

function Testing() {
  const ends = useEnds()
  if (ends.length === 0)
    return (
      <Dialog isOpen onClose={close} title={say('Send a test event')}>
        <EmptyState>
          {say(
            'A test event goes the way of a real one, so the flow needs a destination. The Test inbox will do: nothing leaves this server.',
          )}
        </EmptyState>
      </Dialog>
    )
  return <TestForm ends={ends} />
}

function TestForm({ ends }: { ends: readonly End[] }) {
  const { id, document } = useFlow()
  const [to, setTo] = useState('inbox')
  const [as, setAs] = useState(ends[0]!.node)
  const [row, setRow] = useState('first')
  const [code, setCode] = useState('')
  const test = useTestEvent(id)
  const { data: catalogue } = useCatalogue()
  useLivePreview()
  const platform = ends.find(end => `platform ${end.node}` === to)
  const end = platform ?? ends.find(e => e.node === as) ?? ends[0]!
  const needs = platform?.kind.test?.code ?? null
  const send = async () => {
    const ask = { document, node: end.node, ...(row !== 'first' && { row: Number(row) }), ...(needs && { code }) }
    await test.mutateAsync({ ...ask, to: platform ? 'platform' : 'inbox' }).then(
      () => rememberTest(id),
      () => {},
    )
  }
  return (
    <Dialog
      isOpen
      onClose={close}
      title={say('Send a test event')}
      size="wide"
      actions={
        <Button variant="primary" pending={test.isPending} isDisabled={needs !== null && code.trim() === ''} onPress={send} autoFocus>
          {say('Send')}
        </Button>
      }
    >
      <div className={css.form}>
        <RadioGroup label={say('Send to')} options={waysOut(ends, catalogue?.kinds ?? [])} value={to} onChange={setTo} />
        {!platform && ends.length > 1 && (
          <Select label={say('Checked as')} options={ends.map(e => ({ id: e.node, text: e.name }))} value={end.node} onChange={setAs} />
        )}
        {needs && (
          <TextField label={needs.title} description={needs.help} value={code} onChange={setCode} isRequired data autoComplete="off" />
        )}
        <EventChoice node={end.node} row={row} onChange={setRow} />
        <ErrorNote error={test.error} />
        {test.data && <Result result={test.data} local={!platform} />}
      </div>
    </Dialog>
  )
}

const INBOX = say('Nothing leaves this server. Every rule of the platform is checked here.')
/** Where the flow does not lead stands there too, and says what it would take. */
const waysOut = (ends: readonly End[], kinds: readonly KindInfo[]) => [
  { id: 'inbox', text: say('Test inbox'), help: INBOX },
  ...ends.flatMap(end => (end.kind.test ? [{ id: `platform ${end.node}`, text: platformTitle(end, ends), help: end.kind.test.says }] : [])),
  ...kinds.flatMap(({ id, title, test }) =>
    test && !ends.some(end => end.kind.id === id)
      ? [
          {
            id: `elsewhere ${id}`,
            text: test.title,
            help: say('For flows that lead to {title}. This one does not.', { title }),
            disabled: true,
          },
        ]
      : [],
  ),
]
/** Two destinations of one kind are told apart by their names. */
const platformTitle = (end: End, ends: readonly End[]) =>
  ends.filter(e => e.kind === end.kind).length > 1 ? `${end.kind.test!.title}, ${end.name}` : end.kind.test!.title

function EventChoice({ node, row, onChange }: { node: string; row: string; onChange(row: string): void }) {
  const { seen, path } = useSampleOf(node)
  const pending = usePreviewState(s => s.pending)
  return (
    <Select
      label={say('Event to send')}
      options={[{ id: 'first', text: say('The first event that is fit to be sent') }, ...eventOptions(seen?.rows ?? [], path?.fit ?? [])]}
      value={row}
      onChange={onChange}
      description={
        pending ? say('Reading a sample…') : seen ? say('{out} of the sampled events are fit to be sent.', { out: seen.out }) : undefined
      }
    />
  )
}
