import { Inbox, Plug, Settings, Workflow } from 'lucide-react'
import { Link } from '../ui/Link.tsx'
import { Tip } from '../ui/Tooltip.tsx'
import styles from './workbench.module.css'

const places = [
  { href: '/', text: 'Flows', sign: Workflow },
  { href: '/connections', text: 'Connections', sign: Plug },
  { href: '/test-inbox', text: 'Test inbox', sign: Inbox },
  { href: '/settings', text: 'Settings', sign: Settings },
] as const

/** The navigation `Main` below the palette, where it takes no height from the flow. */
export const SideNav = ({ rail }: { rail: boolean }) => (
  <nav aria-label="Main" className={styles.nav} data-rail={rail || undefined}>
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
              <Tip text={text} placement="right">
                {link}
              </Tip>
            ) : (
              link
            )}
          </li>
        )
      })}
    </ul>
  </nav>
)
