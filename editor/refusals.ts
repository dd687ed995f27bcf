/**
 * What a refusal means for a person when whoever answered did not say it in our own words: a proxy, a login page before
 * the server, a server that is just starting. Four parts for every kind of it: what happened, to what, why, what to do.
 */
import type { ApiError as ErrorBody } from '../server/api/payloads.ts'
import { say } from './words/words.ts'

type Meaning = Pick<ErrorBody, 'code' | 'title' | 'why' | 'fix'>
/** Actions that a page itself understands, beside those that are a path of this site. */
export const ACTIONS = { retry: 'retry', reload: 'reload' } as const
/** Whether a fix can be offered wherever its refusal is shown: it leads to a page of this site, or opens this one anew. */
export const isAnywhere = (action: string): boolean => action === ACTIONS.reload || /^\/(?!\/)/.test(action)
export function fixAnywhere(action: string): void {
  if (action === ACTIONS.reload) location.reload()
  else location.assign(action)
}

const retry = () => ({ label: say('Try again'), action: ACTIONS.retry })
const reload = () => ({ label: say('Reload this page'), action: ACTIONS.reload })
const home = () => ({ label: say('Back to your flows'), action: '/' })

/** The meaning of a status; `wait` is the seconds that the answer asked for, when it did. */
export function meaningOf(status: number, wait?: number): Meaning {
  switch (status) {
    case 401:
      return {
        code: 'app.signed_out',
        title: say('You are no longer signed in'),
        why: say('The server, or a sign-in before it, asks who you are. Edits that were not saved are kept on this device.'),
        fix: [{ label: say('Sign in again'), action: ACTIONS.reload }],
      }
    case 403:
      return {
        code: 'app.not_allowed',
        title: say('This is not allowed from here'),
        why: say('The server, or a proxy before it, refuses you or this address. Ask whoever runs it, then reload.'),
        fix: [reload()],
      }
    case 404:
    case 410:
      return {
        code: 'app.not_found',
        title: say('It is not there any more'),
        why: say('It may have been deleted meanwhile, or the link is an old one.'),
        fix: [home()],
      }
    case 409:
    case 412:
      return {
        code: 'app.changed_meanwhile',
        title: say('It was changed somewhere else meanwhile'),
        why: say('What this page shows is older than what the server has, so nothing was overwritten.'),
        fix: [reload()],
      }
    case 413:
      return {
        code: 'app.too_large',
        title: say('This is too large to take at once'),
        why: say(
          'The server, or a proxy before it, takes less. Send less at once, such as a smaller file, or ask whoever runs it to allow more.',
        ),
        fix: [],
      }
    case 429:
      return {
        code: 'app.busy',
        title: say('Too much was asked at once'),
        why: wait
          ? say('The server asks to wait {wait} {wait, plural, one {second} other {seconds}}. Nothing was changed.', { wait })
          : say('The server asks to wait a moment. Nothing was changed.'),
        fix: [retry()],
      }
    case 502:
    case 503:
    case 504:
      return {
        code: 'app.not_ready',
        title: say('The server cannot be reached just now'),
        why: say('It may be starting again. What stands before it answered instead. What you saved is safe.'),
        fix: [retry()],
      }
    default:
      return {
        code: 'app.unknown',
        title: say('Something went wrong on our side'),
        why: say('Your flow is safe. The server gave an answer we do not know.'),
        fix: [status >= 500 ? retry() : reload()],
      }
  }
}

/** No answer at all. */
export const noAnswer = (): Meaning => ({
  code: 'app.offline',
  title: say('The server did not answer'),
  why: say('It may be starting again, or this device is offline. Nothing you made is lost.'),
  fix: [retry()],
})

/** An answer that says "fine", but is not what was asked for: the page of a hotel's network, say, or one cut short. */
export const notOurs = (): Meaning => ({
  code: 'app.foreign_answer',
  title: say('Something between you and the server answered'),
  why: say('The answer is not one of ours: a sign-in page, a proxy, or one cut short on its way. What you saved is safe.'),
  fix: [reload()],
})

/** A script of this page is not there: the server has another version by now, or cannot be reached. Each browser has its own words for it. */
export const isMissingScript = (error: unknown): boolean =>
  error instanceof Error && /dynamically imported module|Importing a module script failed|Unable to preload CSS/i.test(error.message)
export const missingScript = (): Meaning => ({
  code: 'app.scripts_missing',
  title: say('A part of this page could not be loaded'),
  why: say(
    'The server may have been updated since this page was opened, or it cannot be reached just now. Edits that were not saved are kept on this device.',
  ),
  fix: [reload()],
})

/** Named from the inside out: the first that fits names what was asked about. */
const THINGS: readonly [RegExp, () => string][] = [
  [/^\/api\/flows\/[^/]+\/versions/, () => say('The versions of this flow')],
  [/^\/api\/flows\/[^/]+\/publish/, () => say('Publishing this flow')],
  [/^\/api\/flows\/[^/]+\/runs/, () => say('The runs of this flow')],
  [/^\/api\/flows\/[^/]+\/test/, () => say('The test event')],
  [/^\/api\/flows\/[^/]+\/preview/, () => say('The preview')],
  [/^\/api\/flows\/[^/]+\/explain/, () => say('What became of this order')],
  [/^\/api\/flows\/[^/]+/, () => say('This flow')],
  [/^\/api\/flows/, () => say('Your flows')],
  [/^\/api\/runs\/[^/]+\/requests/, () => say('What this run sent')],
  [/^\/api\/runs\//, () => say('This run')],
  [/^\/api\/connections/, () => say('Your connections')],
  [/^\/api\/inbox/, () => say('The Test inbox')],
  [/^\/api\/templates/, () => say('The templates')],
  [/^\/api\/uploads/, () => say('Your files')],
  [/^\/api\/segments/, () => say('Your segments')],
  [/^\/api\/alerts/, () => say('Your alerts')],
]

/** What a question was about, for a person; nothing where only the page itself can say. */
export const thingOf = (path: string): string | null => THINGS.find(([form]) => form.test(path))?.[1]() ?? null
