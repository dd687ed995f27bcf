import { startTransition, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'

/**
 * What stands around the flow comes when the flow is drawn: with hundreds of steps that is felt. A key that goes there does
 * not pass by what is still missing, it brings it.
 */
export function useAround(): boolean {
  const [around, setAround] = useState(false)
  useEffect(() => {
    if (around) return
    const bring = (event: KeyboardEvent) => {
      if (event.key === 'Tab' || event.key === 'F6') flushSync(() => setAround(true))
    }
    addEventListener('keydown', bring, { capture: true })
    startTransition(() => setAround(true))
    return () => removeEventListener('keydown', bring, { capture: true })
  }, [around])
  return around
}
