import { useEffect, useState } from 'react'
import { VisuallyHidden } from '../ui/VisuallyHidden.tsx'
import { say } from '../words/words.ts'
import { useAnnouncement } from './announce.ts'

/** The polite live region `Editor announcements`: the last few sentences, each added once. */
export function Announcer() {
  const said = useAnnouncement(s => s.said)
  // A region is heard for what comes into it, not for what it brings along.
  const [there, setThere] = useState(false)
  useEffect(() => {
    setThere(true)
    return () => useAnnouncement.setState({ said: [] })
  }, [])
  return (
    <VisuallyHidden>
      <span role="status" aria-label={say('Editor announcements')} aria-live="polite" aria-atomic="false">
        {there && said.map(s => <span key={s.count}>{s.text} </span>)}
      </span>
    </VisuallyHidden>
  )
}
