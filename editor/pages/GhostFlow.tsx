import style from './GhostFlow.module.css'

/** Four steps in outline, joined by a ribbon that thins: what a flow looks like before there is one. */
export const GhostFlow = () => (
  <svg aria-hidden className={style.ghost} viewBox="0 0 420 190" fill="none">
    <path className={style.ribbon} strokeWidth="15" d="M118 42H150" />
    <path className={style.ribbon} strokeWidth="12" d="M268 40C330 40 330 96 210 96S90 148 152 148" />
    <path className={style.loss} strokeWidth="4" d="M268 52C296 52 300 70 322 70" />
    <path className={style.ribbon} strokeWidth="12" d="M270 148H302" />
    {[
      [0, 14],
      [150, 14],
      [152, 120],
      [302, 120],
    ].map(([x, y]) => (
      <g key={`${x} ${y}`} className={style.card}>
        <rect x={x} y={y} width="118" height="56" rx="10" />
        <rect className={style.tile} x={x! + 12} y={y! + 14} width="20" height="20" rx="5" />
        <path d={`M${x! + 42} ${y! + 20}h52M${x! + 42} ${y! + 31}h34`} />
      </g>
    ))}
  </svg>
)
