/** Who types fast is ahead of the drawing: what is typed for a field that is still to come is kept, and it begins with that. */
let kept: { field: string; keys: string[] } = { field: '', keys: [] }

/** A key for the field of a name or a note that is being drawn. */
export function keepAhead(event: KeyboardEvent, field: string): void {
  const written = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey
  if (!written && event.key !== 'Enter' && event.key !== 'Escape') return
  event.preventDefault()
  if (kept.field !== field) kept = { field, keys: [] }
  kept.keys.push(event.key)
}

/** The field is there and has the keyboard: it takes what was typed for it meanwhile. */
export function takeAhead(input: HTMLInputElement | HTMLTextAreaElement, field: string): void {
  const { keys } = kept
  const meant = kept.field === field
  kept = { field: '', keys: [] }
  if (!meant) return
  for (const key of keys) {
    const written = key === 'Enter' && input instanceof HTMLTextAreaElement ? '\n' : key
    if (written.length === 1) input.setRangeText(written, input.selectionStart ?? 0, input.selectionEnd ?? 0, 'end')
    else input.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  }
}
