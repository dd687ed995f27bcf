import { useEffect, useState } from 'react'
import { VisuallyHidden } from '../ui/VisuallyHidden.tsx'
import { say } from '../words/words.ts'
import { useAnnouncement } from './announce.ts'

const KEPT = 6

/** The polite live region `Editor announcements`: the last few sentences, each added once. */
export function Announcer() {
  const { text, count } = useAnnouncement()
  const [said, setSaid] = useState<readonly { text: string; count: number }[]>([])
  useEffect(() => {
    if (count) setSaid(before => [...before, { text, count }].slice(-KEPT))
  }, [text, count])
  return (
    <VisuallyHidden>
      <span role="status" aria-label={say('Editor announcements')} aria-live="polite" aria-atomic="false">
        {said.map(s => (
          <span key={s.count}>{s.text} </span>
        ))}
      </span>
    </VisuallyHidden>
  )
}
