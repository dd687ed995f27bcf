/** Queries about the engine instead of the file: its catalogue and settings hold this server's paths. What writes or reaches out, the engine refuses itself. */
import type { Token } from '../../../runtime/one-select.ts'

const catalogue =
  /^(duckdb_\w+|pragma_\w+|sqlite_(temp_)?(master|schema)|information_schema|pg_(catalog|am|attrdef|attribute|class|collation|constraint|database|depend|description|enum|index|indexes|namespace|prepared_statements|proc|sequence|sequences|settings|tables|tablespace|type|views))$/i
/** What acts on the engine: some of these end the whole process when they may not do it. */
const acting =
  /^((enable|disable)_\w+|write_log|truncate_duckdb_logs|(force_)?checkpoint|start_ui\w*|stop_ui\w*|add_parquet_key|arrow_\w+|sleep_ms|json_execute_serialized_sql|sql_auto_complete|check_peg_parser|copy_database)$/i
/** Takes the text of another query, or names what this server is set to. */
const asking = /^(query|query_table|current_setting|getenv|getvariable|glob|sniff_csv|pg_\w+)$/i

/** Why this query is refused; `undefined` when it reads rows. */
export function refusal(tokens: readonly Token[]): string | undefined {
  const asked = askedIn(tokens)
  if (asked) return `It uses ${asked.slice(0, 100)}, which tells of this server and not of the file’s rows.`
  const act = actingIn(tokens)
  return act && `It calls ${act.slice(0, 100)}, which does more than read.`
}

/** What is named there and tells of this server. */
export const askedIn = (tokens: readonly Token[]): string | undefined =>
  tokens.find(({ kind, text }, i) => {
    const called = tokens[i + 1]?.text === '(' && tokens[i + 1]?.kind === 'mark'
    return (kind === 'word' || kind === 'quoted') && (catalogue.test(text) || (called && asking.test(text)))
  })?.text
/** What is called there and does more than read. */
export const actingIn = (tokens: readonly Token[]): string | undefined =>
  tokens.find(
    ({ kind, text }, i) =>
      (kind === 'word' || kind === 'quoted') && acting.test(text) && tokens[i + 1]?.kind === 'mark' && tokens[i + 1]?.text === '(',
  )?.text
