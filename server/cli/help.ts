/** What `tributary --help` prints. */
export const HELP = `Usage: tributary COMMAND

  serve [--sample]                 server, scheduler and editor
  run FLOW [--dry-run] [--limit N] run a flow file once and print its tally
  check FLOW                       problems, without reading rows
  preview FLOW [--node ID] [--rows N]
                                   what each step makes of the first rows, and the requests that would be sent
  explain FLOW --key VALUE         one row's way through every step, and what is known of it
  schema                           the flow document's JSON Schema
  doctor                           is this machine and data folder fit to run, and what has to be mended
  backup DIR                       copy the database into DIR, also while the server runs
  backup-key FILE                  copy the key that opens the secrets in a backup; no backup has it
  restore FILE                     put a backup back; every flow is paused until somebody resumes it
  after-restore [--treat-as-sent [--until TIME] | --send-again] [--stream ID]
                                   say what became of events sent since the backup; nothing is sent before
  rotate-key                       seal all secrets with a new key

  --connections FILE   connections by name, with \${NAME} from the environment (run, check, preview, explain)
  --data DIR           data folder (else TRIBUTARY_DATA, else ./data)
  --json               one JSON value on standard output and nothing else
  --help, --version

FLOW is JSON or YAML. Logs go to standard error.
Exit codes: 0 all settled, 1 failed, 2 done with rejected, invalid or uncertain events, 3 data folder in use,
4 lost its lease, 5 configuration.
`.trimEnd()
