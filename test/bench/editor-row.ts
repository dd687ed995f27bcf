/** The editor's own goals, as `npm run budgets -- speed` measures them: weights, paint, work on a large flow. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Row } from '../budgets/sheet.ts'
import type { BenchRow, Finding } from './rounds.ts'
import { ended, onStage } from './stage.ts'

export const editorRow: BenchRow = {
  id: 'editor',
  says: 'weight and speed of the editor in a browser, with up to 500 steps',
  run: () =>
    onStage(async stage => {
      const list = stage.path('budgets.json')
      const child = spawn(process.execPath, [resolve('test/budgets/main.ts'), 'speed'], {
        env: { ...process.env, BUDGETS_JSON: list },
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      const [, err, code] = await ended(child)
      if (code !== 0) throw new Error(`It ended with ${code}: ${err.slice(-500)}`)
      const rows: Row[] = JSON.parse(readFileSync(list, 'utf8'))
      return rows.map(({ what, figure, goal, met, why }): Finding => {
        const says = why === undefined ? what : `${what} (${why})`
        return { says, measured: figure, target: goal, met: met ?? undefined, figures: {} }
      })
    }),
}
