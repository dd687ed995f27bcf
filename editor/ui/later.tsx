import { type ComponentType, type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { isMissingScript } from '../refusals.ts'
import { ErrorNote } from './ErrorNote.tsx'

/**
 * A part whose scripts come when it is asked for, or ahead of that by `preload`. Until they are there `gap` stands in its place.
 * Where they cannot be had, the page says so; with `inPlace` the part alone does, and the page around it goes on.
 * Not React's `lazy`: a gap that it has once drawn stays for 300 ms, however soon the scripts come.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>, { inPlace = false } = {}) {
  let Part: ComponentType<Props> | undefined
  let coming: Promise<void> | undefined
  const fetch = async () => {
    try {
      Part = await load()
    } catch (error) {
      // Asked for again, they are fetched again.
      coming = undefined
      throw error
    }
  }
  const preload = () => {
    coming ??= fetch()
    return coming
  }
  function Later({ gap = null, ...props }: Props & { gap?: ReactNode }) {
    const [, come] = useState(false)
    const [failed, fail] = useState<{ why: unknown }>()
    const missing = useRef(!Part)
    useLayoutEffect(() => {
      // By what was drawn, not by what is there now: the scripts may have come in the middle of a drawing that took its time.
      if (!missing.current) return
      preload().then(
        () => come(true),
        why => fail({ why }),
      )
    }, [])
    if (failed && inPlace && isMissingScript(failed.why)) return <ErrorNote error={failed.why} />
    if (failed) throw failed.why
    return Part ? <Part {...(props as unknown as Props)} /> : gap
  }
  return Object.assign(Later, { preload })
}
