import { describe, expect, it } from 'vitest'
import { toolsPlace } from './tools-place.ts'

const picture = { width: 700, height: 600 }
const tools = { width: 400, height: 50 }
const card = (left: number, top: number) => ({ left, top, right: left + 250, bottom: top + 100 })

describe('the tools of a chosen step', () => {
  it('stand above it, in its middle', () => {
    expect(toolsPlace(card(200, 200), tools, picture, 84)).toEqual({ left: 125, top: 136 })
  })
  it('stand below it where there is no room above', () => {
    expect(toolsPlace(card(200, 30), tools, picture, 84)).toEqual({ left: 125, top: 144 })
    expect(toolsPlace(card(200, -90), tools, picture, 84)).toEqual({ left: 125, top: 24 })
  })
  it.each([
    ['left', card(-240, 200)],
    ['right', card(690, 200)],
    ['top', card(200, -99)],
    ['bottom', card(200, 590)],
    ['a corner', card(-240, -99)],
    ['nothing: what is chosen is as high as the picture', { left: 0, top: -10, right: 250, bottom: 640 }],
  ])('are whole and clear of what lies below where all but a strip of it is out of sight: %s', (_, of) => {
    const place = toolsPlace(of, tools, picture, 84)!
    expect(place.left).toBeGreaterThanOrEqual(8)
    expect(place.left + tools.width).toBeLessThanOrEqual(picture.width - 8)
    expect(place.top).toBeGreaterThanOrEqual(8)
    expect(place.top + tools.height).toBeLessThanOrEqual(picture.height - 84)
  })
  it.each([
    ['left', card(-250, 200)],
    ['right', card(700, 200)],
    ['top', card(200, -100)],
    ['bottom', card(200, 600)],
  ])('go with what is out of sight: %s', (_, of) => {
    expect(toolsPlace(of, tools, picture, 84)).toBeNull()
  })
  it('begin at the edge where the picture is no wider than they are', () => {
    expect(toolsPlace(card(20, 200), { width: 284, height: 150 }, { width: 300, height: 600 }, 84)).toEqual({ left: 8, top: 36 })
  })
})
