/** Functions that act instead of reading. A read-only transaction does not stop these, so they are refused by name. */
import type { Token } from '../../../runtime/one-select.ts'

const acting =
  /^(pg_sleep\w*|pg_(try_)?advisory_\w+|set_config|pg_(terminate|cancel)_backend|pg_notify|pg_reload_conf|pg_rotate_logfile\w*|pg_(read|ls|stat)_\w+|pg_current_logfile|pg_switch_wal|pg_create_\w+|pg_drop_\w+|pg_(copy_\w+slot|replication_\w+|logical_\w+)|pg_(start|stop)_backup|pg_backup_\w+|pg_promote|pg_wal_replay_\w+|pg_export_snapshot|pg_stat_reset\w*|pg_file_\w+|pg_log_\w+|pg_prewarm|nextval|setval|lo_\w+|lowrite|loread|dblink\w*|query_to_xml\w*|cursor_to_xml\w*|table_to_xml\w*|schema_to_xml\w*|database_to_xml\w*|copy_\w+|txid_current|pg_current_xact_id|pg_import_\w+|pg_(restore|clear)_\w+_stats|pg_nextoid|pg_truncate_visibility_map|brin_(de)?summarize_\w+|gin_clean_pending_list|ts_stat|postgres_fdw_disconnect\w*|heap_force_\w+|pg_buffercache_evict\w*|pg_sync_\w+|pg_background_\w+|run_command_on_\w+|master_run_on_worker|http|http_\w+|query_export_to_s3|table_import_from_s3)$/

/** Why this query is refused; `undefined` when nothing in it acts. */
export function refusal(sql: string, tokens: readonly Token[]): string | undefined {
  for (const [i, token] of tokens.entries()) {
    if (/^u&["']/i.test(sql.slice(token.at, token.at + 3))) return 'It writes names or texts as U&"…", which is not understood here.'
    const next = tokens[i + 1]
    if (token.text === '$' && next?.kind === 'number' && next.at === token.at + 1)
      return 'It uses a parameter. Write the value into the query.'
    const called = next?.kind === 'mark' && next.text === '('
    if (called && (token.kind === 'word' || token.kind === 'quoted') && acting.test(token.text))
      return `It calls ${token.text}, which does more than read.`
    if (token.kind === 'word' && token.text === 'for' && next?.kind === 'word' && /^(update|share|no|key)$/.test(next.text))
      return 'It locks rows.'
    if (token.kind === 'word' && token.text === 'into') return 'It uses SELECT INTO, which writes a table.'
  }
  return undefined
}
