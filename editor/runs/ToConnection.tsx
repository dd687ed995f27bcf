import { useFlowDetail } from '../queries.ts'
import { Link } from '../ui/Link.tsx'
import { say } from '../words/words.ts'

/** Of a failure that a person must repair at a connection, such as a token that is no longer accepted: the way to it. */
export function ToConnection({ flow, node, code }: { flow: string; node: string | undefined; code: string }) {
  const config = useFlowDetail(flow).data?.document.nodes.find(({ id }) => id === node)?.config
  const name = config?.connection
  // What a run itself decides has no maker before its name: the connection is not at fault then.
  if (typeof name !== 'string' || name === '' || !code.includes('.')) return null
  return <Link href={`/connections?${new URLSearchParams({ edit: name })}`}>{say('Edit the connection {name}', { name })}</Link>
}
