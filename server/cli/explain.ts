/** One row's way as text: what each step says of it, and every request it was in. */
import type { Explained } from '../api/explained.ts'
import type { Attempt, RequestInfo } from '../api/requests.ts'

type Path = Explained['paths'][number]

export function explainedText({ path, steps, ledger, requests, possibleDoubles }: Path): string {
  const lines = steps.flatMap(({ node, outcome, message, conditions }) => [
    `${node}  ${outcome}  ${message}`,
    ...conditions.map(({ says, value, met }) => `  ${met ? 'yes' : 'no'}: ${says}; here: ${JSON.stringify(value)}`),
  ])
  lines.push(
    ledger
      ? `ledger  ${ledger.state} at ${ledger.at}, run ${ledger.run}${ledger.message ? `: ${ledger.message}` : ''}`
      : 'ledger  never sent',
  )
  for (const request of requests) lines.push(...requestLines(request))
  if (possibleDoubles) lines.push(`It may have arrived ${possibleDoubles + 1} times, at most.`)
  return `${path}\n${lines.map(line => `  ${line}\n`).join('')}`
}

const requestLines = ({ request, events, outcome, attempts, decisions }: RequestInfo): string[] => [
  `request ${request}  ${outcome}, ${events} ${events === 1 ? 'event' : 'events'}`,
  ...attempts.map(attempt => `  ${attempt.startedAt}  ${answerText(attempt)}`),
  ...decisions.map(({ at, what }) => `  ${at}  decided: ${what.replaceAll('_', ' ')}`),
]

function answerText({ class: kind, status, code, platformCode, trace, waitedMs }: Attempt): string {
  const said = [kind ?? 'no answer noted', status !== null && `HTTP ${status}`, code, platformCode, trace && `trace ${trace}`]
  if (waitedMs) said.push(`after waiting ${(waitedMs / 1000).toFixed(1)} s`)
  return said.filter(Boolean).join(', ')
}
