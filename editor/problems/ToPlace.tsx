import type { Problem } from '../../runtime/contract.ts'
import type { Flow } from '../../runtime/flow.ts'
import { openDialog } from '../commands/stage.ts'
import { useFlow } from '../document/hooks.ts'
import { Button } from '../ui/Button.tsx'
import { Link } from '../ui/Link.tsx'
import { say } from '../words/words.ts'
import css from './problems.module.css'
import { checkAgain } from './use-check.ts'

/** Of what no setting of a step repairs: the way to where it is repaired, or another look once it is. */
export function ToPlace({ problem: { code, node, fixes } }: { problem: Problem }) {
  const { document, readOnly } = useFlow()
  if (readOnly) return null
  if (code === 'schedule.bad' || (code === 'flow.too_slow' && !fixes?.length))
    return (
      <Button size="small" onPress={() => openDialog('schedule')}>
        {say('Change schedule')}
      </Button>
    )
  const name = AT_THE_CONNECTION.has(code) ? connectionAbove(document, node) : undefined
  return (
    <>
      {name !== undefined && (
        <Link className={css.place} href={`/connections?${new URLSearchParams({ edit: name })}`}>
          {say('Edit the connection {name}', { name })}
        </Link>
      )}
      {REPAIRED_ELSEWHERE.has(code) && (
        <Button size="small" onPress={checkAgain}>
          {say('Try again')}
        </Button>
      )}
    </>
  )
}

/** What a look at a source says when the way to it fails, or what its login may do there. */
const OF_THE_WAY = [
  'source.refused_login',
  'source.bad_address',
  'source.unknown_host',
  'source.unreachable',
  'source.encryption',
  'source.no_database',
  'source.no_permission',
  'source.asleep',
  'source.overloaded',
  'source.lost',
  'source.timeout',
]
const AT_THE_CONNECTION: ReadonlySet<string> = new Set(['connection.incomplete', 'source.may_write', ...OF_THE_WAY])
/** Nothing tells us when somebody mends a server or puts a file in its place. */
const REPAIRED_ELSEWHERE: ReadonlySet<string> = new Set(['source.no_file', 'source.not_readable', ...OF_THE_WAY])

/** A source's failure may be told at the model that asked it. */
function connectionAbove({ nodes, edges }: Flow, id: string): string | undefined {
  const seen = new Set<string>()
  for (let at: string | undefined = id; at !== undefined && !seen.has(at); at = edges.find(({ to }) => to === at)?.from) {
    seen.add(at)
    const name = nodes.find(node => node.id === at)?.config.connection
    if (typeof name === 'string' && name !== '') return name
  }
  return undefined
}
