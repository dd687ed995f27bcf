/** Sentences for every code of this folder: what happened, why, and what to do. */
import type { Reason } from '../../../runtime/dialect.ts'
import { unusableReasons } from '../../../runtime/normalise/reasons.ts'

export const reasons: Readonly<Record<string, Reason>> = {
  ...unusableReasons,
  'pin.too_old': {
    title: 'Event is older than 7 days',
    why: 'Pinterest is said to take a week back at most. Run the flow more often; what is past cannot be sent.',
  },
  'pin.future': {
    title: 'Event is in the future',
    why: 'Check the time zone of the event time column. Up to five minutes ahead is sent as “now”.',
  },
  'pin.event_time': { title: 'Event time is not a time', why: 'It needs a date and time, or seconds since 1970.' },
  'pin.event_name': { title: 'Event has no name', why: 'Map Event.' },
  'pin.event_id': { title: 'Event has no ID', why: 'Pinterest refuses events without one. Map Event ID, or give the model a key.' },
  'pin.action_source': {
    title: '{field} is not a known place',
    why: 'Use website, app_android, app_ios, or another of the listed places.',
  },
  'pin.near_name': {
    title: 'Sent under a name that Pinterest does not know',
    why: 'It is nearly one of Pinterest’s own events, or what others call one. Give the standard name in Map fields, such as Purchase; a value map translates the names of a column.',
  },
  'pin.who': {
    title: 'Pinterest cannot tell who it was',
    why: 'It needs an email, a mobile advertising ID, or IP address and browser together. Phone, names and click IDs are not enough.',
  },
  'pin.late': {
    title: 'Sent more than an hour after it happened',
    why: 'Pinterest counts events of the web and of apps that reach it within an hour as such, and later ones as offline, which it cannot compare with those of its tag. Run the flow every half hour.',
  },
  'pin.opt_out': { title: 'Sent with opt-out', why: 'The row says that the person opted out of tracking, and Pinterest is told so.' },
  'pin.limited_use': {
    title: 'Sent with limited data processing',
    why: 'The row asks for it. It acts where State and Country are sent with the event.',
  },
  'pin.limited_nowhere': {
    title: 'Sent with limited data processing, without state and country',
    why: 'Pinterest limits the use by the state that a person lives in. Map State and Country, or the limit acts nowhere.',
  },
  'pin.not_offered': { title: '{field} is not one of Pinterest’s values', why: 'The field’s rule, in Map fields, lists them.' },
  'pin.out_of_range': {
    title: '{field} is larger than Pinterest takes',
    why: 'Look at its unit: storage is in gigabytes, sizes are in pixels.',
  },
  'pin.event_failed': { title: 'Pinterest did not process the event', why: 'Its reason is beside the event.' },
  'pin.refused': { title: 'Pinterest refused the request', why: 'A value did not fit its schema. The event at fault is searched for.' },
  'pin.token': { title: 'Pinterest does not accept the token', why: 'It was withdrawn or is not whole. Make a new one in Ads Manager.' },
  'pin.permission': {
    title: 'The token has no rights on this ad account',
    why: 'Its user must own the account, or be Admin, Analyst, Audience or Campaign there.',
  },
  'pin.account': {
    title: 'Pinterest does not know this ad account',
    why: 'Compare the number with Ads Manager. The tag ID is another number.',
  },
  'pin.list_unread': {
    title: 'The list could not be read',
    why: 'A proxy may have answered for Pinterest. Try again, or type the number.',
  },
  'pin.may_not_list': {
    title: 'This token may not list ad accounts',
    why: 'A conversion access token sends only. Type the number: it stands in Ads Manager, and is not the tag ID.',
  },
  'pin.redirect': {
    title: 'Pinterest’s address answered with a redirect',
    why: 'It is never followed, since the token would travel along. Look at a proxy in between.',
  },
  'pin.rate': { title: 'Pinterest asked to slow down', why: 'It goes on by itself, as soon as Pinterest allows.' },
  'pin.busy': { title: 'Pinterest was not taking traffic', why: 'It is tried again by itself.' },
  'pin.server_error': { title: 'Pinterest failed while answering', why: 'Whether it took the events is not known; they keep their ids.' },
  'pin.unreadable': {
    title: 'The answer could not be read',
    why: 'A proxy may have answered. Whether Pinterest took the events is not known.',
  },
  'pin.short_count': { title: 'Pinterest answered for other than what was sent', why: 'Which events it took is not known.' },
  'pin.partly': {
    title: 'Pinterest did not process all of the events',
    why: 'Its answer does not say which. They are searched in smaller requests where Pinterest removes a copy, else held for you to decide.',
  },
  'pin.gateway': { title: 'Something in between answered for Pinterest', why: 'A proxy or firewall did not let the request through.' },
  'pin.too_large': { title: 'The request was too large', why: 'It is sent again in halves.' },
  'pin.try_later': { title: 'Pinterest asked to slow down', why: 'Wait some minutes and test again.' },
  'pin.unproven': {
    title: 'The check could not be decided',
    why: 'Pinterest’s answer is neither the one for a good connection nor for a bad one.',
  },
}
