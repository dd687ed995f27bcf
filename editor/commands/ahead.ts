/** Who types fast is ahead of the drawing: what is typed for a field that is still to come is kept, and it begins with that. */
import { useStage } from './stage.ts'

interface Kept {
  keys: string[]
  since: number
}
let kept: Kept | undefined
/** What is not drawn after that will not be: keys are acts again. */
const PATIENCE_MS = 5_000
// What was typed for one name is never of the next.
useStage.subscribe((now, before) => {
  if (now.renaming !== before.renaming) kept = undefined
})

/** A key while the field of a name or a note is being drawn. */
export function keepAhead(event: KeyboardEvent): void {
  const written = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey
  if (!written && event.key !== 'Enter' && event.key !== 'Escape') return
  kept ??= { keys: [], since: event.timeStamp }
  if (event.timeStamp - kept.since > PATIENCE_MS) {
    useStage.setState({ renaming: null })
    return
  }
  event.preventDefault()
  kept.keys.push(event.key)
}

/** The field is there and has the keyboard: it takes what was typed for it meanwhile. */
export function takeAhead(input: HTMLInputElement | HTMLTextAreaElement): void {
  const keys = kept?.keys ?? []
  kept = undefined
  for (const key of keys) {
    const written = key === 'Enter' && input instanceof HTMLTextAreaElement ? '\n' : key
    if (written.length === 1) input.setRangeText(written, input.selectionStart ?? 0, input.selectionEnd ?? 0, 'end')
    else input.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  }
}
