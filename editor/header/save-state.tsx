import { useEffect, useState } from 'react'
import { ApiError } from '../api.ts'
import { useDocument } from '../document/hooks.ts'
import { clock } from '../runs/time.ts'
import { say } from '../words/words.ts'
import styles from './flow-header.module.css'

const SLOW_MS = 400

/** `Save state`: says saved only what the server acknowledged. */
export function SaveState() {
  const save = useDocument(s => s.save)
  const unsaved = useDocument(s => s.unsaved)
  const readOnly = useDocument(s => s.readOnly)
  const slow = useSlow(save.state === 'saving' || save.state === 'pending')
  const savedAt = useDocument(s => s.savedAt)
  const words = () => {
    if (readOnly) return say('Read only')
    if (save.state === 'failed' && save.error instanceof ApiError && save.error.status === 404) return say('Deleted elsewhere')
    if (save.state === 'failed')
      return say('Not saved. {unsaved} {unsaved, plural, one {change} other {changes}} kept on this device', { unsaved })
    if (save.state !== 'saved' && slow) return say('Saving...')
    const merged = save.state === 'saved' && save.merged ? say(' (merged with a change from another tab)') : ''
    return savedAt ? say('Saved {clock}{merged}', { clock: clock(savedAt), merged }) : ''
  }
  return (
    <span role="status" aria-label={say('Save state')} className={styles.save} data-tone={save.state === 'failed' ? 'err' : undefined}>
      {words()}
    </span>
  )
}

/** Nothing flickers for what is over in a moment. */
function useSlow(going: boolean): boolean {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    if (!going) return setSlow(false)
    const timer = setTimeout(() => setSlow(true), SLOW_MS)
    return () => clearTimeout(timer)
  }, [going])
  return going && slow
}
