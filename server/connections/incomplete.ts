/** What a connection's settings lack, in sentences that name the settings as their form does. Never repeats a value: it may be secret. */
import type * as z from 'zod'
import type { AnyKind } from '../../runtime/contract.ts'
import { issueText, ownWords } from '../../runtime/issue.ts'
import { titleIn } from '../../runtime/resolve.ts'

export function incomplete(kind: AnyKind | undefined, error: z.ZodError | undefined): string {
  const said = new Map<string, string>()
  for (const issue of error?.issues ?? []) {
    const key = String(issue.path[0] ?? '')
    if (!said.has(key)) said.set(key, sentence(kind?.connection, key, issue))
  }
  return [...said.values()].join(' ') || 'The settings are not complete.'
}

function sentence(schema: unknown, key: string, issue: z.core.$ZodIssue): string {
  const title = key && titleIn(schema, key)
  if (title && issue.message.endsWith('received undefined')) return `${title} is not filled in.`
  return ownWords(issue) ?? (title ? `${title}: ${issueText({ ...issue, path: issue.path.slice(1) })}` : issueText(issue))
}
