import { type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { Conditions } from '../../../runtime/conditions/tree.ts'
import { isGroup, mayStandIn, type Part, type Place, partAt } from './edits.ts'

/** Where a part would come to stand, and where the line is drawn that says so. */
interface Gap {
  to: Place
  top: number
  left: number
  width: number
}
interface Held {
  place: Place
  part: Part
  x: number
  y: number
  moving: boolean
}
export interface PartDrag {
  /** What the handle of the part at a place needs. */
  grip(place: Place): {
    onPointerDown(event: PointerEvent): void
    onPointerMove(event: PointerEvent): void
    onPointerUp(): void
    onPointerCancel(): void
  }
  /** The part that is being moved. */
  moved: string | null
  line: Gap | null
}

/** A press that moves less is none. */
const SLACK = 4
/** Near an edge of what scrolls, it scrolls. */
const EDGE = 36
const STEP = 7

/** Parts of a tree of conditions are moved by their handles, by mouse, pen and finger. Escape gives up. */
export function usePartDrag(root: RefObject<HTMLElement | null>, tree: Conditions, drop: (from: Place, to: Place) => void): PartDrag {
  const held = useRef<Held | null>(null)
  const gap = useRef<Gap | null>(null)
  const latest = useRef({ tree, drop })
  latest.current = { tree, drop }
  const [shown, show] = useState<{ moved: string; line: Gap | null } | null>(null)

  const look = useCallback(() => {
    const { current: it } = held
    if (!it?.moving || !root.current) return
    const next = nearest(root.current, latest.current.tree, it.place, it.y)
    if (next?.top === gap.current?.top && next?.to.join('.') === gap.current?.to.join('.')) return
    gap.current = next
    show({ moved: it.place.join('.'), line: next })
  }, [root])
  const end = useCallback((done: boolean) => {
    const { current: it } = held
    const { current: target } = gap
    held.current = null
    gap.current = null
    show(null)
    // What another tab changed meanwhile may have put something else there.
    if (done && it?.moving && target && partAt(latest.current.tree, it.place) === it.part) latest.current.drop(it.place, target.to)
  }, [])

  const moving = shown !== null
  useEffect(() => {
    if (!moving) return
    const scroller = scrolling(root.current)
    let frame = requestAnimationFrame(function roll() {
      frame = requestAnimationFrame(roll)
      const box = scroller?.getBoundingClientRect()
      const y = held.current?.y
      if (!box || y === undefined) return
      const by = y < box.top + EDGE ? -STEP : y > box.bottom - EDGE ? STEP : 0
      if (by === 0) return
      scroller!.scrollTop += by
      look()
    })
    const giveUp = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      event.stopPropagation()
      end(false)
    }
    addEventListener('keydown', giveUp, { capture: true })
    return () => {
      cancelAnimationFrame(frame)
      removeEventListener('keydown', giveUp, { capture: true })
    }
  }, [moving, root, look, end])

  return {
    moved: shown?.moved ?? null,
    line: shown?.line ?? null,
    grip: place => ({
      onPointerDown(event) {
        const part = partAt(tree, place)
        if (event.button !== 0 || !part) return
        event.currentTarget.setPointerCapture(event.pointerId)
        held.current = { place, part, x: event.clientX, y: event.clientY, moving: false }
      },
      onPointerMove(event) {
        const { current: it } = held
        if (!it) return
        const moves = it.moving || Math.hypot(event.clientX - it.x, event.clientY - it.y) > SLACK
        if (!moves) return
        held.current = { ...it, x: event.clientX, y: event.clientY, moving: true }
        look()
      },
      onPointerUp: () => end(true),
      onPointerCancel: () => end(false),
    }),
  }
}

/** The place between parts that is nearest to a height on the screen, among those where the part may stand. */
function nearest(root: HTMLElement, tree: Conditions, from: Place, y: number): Gap | null {
  const home = root.getBoundingClientRect()
  const boxOf = (place: Place) => root.querySelector(`[data-place="${place.join('.')}"]`)?.getBoundingClientRect()
  let best: { gap: Gap; far: number } | null = null
  const visit = (group: Place, parts: readonly Part[]) => {
    const boxes = parts.map((_, index) => boxOf([...group, index]))
    for (let index = 0; index <= parts.length && mayStandIn(tree, from, group); index++) {
      const [above, below] = [boxes[index - 1], boxes[index]]
      const beside = below ?? above
      if (!beside) continue
      const at = above && below ? (above.bottom + below.top) / 2 : below ? below.top - 4 : above!.bottom + 4
      const far = Math.abs(at - y)
      if (best && best.far <= far) continue
      best = { far, gap: { to: [...group, index], top: at - home.top, left: beside.left - home.left, width: beside.width } }
    }
    for (const [index, part] of parts.entries()) if (isGroup(part)) visit([...group, index], part.conditions)
  }
  visit([], tree.conditions)
  return (best as { gap: Gap } | null)?.gap ?? null
}

/** What around it can scroll. */
function scrolling(element: HTMLElement | null): HTMLElement | null {
  for (let at = element?.parentElement ?? null; at; at = at.parentElement)
    if (at.scrollHeight > at.clientHeight && /auto|scroll/.test(getComputedStyle(at).overflowY)) return at
  return null
}
