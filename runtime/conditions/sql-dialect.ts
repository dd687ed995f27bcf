/** What one engine calls its things, as far as conditions need it. Each source folder holds its own. */
import type { Column } from '../contract.ts'

export type TimeFamily = 'date' | 'wall' | 'instant'
/** `wall`: a time without a zone. */
export type Family = 'text' | 'integer' | 'decimal' | 'boolean' | TimeFamily
/** Gives a value to the statement and answers with what stands for it there. */
export type Bind = (value: string) => string

export interface SqlDialect {
  /** Of a column whose comparisons are understood; `undefined` leaves the condition to JavaScript. */
  family(column: Column): Family | undefined
  identifier(name: string): string
  /** What stands for the n-th bound value, counted from 1. Values are always bound as text. */
  parameter(n: number): string
  /** Instead of binding: the value written out, for engines whose cursors take no parameters. */
  writes?(value: string): string
  /** The type of all texts, as a cast names it; absent: `varchar`. */
  castsText?: string
  text: {
    /** Values that this engine cannot be given unchanged. */
    spoils?(value: string): boolean
    /** Character by character, whatever the column's own collation holds for equal. */
    equals(name: string, value: string, bind: Bind): string
    /** Absent: left to JavaScript. */
    contains?(name: string, value: string, bind: Bind): string
    startsWith?(name: string, value: string, bind: Bind): string
    endsWith?(name: string, value: string, bind: Bind): string
    empty(name: string): string
  }
  /** A plain decimal number in a type that compares with the column exactly and cannot overflow; `undefined` when there is none. */
  numeral(written: string, column: Column, bind: Bind): string | undefined
  /** Where an engine sorts NaN and infinity among the numbers: that the cell is a number. */
  isNumber?(name: string): string
  /** An ISO 8601 date, time without zone, or UTC instant to the microsecond, in the column's type. */
  moment(iso: string, kind: TimeFamily, bind: Bind): string
  /** Where an engine holds more: that the cell lies in the years 1 to 9999. */
  within?(name: string, kind: TimeFamily): string
}

/** The family of the first pattern that fits the type's name. */
export const byNative =
  (families: readonly (readonly [RegExp, Family])[]): SqlDialect['family'] =>
  ({ native = '' }) =>
    families.find(([pattern]) => pattern.test(native))?.[1]

/** In characters, as engines count. */
export const characters = (value: string): number => [...value].length

/** Whether a decimal has a place in so many digits, of which `scale` stand behind the point. */
export function fitsDigits(written: string, width: number, scale: number): boolean {
  const parts = /^[+-]?(\d+)(?:\.(\d+))?$/.exec(written)
  return parts !== null && parts[1]!.length <= width - scale && (parts[2] ?? '').length <= scale
}
