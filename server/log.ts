/** What the program says of itself, to standard error: fixed words and ids, never rows, bodies or settings. */
import pino, { type Logger } from 'pino'

export const openLog = (level: string): Logger =>
  pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: label => ({ level: label }) } },
    pino.destination({ dest: 2, sync: true }),
  )
