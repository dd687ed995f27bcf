import { useEffect, useRef, useState } from 'react'
import { freshToken } from '../token.ts'

const HERE = '(here) '

/** Whether the same flow is open in another tab of this browser; tabs answer each other within a moment. `call` makes them show themselves. */
export function useOtherTab(flow: string): { open: boolean; call(): void } {
  const [others, setOthers] = useState<ReadonlySet<string>>(new Set())
  const call = useRef(() => {})
  useEffect(() => {
    if (typeof BroadcastChannel === 'undefined') return
    const me = freshToken()
    const channel = new BroadcastChannel(`tributary.flow.${flow}`)
    const tell = (word: 'here' | 'also here' | 'gone' | 'show') => channel.postMessage({ me, word })
    channel.onmessage = ({ data }: MessageEvent<{ me: string; word: string }>) => {
      if (data.word === 'show') return showMyself()
      setOthers(before => {
        const next = new Set(before)
        if (data.word === 'gone') next.delete(data.me)
        else next.add(data.me)
        return next
      })
      if (data.word === 'here') tell('also here')
    }
    call.current = () => tell('show')
    tell('here')
    const leave = () => tell('gone')
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
      channel.close()
    }
  }, [flow])
  return { open: others.size > 0, call: () => call.current() }
}

/** A page may not come to the front by itself everywhere: its title then says which tab it is, until it is looked at. */
function showMyself(): void {
  window.focus()
  if (document.visibilityState === 'visible' && document.hasFocus()) return
  if (!document.title.startsWith(HERE)) document.title = HERE + document.title
  const seen = () => {
    if (document.title.startsWith(HERE)) document.title = document.title.slice(HERE.length)
    window.removeEventListener('focus', seen)
  }
  window.addEventListener('focus', seen)
}
