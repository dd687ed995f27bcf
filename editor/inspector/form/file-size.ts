import { locale, say } from '../../words/words.ts'

const UNITS = [say('bytes'), say('kB'), say('MB'), say('GB')]

/** A number of bytes as a person says it: "1.2 MB". */
export function sizeOf(bytes: number): string {
  const step = Math.min(UNITS.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3))
  const amount = bytes / 1000 ** step
  return `${step === 0 || amount >= 100 ? Math.round(amount) : amount.toLocaleString(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} ${UNITS[step]}`
}
