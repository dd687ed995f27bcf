/** Orders as a shop exports them. */

/** CSV of plain cells: the columns of the first row, and no cell that would need quotes. */
export const csvOf = (rows: readonly Record<string, unknown>[]): string =>
  [Object.keys(rows[0]!).join(','), ...rows.map(row => Object.values(row).join(','))].join('\n')
