import { useRouter } from '@tanstack/react-router'
import type { ComponentProps, MouseEvent } from 'react'

/** Goes to a path of this site without loading the page again; `instead` of this one, Back does not come here again. */
export function useGo(): (href: string, instead?: boolean) => void {
  const { history } = useRouter()
  return (href, instead = false) => (instead ? history.replace(href) : history.push(href))
}

/** A link inside this site: an ordinary `<a>`, so that opening in a new tab works. */
export function Link({ href, onClick, ...rest }: ComponentProps<'a'> & { href: string }) {
  const go = useGo()
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    go(href)
  }
  return <a {...rest} href={href} onClick={follow} />
}
