import { Inbox, Plug, Settings, Workflow } from 'lucide-react'
import { Link } from '../ui/Link.tsx'
import { TipAround } from '../ui/Tooltip.tsx'
import { say } from '../words/words.ts'
import styles from './workbench.module.css'

const places = [
  { href: '/', text: say('Flows'), sign: Workflow },
  { href: '/connections', text: say('Connections'), sign: Plug },
  { href: '/test-inbox', text: say('Test inbox'), sign: Inbox },
  { href: '/settings', text: say('Settings'), sign: Settings },
] as const

/** The navigation `Main` below the palette, where it takes no height from the flow. */
export const SideNav = ({ rail }: { rail: boolean }) => (
  <nav aria-label={say('Main')} className={styles.nav} data-rail={rail || undefined}>
    <ul>
      {places.map(({ href, text, sign: Icon }) => {
        const link = (
          <Link href={href} aria-label={text}>
            <Icon size={17} strokeWidth={1.75} aria-hidden />
            {!rail && text}
          </Link>
        )
        return (
          <li key={href}>
            {rail ? (
              <TipAround text={text} placement="right">
                {link}
              </TipAround>
            ) : (
              link
            )}
          </li>
        )
      })}
    </ul>
  </nav>
)
