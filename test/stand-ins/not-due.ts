/**
 * A flow that goes live in a walk has a plan that is not due while the walk lasts: templates run every half hour, and a run
 * that nobody of the walk started is one more, or goes on just then, whenever the walk meets its minute.
 */
import type { Flow } from '../../runtime/flow.ts'

/** As often as a template, so that nothing is said about its pace; at another time of the day. */
export const notDue = (flow: Flow): Flow => {
  const farHour = (new Date().getUTCHours() + 10) % 24
  return { ...flow, schedule: { cron: `*/30 ${farHour} * * *`, timezone: 'UTC', missed: 'last' } }
}
