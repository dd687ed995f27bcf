import { useEffect, useState } from 'react'
import { freshToken } from '../token.ts'

/** Whether the same flow is open in another tab of this browser; tabs answer each other within a moment. */
export function useOtherTab(flow: string): boolean {
  const [others, setOthers] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    if (typeof BroadcastChannel === 'undefined') return
    const me = freshToken()
    const channel = new BroadcastChannel(`tributary.flow.${flow}`)
    const say = (word: 'here' | 'also here' | 'gone') => channel.postMessage({ me, word })
    channel.onmessage = ({ data }: MessageEvent<{ me: string; word: string }>) => {
      setOthers(before => {
        const next = new Set(before)
        if (data.word === 'gone') next.delete(data.me)
        else next.add(data.me)
        return next
      })
      if (data.word === 'here') say('also here')
    }
    say('here')
    const leave = () => say('gone')
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
      channel.close()
    }
  }, [flow])
  return others.size > 0
}
