import { useQuery } from '@tanstack/react-query'
import type * as z from 'zod'
import type { Alerts } from '../../server/api/alerts.ts'
import { api } from '../api.ts'
import { moment } from '../runs/time.ts'
import { Link } from '../ui/Link.tsx'
import { later } from '../ui/later.tsx'
import { say, tellNamed } from '../words/words.ts'
import style from './Attention.module.css'
import { Section, useNow } from './Page.tsx'
import { usePutBack } from './put-back.ts'

/** Only after a restore, which is rare. */
const PutBack = later(() => import('./PutBack.tsx').then(m => m.PutBack))

const EVERY_MS = 30_000
/** Told by `PutBack`, with its choice. */
const PUT_BACK = 'put_back'

export const useAlerts = () =>
  useQuery({ queryKey: ['alerts'], queryFn: () => api<z.infer<typeof Alerts>>('/api/alerts'), refetchInterval: EVERY_MS })

/** What is amiss now, in the words in which it is also told by email; nothing when all is well. */
export function Attention() {
  const { data } = useAlerts()
  const streams = usePutBack().data ?? []
  const open = data?.open.filter(({ code }) => code !== PUT_BACK) ?? []
  if (open.length === 0 && streams.length === 0) return null
  return (
    <Section title={say('Needs attention')}>
      <ul aria-label={say('Needs attention')} className={style.list}>
        {streams.length > 0 && (
          <li className={style.item}>
            <PutBack streams={streams} />
          </li>
        )}
        <Incidents open={open} />
      </ul>
    </Section>
  )
}

/** One item for each thing that is amiss: what, what to do, since when, and where to look. */
export function Incidents({ open }: { open: z.infer<typeof Alerts>['open'] }) {
  const now = useNow()
  return open.map(({ id, title, why, flow, code, opened }) => (
    <li key={id} className={style.item}>
      <p className={style.title}>{tellNamed(title)}</p>
      <p>{why}</p>
      <p className={style.since}>
        {say('Since {moment}.', { moment: moment(opened, now) })}{' '}
        {flow && (
          <Link href={`/flows/${encodeURIComponent(flow)}/runs`} aria-label={say('Look at the runs: {title}', { title })}>
            {say('Look at its runs')}
          </Link>
        )}
        {code === PUT_BACK && <Link href="/">{say('Choose on the page Flows')}</Link>}
      </p>
    </li>
  ))
}
