import { type ReactNode, useId, useRef, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { FlowDetail } from '../../server/api/payloads.ts'
import { type Template, useCreateFlow, useImportFlow, useTemplates } from '../queries.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { useGo } from '../ui/Link.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'
import { say } from '../words/words.ts'
import style from './NewFlow.module.css'
import { useStartFromTemplate } from './start-from-template.ts'
import { TemplatePicture } from './TemplatePicture.tsx'

const FILE_MAX = 2_000_000

/** The chooser for a new flow: sample data, blank, a file, or a template. */
export function NewFlow({ onClose }: { onClose: () => void }) {
  const go = useGo()
  const create = useCreateFlow()
  const load = useImportFlow()
  const fromTemplate = useStartFromTemplate()
  const templates = useTemplates()
  const heading = useId()
  const begun = useRef(false)
  /** A double press makes one flow: the second comes before anything is drawn anew. */
  const once = (make: (then: { onSuccess(flow: FlowDetail): void; onError(): void }) => void) => {
    if (begun.current) return
    begun.current = true
    make({
      onSuccess: flow => go(`/flows/${encodeURIComponent(flow.id)}`),
      onError: () => {
        begun.current = false
      },
    })
  }
  return (
    <Dialog isOpen onClose={onClose} title={say('New flow')} size="wide">
      <div className={style.ways}>
        <Button variant="primary" pending={fromTemplate.pending} onPress={() => fromTemplate.start()}>
          {say('Start with sample data')}
        </Button>
        <Button pending={create.isPending} onPress={() => once(then => create.mutate({ name: say('Untitled flow') }, then))}>
          {say('Blank flow')}
        </Button>
        <ImportButton pending={load.isPending} onText={text => once(then => load.mutate(text, then))} />
      </div>
      <ErrorNote error={create.error ?? load.error ?? fromTemplate.error} />
      <h3 id={heading}>{say('Templates')}</h3>
      {templates.error && <ErrorNote error={templates.error} onRetry={() => void templates.refetch()} />}
      {templates.isPending && <SkeletonRows rows={3} name={say('Loading templates')} />}
      <ul aria-labelledby={heading} className={style.templates}>
        {templates.data?.map(template => (
          <li key={template.id}>
            <TemplateCard template={template} onPress={() => fromTemplate.start(template)} />
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

function TemplateCard({ template, onPress }: { template: Template; onPress: () => void }): ReactNode {
  const about = useId()
  return (
    <AriaButton className={style.template!} aria-label={template.title} aria-describedby={about} onPress={onPress}>
      <TemplatePicture flow={template.document} />
      <strong>{template.title}</strong>
      <span id={about} className={style.summary}>
        {template.summary}
      </span>
    </AriaButton>
  )
}

/** A file picker that hands over the file's text; JSON and YAML are told apart by the server. */
function ImportButton({ pending, onText }: { pending: boolean; onText: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const [tooBig, setTooBig] = useState(false)
  const read = async (file: File | undefined) => {
    setTooBig(!!file && file.size > FILE_MAX)
    if (file && file.size <= FILE_MAX) onText(await file.text())
    if (input.current) input.current.value = ''
  }
  return (
    <>
      <Button pending={pending} onPress={() => input.current?.click()}>
        {say('Import')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={say('Flow file')}
        accept=".json,.yaml,.yml,application/json,application/yaml"
        onChange={event => void read(event.target.files?.[0])}
      />
      {tooBig && <p role="alert">{say('This file is over 2 MB, and no flow is.')}</p>}
    </>
  )
}
