import type { FlowSummary } from '../../server/api/payloads.ts'

/** What is live, in words: the chip that opens the versions. */
export function versionWords(flow: Pick<FlowSummary, 'live' | 'paused' | 'draftChanges'> | undefined, unsaved: number): string {
  if (!flow || flow.live === null) return 'Not live yet'
  const changes = Math.max(flow.draftChanges, unsaved > 0 ? 1 : 0)
  if (changes > 0) return `Draft, ${changes} ${changes === 1 ? 'change' : 'changes'} not live`
  return flow.paused ? 'Live version paused' : `Live, version ${flow.live}`
}
