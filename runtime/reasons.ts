/** Sentences for the codes that are nobody's in particular. `{field}` is the field's title. A test finds codes without one. */
import type { Reason } from './dialect.ts'

export const genericReasons: Readonly<Record<string, Reason>> = {
  filtered: { title: 'Left out by the filter', why: 'The row does not meet the conditions.' },
  outside_segment: { title: 'Left out: not in the segment “{field}”', why: 'The row does not meet the conditions of that segment.' },
  inside_segment: { title: 'Left out: in the segment “{field}”', why: 'The flow leaves out the rows of that segment.' },
  missing: { title: '{field} is empty', why: 'The destination needs it. Map another column, or fill it at the source.' },
  key_null: {
    title: 'The row has no key',
    why: 'A key column is empty, so the row cannot be told from others and a copy could not be noticed.',
  },
  formula_not_a_number: {
    title: 'A formula met something that is no number',
    why: 'The column {field} was left empty for these rows. Read the number with number(…), or choose another value with if(…).',
  },
  formula_divided_by_zero: { title: 'A formula divided by zero', why: 'The column {field} was left empty for these rows.' },
  formula_too_long: { title: 'A formula’s result is too long', why: 'The column {field} was left empty for these rows.' },
  formula_currency: {
    title: 'A formula met an unknown currency',
    why: 'The column {field} was left empty for these rows: without the currency nobody knows how many cents make one unit.',
  },
  cents_of_no_currency: {
    title: '{field} is in cents of no known currency',
    why: 'The amount was left empty for these rows: without the currency nobody knows how many cents make one unit. Map the currency.',
  },
  formula_not_json: { title: 'A formula met a text that is no JSON', why: 'The column {field} was left empty for these rows.' },
  lookup_unmatched: {
    title: 'No row of {field} has this key',
    why: 'The columns that the lookup brings are empty for these rows; they go on all the same.',
  },
  lookup_several: {
    title: 'Several rows of {field} have this key',
    why: 'One of them is used, by the order that the lookup names, so that no row is doubled.',
  },
  needs_repair: { title: 'The step must be repaired first', why: 'Its problem says what is wrong.' },
  same_key: {
    title: 'Another row of this run has the same key',
    why: 'The first one is sent. If they are different orders, the model’s key needs one more column.',
  },
  made_way: {
    title: 'Another row of the same key was kept',
    why: 'The model keeps one row of each key, the first or the last by a column that you chose. The others are left out.',
  },
  id_not_unique: {
    title: 'Another row has the same event ID',
    why: 'The platform would take the two for one and say nothing. Map an event ID that each row has for itself, or leave it out and one is made.',
  },
  already_sent: { title: 'Sent by an earlier run', why: 'The destination has taken this event before, so it is not sent again.' },
  changed_after_send: {
    title: 'Changed after it was sent',
    why: 'The row says something else by now than when the destination took it. The platforms take no corrections, so it was not sent again.',
  },
  treated_as_sent: {
    title: 'Treated as sent after a restore',
    why: 'The database was put back, and a person chose that events up to that time were sent already.',
  },
  already_rejected: {
    title: 'Rejected in an earlier run',
    why: 'The platform refused this event before. After a fix it can be sent again from the run page.',
  },
  outcome_unknown: {
    title: 'The outcome is unknown',
    why: 'The request left and no answer could be read. It may or may not have been taken.',
  },
  held: {
    title: 'The outcome of an earlier attempt is unknown',
    why: 'The platform cannot remove a copy of this event, so it is held instead of being sent again.',
  },
  sent_again: {
    title: 'Sent again after an unknown outcome',
    why: 'An earlier attempt got no answer that could be read. The same bytes were sent again, so some of these events may have arrived more than once.',
  },
  expired: { title: 'Too old for the platform', why: 'The platform does not take events of this age any more.' },
  expired_waiting: {
    title: 'Became too old while waiting to be sent',
    why: 'The platform could not be reached before the event left its window in time.',
  },
  stopped: { title: 'Not sent, because the run was stopped', why: 'The next run sends it.' },
  run_failed: { title: 'Not sent, because the run ended early', why: 'The next run sends it.' },
  dry_run: { title: 'Would be sent', why: 'This was a dry run: nothing left this machine.' },
  bad_line: { title: 'A line of the file could not be read', why: 'The samples are line numbers. Repair the lines; the others were read.' },
  too_large: { title: 'One event is larger than a whole request may be', why: 'Leave out the long fields.' },
  time_without_zone: { title: '{field} has no time zone', why: 'Name the zone in the model’s settings; it is never guessed.' },
  certificate_name: {
    title: 'The platform’s certificate is for another name',
    why: 'Another server answers at this address: a proxy, a firewall or a wrong name service may be in the way. Repair that, then resume; nothing is lost meanwhile.',
  },
  certificate_expired: {
    title: 'The platform’s certificate has expired',
    why: 'Look at this machine’s clock first, then at a proxy in between. When it is right, resume.',
  },
  certificate_early: {
    title: 'The platform’s certificate is not valid yet',
    why: 'This machine’s clock is probably behind. Set it right, then resume.',
  },
  certificate_untrusted: {
    title: 'Nobody vouches for the platform’s certificate',
    why: 'It is self-signed, or from an authority that this machine does not know, as that of a company’s proxy. Give Node that authority (NODE_EXTRA_CA_CERTS) if you trust it, then resume.',
  },
  clocks_apart: {
    title: 'The platform’s clock and this machine’s are more than a minute apart',
    why: 'Platforms refuse events from the future and those that are too old, and due times come at wrong moments. Set this machine’s clock, best by NTP.',
  },
  clocks_far_apart: {
    title: 'This machine’s clock and the platform’s are more than five minutes apart',
    why: 'Two answers in a row say so. Nothing more is sent: events would be refused as too old or as from the future. Set this machine’s clock, best by NTP, then resume. If it is the answer that is wrong, as behind some proxies, resume all the same: it then goes on until the clocks agree again.',
  },
  platform_refused: { title: 'The platform refused the event', why: 'Its answer is on the run page.' },
}

/** What a step tells of a row that goes on: that a value was left out, or something worth knowing. */
export const lostOutcome = (code: string): 'field_left_out' | 'warning' => (code.startsWith('lookup_') ? 'warning' : 'field_left_out')
