import type { FlowSummary } from '../../server/api/payloads.ts'
import { say } from '../words/words.ts'

/** What is live, in words: the chip that opens the versions. */
export function versionWords(flow: Pick<FlowSummary, 'live' | 'paused' | 'draftChanges'> | undefined, unsaved: number): string {
  if (!flow || flow.live === null) return say('Not live yet')
  const changes = Math.max(flow.draftChanges, unsaved > 0 ? 1 : 0)
  if (changes > 0) return say('Draft, {changes} {changes, plural, one {change} other {changes}} not live', { changes })
  return flow.paused ? say('Live version paused') : say('Live, version {live}', { live: flow.live })
}
