/** A line of the record as a sentence. */
import type { AuditLine } from '../../server/api/audit.ts'
import { say } from '../words/words.ts'

type What = AuditLine['what']
const DECIDED: Partial<Record<What, (events: number) => string>> = {
  send_again: n => say('Let {n, plural, one {# event} other {# events}} of unknown outcome be sent again', { n }),
  treat_as_sent: n => say('Had {n, plural, one {# event} other {# events}} of unknown outcome treated as sent', { n }),
  forget_rejected: n => say('Let {n, plural, one {# rejected row} other {# rejected rows}} be sent again', { n }),
  send_rejected: n => say('Sent {n, plural, one {# rejected row} other {# rejected rows}} again', { n }),
  put_back: n => say('Noticed that the database was put back: {n, plural, one {# event} other {# events}} forgotten at least', { n }),
  put_back_treat_as_sent: n =>
    say('After a restore: {n, plural, one {# forgotten event} other {# forgotten events}} treated as sent', { n }),
  put_back_send_again: n => say('After a restore: {n, plural, one {# forgotten event} other {# forgotten events}} sent again', { n }),
}
const CHANGED: Partial<Record<What, (name: string) => string>> = {
  flow_created: name => say('Made the flow {name}', { name }),
  flow_deleted: name => say('Deleted the flow {name}', { name }),
  flow_published: name => say('Published {name}', { name }),
  flow_paused: name => say('Paused {name}', { name }),
  flow_resumed: name => say('Resumed {name}', { name }),
  version_restored: name => say('Made {name}, the draft again', { name }),
  connection_saved: name => say('Saved the connection {name}', { name }),
  connection_deleted: name => say('Deleted the connection {name}', { name }),
  meaning_forgotten: name => say('Forgot what a column meant: {name}', { name }),
  segment_saved: name => say('Saved the segment {name}', { name }),
  segment_renamed: name => say('Renamed a segment: {name}', { name }),
  segment_deleted: name => say('Deleted the segment {name}', { name }),
  upload_saved: name => say('Uploaded {name}', { name }),
  upload_deleted: name => say('Deleted the file {name}', { name }),
  channel_saved: name => say('Saved the alert channel {name}', { name }),
  channel_deleted: name => say('Removed the alert channel {name}', { name }),
  key_rotated: () => say('Changed the master key'),
}
export const recordWords = ({ what, subject, events }: Pick<AuditLine, 'what' | 'subject' | 'events'>): string =>
  DECIDED[what]?.(events ?? 0) ?? CHANGED[what]?.(subject ?? '') ?? what

/** By which door a change came. */
export const doorWords = (actor: AuditLine['actor']): string =>
  actor === null
    ? say('Not noted')
    : { editor: say('Editor'), api: say('API'), command_line: say('Command line'), server: say('The server itself') }[actor]
