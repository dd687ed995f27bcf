import { useRouterState } from '@tanstack/react-router'
import { LiveNote } from '../live/LiveNote.tsx'
import { Button } from '../ui/Button.tsx'
import { Link } from '../ui/Link.tsx'
import { choose, languageNames, offered, say } from '../words/words.ts'
import style from './AppNav.module.css'

const PLACES = [
  { href: '/', text: say('Flows'), at: /^\/(flows(\/|$)|$)/ },
  { href: '/connections', text: say('Connections'), at: /^\/connections/ },
  { href: '/test-inbox', text: say('Test inbox'), at: /^\/test-inbox/ },
  { href: '/settings', text: say('Settings'), at: /^\/settings/ },
] as const

/** Brand and the navigation `Main`; stands inside the page's banner. */
export function AppNav() {
  const path = useRouterState({ select: state => state.location.pathname })
  return (
    <div className={style.bar}>
      <Link href="/" className={style.brand}>
        <Mark />
        {say('Tributary')}
      </Link>
      <nav aria-label={say('Main')}>
        <ul className={style.links}>
          {PLACES.map(({ href, text, at }) => (
            <li key={href}>
              <Link href={href} aria-current={at.test(path) ? 'page' : undefined}>
                {text}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {offered && (
        <Button size="small" variant="quiet" lang={offered} onPress={() => choose(offered!)}>
          {languageNames[offered]}
        </Button>
      )}
      <LiveNote className={style.live} />
    </div>
  )
}

/** Two threads that join into one ribbon. */
const Mark = () => (
  <svg
    aria-hidden
    className={style.mark}
    width="22"
    height="22"
    viewBox="0 0 22 22"
    fill="none"
    stroke="currentColor"
    strokeLinecap="round"
  >
    <path d="M2 4.5C9 4.5 8 12 14 12.5" strokeWidth="2.5" />
    <path d="M2 17.5C7 17.5 8 13 14 12.5" strokeWidth="1.5" />
    <path d="M14 12.5H20" strokeWidth="4.5" />
  </svg>
)
