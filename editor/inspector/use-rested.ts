import { useEffect, useState } from 'react'

const REST_MS = 400

/** The latest value once it has not changed for a moment; the first one at once. */
export function useRested(value: string | null): string | null {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MS)
    return () => clearTimeout(timer)
  }, [value])
  return rested
}
