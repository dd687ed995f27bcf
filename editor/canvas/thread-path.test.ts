import { expect, it } from 'vitest'
import { CARD_HEIGHT, CARD_WIDTH, ROW } from '../document/places.ts'
import { threadPath } from './thread-path.ts'

const PORT_Y = 33

it.each([1, 2, 3, 4, -1, -2, -3])('a line that goes back to the left and %i rows on crosses no row of cards', rows => {
  const { midY } = threadPath({ fromX: 700 + CARD_WIDTH, fromY: PORT_Y, toX: 0, toY: PORT_Y + rows * ROW })
  const within = ((midY % ROW) + ROW) % ROW
  expect(within).toBeGreaterThan(CARD_HEIGHT)
  expect(within).toBeLessThan(ROW)
})

it.each([1, -1, 1.2])('a line that goes back to the left and %i row on is met in the middle of its box, where a press aims', rows => {
  const toY = PORT_Y + rows * ROW
  expect(threadPath({ fromX: 700 + CARD_WIDTH, fromY: PORT_Y, toX: 0, toY }).midY).toBe((PORT_Y + toY) / 2)
})
