import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useDocument } from '../document/hooks.ts'
import { useRestore } from '../queries.ts'
import { Button } from '../ui/Button.tsx'
import { toastError } from '../ui/Toasts.tsx'
import { say } from '../words/words.ts'
import { useOtherTab } from './use-other-tab.ts'
import styles from './workbench.module.css'

/** Says that an old version is on screen, and how to go on from it. */
export function VersionBanner({ version }: { version: number }) {
  const id = useDocument(s => s.id)
  const navigate = useNavigate()
  const restore = useRestore(id)
  // The draft is looked at where the version was.
  const draft = () => void navigate({ to: '/flows/$id', params: { id }, search: before => ({ ...before, version: undefined }) })
  return (
    <div className={styles.banner}>
      <span>{say('You are looking at version {version}. Nothing here can be changed.', { version })}</span>
      <span>
        <Button size="small" onPress={draft}>
          {say('Back to the draft')}
        </Button>{' '}
        <Button size="small" pending={restore.isPending} onPress={() => restore.mutate(version, { onSuccess: draft, onError: toastError })}>
          {say('Edit as draft')}
        </Button>
      </span>
    </div>
  )
}

/** The same flow is open twice: harmless, but good to know. */
export function OtherTabBanner() {
  const other = useOtherTab(useDocument(s => s.id))
  const [hidden, hide] = useState(false)
  if (!other.open || hidden) return null
  return (
    <div className={styles.banner} data-tone="calm" role="status">
      <span>{say('This flow is open in another tab. Changes from both are joined.')}</span>
      <span>
        <Button size="small" onPress={other.call}>
          {say('Go to that tab')}
        </Button>{' '}
        <Button size="small" onPress={() => hide(true)}>
          {say('Hide this note')}
        </Button>
      </span>
    </div>
  )
}
