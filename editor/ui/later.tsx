import { type ComponentType, type ReactNode, useLayoutEffect, useState } from 'react'

/**
 * A part whose scripts come when it is asked for, or ahead of that by `preload`. Until they are there `gap` stands in its place.
 * Not React's `lazy`: a gap that it has once drawn stays for 300 ms, however soon the scripts come.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>) {
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
    useLayoutEffect(() => {
      if (Part) return
      preload().then(
        () => come(true),
        why => fail({ why }),
      )
    }, [])
    if (failed) throw failed.why
    return Part ? <Part {...(props as unknown as Props)} /> : gap
  }
  return Object.assign(Later, { preload })
}
