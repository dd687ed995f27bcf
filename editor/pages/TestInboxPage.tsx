import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { InboxItem } from '../../server/api/payloads.ts'
import { useHeard } from '../live/use-live.ts'
import { keys, useCatalogue, useClearInbox, useFlows, useInbox } from '../queries.ts'
import { ToneMark } from '../runs/Result.tsx'
import { ago } from '../runs/time.ts'
import { Checks } from '../testevent/Checks.tsx'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Confirm } from '../ui/Dialog.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Link } from '../ui/Link.tsx'
import { Select } from '../ui/Select.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'
import { toast } from '../ui/Toasts.tsx'
import { say } from '../words/words.ts'
import { Page, useNow } from './Page.tsx'
import style from './TestInboxPage.module.css'

const VERDICTS: Record<string, { text: string; accepted: string; none: string }> = {
  all: { text: say('All events'), accepted: '', none: '' },
  rejected: { text: say('{n, plural, other {Rejected}}', { n: 2 }), accepted: 'false', none: say('No event here was rejected.') },
  accepted: { text: say('{n, plural, other {Accepted}}', { n: 2 }), accepted: 'true', none: say('No event here was accepted.') },
}

/** Events that landed here instead of at a platform, each with a verdict rule by rule and its exact body. */
export function TestInboxPage() {
  const [verdict, setVerdict] = useState('all')
  const { accepted, none } = VERDICTS[verdict]!
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInbox(accepted)
  const cache = useQueryClient()
  const now = useNow()
  useHeard(['inbox'], () => void cache.invalidateQueries({ queryKey: keys.inbox }))
  const items = data?.pages.flat()
  // What arrives while somebody reads neither opens nor closes anything.
  const first = useRef<number>(undefined)
  first.current ??= items?.[0]?.id
  const isEmpty = items?.length === 0 && verdict === 'all'
  return (
    <Page
      title={say('Test inbox')}
      lead={say("Events stay on this server and are checked against the platform's rules.")}
      actions={items && !isEmpty && <Clear events={verdict === 'all' && !hasNextPage ? items.length : null} />}
    >
      {error && !data && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {items && !isEmpty && (
        <div className={style.filter}>
          <Select
            label={say('Verdict')}
            value={verdict}
            onChange={setVerdict}
            options={Object.entries(VERDICTS).map(([id, { text }]) => ({ id, text }))}
          />
        </div>
      )}
      {!data && !error && <SkeletonRows rows={4} name={say('Loading the inbox')} />}
      {items?.length === 0 && (
        <EmptyState>{none || say("Send a test event from any flow and it lands here, checked against the platform's rules.")}</EmptyState>
      )}
      {items && items.length > 0 && (
        <ul aria-label={say('Events')} className={style.list}>
          {items.map(item => (
            <li key={item.id}>
              <Item item={item} now={now} open={item.id === first.current} />
            </li>
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button pending={isFetchingNextPage} onPress={() => void fetchNextPage()}>
          {say('Show older events')}
        </Button>
      )}
    </Page>
  )
}

/** `events`: how many there are; null where not all of them have been read. */
function Clear({ events }: { events: number | null }) {
  const [asking, setAsking] = useState(false)
  const clear = useClearInbox()
  return (
    <>
      <Button onPress={() => setAsking(true)}>{say('Clear the inbox')}</Button>
      <Confirm
        isOpen={asking}
        onClose={() => setAsking(false)}
        act={events === null ? say('Delete all events') : say('Delete {more, plural, one {# event} other {# events}}', { more: events })}
        pending={clear.isPending}
        onConfirm={() =>
          clear.mutate(undefined, {
            onSuccess: () => {
              setAsking(false)
              toast(say('The Test inbox is empty.'))
            },
          })
        }
      >
        <p>{say("What a run's pages say about these events stays.")}</p>
        <ErrorNote error={clear.error} />
      </Confirm>
    </>
  )
}

function Item({ item, now, open }: { item: InboxItem; now: number; open: boolean }) {
  const flows = useFlows()
  const catalogue = useCatalogue()
  const flow = flows.data?.find(f => f.id === item.flow)
  const rules = catalogue.data?.kinds.find(k => k.id === item.rules)?.title ?? item.rules
  return (
    <details className={style.item} open={open}>
      <summary>
        <ToneMark tone={item.accepted ? 'ok' : 'err'}>
          {item.accepted ? say('{n, plural, other {Accepted}}', { n: 1 }) : say('{n, plural, other {Rejected}}', { n: 1 })}
        </ToneMark>
        <span className={style.title}>{verdict(item, rules)}</span>
        <span className={style.when}>
          <time dateTime={item.at}>{ago(item.at, now)}</time>
        </span>
      </summary>
      <div className={style.body}>
        {flow && (
          <p>
            {say('From')} <Link href={`/flows/${encodeURIComponent(flow.id)}?step=${encodeURIComponent(item.node)}`}>{flow.name}</Link>
          </p>
        )}
        <Checks checks={item.findings} />
        <Body text={item.body} />
      </div>
    </details>
  )
}

function verdict({ findings }: InboxItem, rules: string): string {
  const broken = findings.filter(({ state }) => state === 'broken').length
  const better = findings.filter(({ state }) => state === 'allowed').length
  if (broken > 0) return say('Breaks {broken, plural, one {# rule} other {# rules}} of {rules}', { broken, rules })
  return better > 0
    ? say('{rules} would take it; {better, plural, one {# rule} other {# rules}} could be met better', { rules, better })
    : say('Follows every rule of {rules}', { rules })
}

/** The exact text; indented for reading, copied as it was. */
function Body({ text }: { text: string }) {
  return (
    <section className={style.exact} aria-label={say('What was sent')}>
      <div>
        <h2>{say('What was sent')}</h2>
        <CopyButton size="small" variant="quiet" text={() => text} copied={say('Copied the body.')}>
          {say('Copy the exact body')}
        </CopyButton>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>{indented(text)}</pre>
    </section>
  )
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
