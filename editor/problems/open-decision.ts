import type { Flow } from '../../runtime/flow.ts'
import { askCheck } from '../queries.ts'

/** The step of a fresh flow that still wants something of a person: what one press decides goes before what is merely missing. */
export const openDecision = (flow: string, document: Flow): Promise<string | undefined> =>
  askCheck(flow, document).then(
    ({ problems }) => (problems.find(problem => problem.fixes?.length) ?? problems.find(problem => problem.level === 'must_fix'))?.node,
    () => undefined,
  )
