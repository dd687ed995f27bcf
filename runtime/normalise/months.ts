/** Month names in the languages that exports are written in. */

/** English, French, German, Spanish, Italian, Dutch and Portuguese, by the letters that tell the months apart. */
const MONTHS: readonly RegExp[] = [
  /^(?:jan|gen|ene|jän)/,
  /^(?:feb|fév|fev)/,
  /^(?:mar|mär|mae|mrz|maa|mrt)/,
  /^(?:apr|avr|abr)/,
  /^(?:may|mai|maj|mei|mag)/,
  /^(?:jun|juin|giu)/,
  /^(?:jul|juil|lug)/,
  /^(?:aug|aoû|aou|ago)/,
  /^(?:sep|set)/,
  /^(?:oct|okt|ott|out)/,
  /^nov/,
  /^(?:dec|déc|dez|dic)/,
]

/** 1 to 12, or 0 when the word is no month. */
export const monthOf = (word: string): number => MONTHS.findIndex(name => name.test(word.toLowerCase())) + 1
