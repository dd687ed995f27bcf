/** Our own kind pictograms, one family: 20 px, 1.75 stroke. Unknown names fall back to the role's. */
import type { ReactNode } from 'react'
import type { KindInfo } from '../../server/api/catalogue.ts'
import styles from './pictograms.module.css'

const drawings: Readonly<Record<string, ReactNode>> = {
  // A stack of rows.
  source: <path d="M3.5 5.2h13M3.5 10h13M3.5 14.8h13M7.4 3.2v13.6" />,
  // A drum: a database.
  database: (
    <path d="M4 5.2c0-1.3 2.7-2.2 6-2.2s6 .9 6 2.2-2.7 2.3-6 2.3-6-1-6-2.3Zm0 0v9.6c0 1.3 2.7 2.2 6 2.2s6-.9 6-2.2V5.2M4 10c0 1.3 2.7 2.2 6 2.2s6-.9 6-2.2" />
  ),
  file: <path d="M5 3h6.5L15.5 7v10H5V3Zm6.2.2V7.2h4M7.8 10.6h5M7.8 13.6h5" />,
  // A bag: ready-made shop orders.
  bag: <path d="M4.4 7h11.2l.9 10H3.5l.9-10ZM7.3 9.2V5.8a2.7 2.7 0 0 1 5.4 0v3.4" />,
  // Two rows merging.
  model: <path d="M3 5.5h3.2c2.6 0 2.9 4.5 5.5 4.5H17M3 14.5h3.2c2.6 0 2.9-4.5 5.5-4.5M14.4 7.4 17 10l-2.6 2.6" />,
  table: <path d="M3.2 4.2h13.6v11.6H3.2V4.2Zm0 4h13.6M3.2 12h13.6M8.4 8.2v7.6" />,
  code: <path d="M7 6 3 10l4 4M13 6l4 4-4 4M11.2 4 8.8 16" />,
  // Rows through a gate.
  filter: <path d="M2.8 10h4M13.2 10h4M2.8 5.2h4M2.8 14.8h4M10 3v4.2M10 12.8V17" />,
  // Two columns joined by a thread.
  map: <path d="M3.8 3.5v13M16.2 3.5v13M3.8 6.6h1.4c4.2 0 5.4 6.8 9.6 6.8h1.4M6.4 13.4H5M15 6.6h-1.4" />,
  // A thumbprint cut by a bar.
  hash: <path d="M5 12.2V9.4a5 5 0 0 1 10 0v2.8M7.6 12.2V9.6a2.4 2.4 0 0 1 4.8 0v2.6M10 9.8v2.4M2.8 14.8h14.4" />,
  step: <path d="M4 10h12M11.5 5.5 16 10l-4.5 4.5" />,
  // A paper dart.
  destination: <path d="M17 3.2 2.8 8.9l5.4 2.3L17 3.2Zm0 0-4 13.6-4.8-5.6M8.2 11.2v5l2.4-2.4" />,
  inbox: <path d="M3.2 11.4 5.4 4h9.2l2.2 7.4v4.8H3.2v-4.8Zm0 0h3.9l1.1 2.2h3.6l1.1-2.2h3.9" />,
  // A row and the glass that finds another one.
  lookup: <path d="M3 5h14M3 9.4h5M3 13.8h4M12.6 16a3.4 3.4 0 1 0 0-6.8 3.4 3.4 0 0 0 0 6.8Zm2.5-1 2.1 2.1" />,
  formula: <path d="M15 4.2H6l5 5.8-5 5.8h9" />,
}
const otherNames: Readonly<Record<string, string>> = {
  rows: 'source',
  stack: 'source',
  cloud: 'database',
  warehouse: 'database',
  sample: 'bag',
  shop: 'bag',
  csv: 'file',
  merge: 'model',
  sql: 'code',
  gate: 'filter',
  sieve: 'filter',
  thread: 'map',
  mapping: 'map',
  thumb: 'hash',
  thumbprint: 'hash',
  fingerprint: 'hash',
  dart: 'destination',
  send: 'destination',
  tray: 'inbox',
}

/** The name of a kind's drawing: its own, else its role's. Kinds with the same one look alike. */
export const drawingOf = (kind: Pick<KindInfo, 'icon' | 'role'>): string => {
  const name = otherNames[kind.icon] ?? kind.icon
  return name in drawings ? name : kind.role
}

/** The colour family of a kind, from what it takes and gives. */
export function familyOf(kind: Pick<KindInfo, 'role' | 'accepts' | 'emits'> | undefined): string {
  if (kind?.role !== 'step') return kind?.role ?? 'filter'
  if (kind.accepts !== kind.emits) return 'map'
  return kind.accepts === 'events' ? 'hash' : 'filter'
}

/** The coloured tile that says of which kind a step is: by a drawing, or by letters where several kinds have the same one. */
export const KindTile = ({ kind, small, letters }: { kind: KindInfo | undefined; small?: boolean; letters?: string | undefined }) => (
  <span className={styles.tile} data-family={familyOf(kind)} data-small={small || undefined} aria-hidden="true">
    {letters ?? (
      <svg
        viewBox="0 0 20 20"
        width="20"
        height="20"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeLinecap="round"
        strokeLinejoin="round"
        role="presentation"
      >
        {drawings[kind ? drawingOf(kind) : 'step']}
      </svg>
    )}
  </span>
)

const signs: Readonly<Record<string, ReactNode>> = {
  undo: <path d="M7 4 3.5 7.5 7 11M3.8 7.5h7.7a4.5 4.5 0 0 1 0 9H8" />,
  redo: <path d="M13 4l3.5 3.5L13 11M16.2 7.5H8.5a4.5 4.5 0 0 0 0 9H12" />,
  plus: <path d="M10 4.5v11M4.5 10h11" />,
  minus: <path d="M4.5 10h11" />,
  fit: <path d="M3.5 7.5v-4h4M16.5 7.5v-4h-4M3.5 12.5v4h4M16.5 12.5v4h-4" />,
  tidy: <path d="M3.5 4.5h4v4h-4v-4ZM12.5 4.5h4v4h-4v-4ZM12.5 12.5h4v4h-4v-4ZM7.5 6.5h5M10 6.5v8h2.5" />,
  more: <path d="M5 10h.01M10 10h.01M15 10h.01" strokeWidth="2.75" />,
  up: <path d="m5 12.5 5-5 5 5" />,
  down: <path d="m5 7.5 5 5 5-5" />,
  map: <path d="M3 4.5h14v11H3v-11ZM5.6 7.2h3v2h-3v-2ZM11.2 10.6h3v2h-3v-2ZM8.6 8.2h1.4c.8 0 .4 3.4 1.2 3.4" />,
  close: <path d="m5 5 10 10M15 5 5 15" />,
  names: <path d="M4 5.5h.01M4 10h.01M4 14.5h.01M7.5 5.5h9M7.5 10h9M7.5 14.5h9" />,
  pencil: <path d="M4 16l.8-3.4L13.2 4.2l2.6 2.6-8.4 8.4L4 16Z" />,
}
/** A plain sign for a control; the control itself carries the name. */
export const Sign = ({ name, size = 18 }: { name: string; size?: number }) => (
  <svg
    viewBox="0 0 20 20"
    width={size}
    height={size}
    fill="none"
    stroke="currentColor"
    strokeWidth="1.75"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    {signs[name]}
  </svg>
)
