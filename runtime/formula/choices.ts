/** Functions that choose among values: the first filled one, if, case. */
import type { Value } from '../contract.ts'
import { asText, asYes, BOOLEAN, common, empty, type Fn, type Ready } from './work.ts'

export const choices: Readonly<Record<string, Fn>> = {
  first: {
    usage: 'first(a, b, …)',
    says: 'The first of several that is not empty.',
    args: [1, 20],
    kind: common,
    make: args => (row, lost) => {
      for (const { work } of args) {
        const value = work(row, lost)
        if (!empty(value)) return value
      }
      return null
    },
  },
  if: {
    usage: 'if(condition, then, else)',
    says: 'One value where the condition holds, another (or nothing) where not.',
    args: [2, 3],
    kind: ([, ...branches]) => common(branches),
    make:
      ([condition, yes, no]) =>
      (row, lost) =>
        asYes(condition!.work(row, lost)) ? yes!.work(row, lost) : (no?.work(row, lost) ?? null),
  },
  case: {
    usage: 'case(value, "a", result, "b", result, …, otherwise)',
    says: 'The result behind the first text that equals the value; the last one, or nothing, when none does.',
    args: [3, 100],
    kind: args => common(resultsOf(args)),
    make:
      ([value, ...rest]) =>
      (row, lost) => {
        const asked = value!.work(row, lost)
        for (let i = 0; i + 1 < rest.length; i += 2) if (same(asked, rest[i]!.work(row, lost))) return rest[i + 1]!.work(row, lost)
        return rest.length % 2 ? rest.at(-1)!.work(row, lost) : null
      },
  },
  is_empty: {
    usage: 'is_empty(value)',
    says: 'Whether there is nothing, or only spaces.',
    args: [1, 1],
    kind: BOOLEAN,
    make:
      ([value]) =>
      (row, lost) =>
        empty(value!.work(row, lost)),
  },
}

const resultsOf = ([, ...rest]: readonly Ready[]): readonly Ready[] => rest.filter((_, i) => i % 2 === 1 || i === rest.length - 1)
const same = (a: Value, b: Value): boolean => !empty(a) && asText(a) === asText(b)
