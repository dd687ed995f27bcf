import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api.ts'
import { besideFlow, useStage } from '../commands/stage.ts'
import { useDispatch, useDocumentStore, useFlow } from '../document/hooks.ts'
import { replaceFlow } from '../document/settings.ts'
import type { VersionDetail } from '../queries.ts'
import { keys, useCatalogue, useVersion, useVersions, type Version } from '../queries.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Pill } from '../ui/Pill.tsx'
import { toast } from '../ui/Toasts.tsx'
import { locale, say } from '../words/words.ts'
import { changes } from './changes.ts'
import { type KeptDraft, keepDraft, keptDrafts } from './kept-drafts.ts'
import css from './publish.module.css'
import { usePublishing } from './use-publishing.ts'

/** By which door it was published; there are no people of one's own yet. */
const publishedBy = {
  editor: say('in the editor'),
  api: say('by the API'),
  command_line: say('on the command line'),
  server: say('by the server itself'),
}

const close = () => useStage.setState({ dialog: null })

/** Published versions: compare with the draft, edit one again, make one live again. */
export function VersionsDialog() {
  const open = useStage(s => s.dialog === 'versions')
  return open ? <Versions /> : null
}

function Versions() {
  const { id } = useFlow()
  const { data: versions, error, isPending, refetch } = useVersions(id)
  const [compared, compare] = useState<number | null>(null)
  return (
    <Dialog isOpen onClose={close} title={say('Versions')} size="wide">
      <ErrorNote error={error} onRetry={() => void refetch()} />
      {!isPending && !error && versions?.length === 0 && (
        <EmptyState>{say('No version yet. Publish the draft to make the first one.')}</EmptyState>
      )}
      <KeptDrafts />
      <ul className={css.versions} aria-label={say('Versions')}>
        {versions?.map(version => (
          <VersionLine key={version.version} version={version} compared={compared === version.version} compare={compare} />
        ))}
      </ul>
    </Dialog>
  )
}

function VersionLine({ version, compared, compare }: { version: Version; compared: boolean; compare(n: number | null): void }) {
  const { readOnly } = useFlow()
  const { edit, makeLive, pending, failed } = useVersionActs(version.version)
  return (
    <li className={css.version} aria-label={say('Version {version}', { version: version.version })}>
      <div className={css.versionHead}>
        <b>{say('Version {version}', { version: version.version })}</b>
        {version.live && <Pill tone="ok">{say('Live')}</Pill>}
        <span className={css.when}>
          <time dateTime={version.publishedAt}>{when.format(new Date(version.publishedAt))}</time>
          {version.actor && ` · ${publishedBy[version.actor]}`}
        </span>
      </div>
      {version.note && <p>{version.note}</p>}
      <div className={css.acts}>
        <Button size="small" aria-expanded={compared} onPress={() => compare(compared ? null : version.version)}>
          {say('Compare')}
        </Button>
        {!readOnly && (
          <Button size="small" pending={pending} onPress={edit}>
            {say('Edit as draft')}
          </Button>
        )}
        {!readOnly && !version.live && (
          <Button size="small" pending={pending} onPress={makeLive}>
            {say('Make live')}
          </Button>
        )}
      </div>
      <ErrorNote error={failed?.error} onRetry={failed?.again} />
      {compared && <Comparison version={version.version} />}
    </li>
  )
}

/** What was drawn before another state took its place. */
function KeptDrafts() {
  const { id, readOnly } = useFlow()
  const store = useDocumentStore()
  const dispatch = useDispatch()
  const [kept] = useState(() => keptDrafts(id))
  if (!kept.length || readOnly) return null
  const take = (draft: KeptDraft) => {
    keepDraft(id, { at: new Date().toISOString(), why: say('before a kept draft was taken'), document: store.getState().flow })
    dispatch(replaceFlow(draft.document, say('take a kept draft'), say('The kept draft is the draft now.')))
    close()
  }
  return (
    <details className={css.kept}>
      <summary>{say('Drafts kept on this device ({n})', { n: kept.length })}</summary>
      <ul aria-label={say('Kept drafts')}>
        {kept.map(draft => (
          <li key={draft.at}>
            <span>
              <time dateTime={draft.at}>{when.format(new Date(draft.at))}</time>
              {say(', {why}, {n} steps', { why: draft.why, n: draft.document.nodes.length })}
            </span>
            <Button size="small" onPress={() => take(draft)}>
              {say('Take as draft')}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  )
}

const when = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' })

/** Both acts go through the document, so that they can be undone and the present draft stays one undo away. */
function useVersionActs(n: number) {
  const { id } = useFlow()
  const store = useDocumentStore()
  const dispatch = useDispatch()
  const cache = useQueryClient()
  // What came in from elsewhere is looked at before it is published.
  const publishing = usePublishing(id, close, () => useStage.setState({ dialog: 'publish' }))
  const [pending, setPending] = useState(false)
  const [failed, setFailed] = useState<{ error: unknown; again(): void } | null>(null)
  const take = async (again: () => void): Promise<boolean> => {
    setPending(true)
    setFailed(null)
    try {
      const path = `/api/flows/${encodeURIComponent(id)}/versions/${n}`
      const { document } = await cache.ensureQueryData({ queryKey: keys.version(id, n), queryFn: () => api<VersionDetail>(path) })
      keepDraft(id, { at: new Date().toISOString(), why: say('before version {n} was taken', { n }), document: store.getState().flow })
      dispatch(replaceFlow(document, say('edit version {n} as draft', { n }), say('Version {n} is the draft now.', { n })))
      return true
    } catch (error) {
      setFailed({ error, again })
      return false
    } finally {
      setPending(false)
    }
  }
  const makeLive = async () => {
    if (!(await take(() => void makeLive()))) return
    const version = await publishing.publish(say('Back to version {n}', { n }))
    if (version) toast(say('Version {version} is live, the same as version {n}', { version: version.version, n }))
  }
  const edit = async () => {
    if (await take(() => void edit())) close()
  }
  const notLive = publishing.error ? { error: publishing.error, again: () => void makeLive() } : null
  return { edit, makeLive, pending: pending || publishing.pending, failed: failed ?? notLive }
}

function Comparison({ version }: { version: number }) {
  const { id, document } = useFlow()
  const { data: catalogue } = useCatalogue()
  const { data, error, refetch } = useVersion(id, version)
  const sentences = data && catalogue ? changes(data.document, document, catalogue) : null
  return (
    <div className={css.comparison}>
      <ErrorNote error={error} onRetry={() => void refetch()} />
      {sentences && (
        <p>{sentences.length === 0 ? say('The draft is the same as this version.') : say('From this version to the draft:')}</p>
      )}
      {data && (sentences?.length ?? 0) > 0 && besideFlow() && (
        <Button
          size="small"
          onPress={() => {
            // Where settings stand beside the picture while they are wanted, now the picture is.
            useStage.setState({ compare: { version, document: data.document }, main: 'canvas', dialog: null, settings: null })
            requestAnimationFrame(() => useStage.getState().view?.fit())
          }}
        >
          {say('Show on the canvas')}
        </Button>
      )}
      <ul className={css.changes} aria-label={say('Changes since version {version}', { version })}>
        {sentences?.map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  )
}
