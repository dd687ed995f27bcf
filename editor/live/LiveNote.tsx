import { say } from '../words/words.ts'
import { useFeedState } from './feed.ts'

/** `Live updates`: says when what is on screen may be older than what the server knows. */
export function LiveNote({ className }: { className?: string | undefined }) {
  const paused = useFeedState(state => state.state === 'paused')
  return (
    <span role="status" aria-label={say('Live updates')} className={className}>
      {paused && say('Live updates paused, reconnecting')}
    </span>
  )
}
