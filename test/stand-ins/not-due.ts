/**
 * A flow that goes live in a test has a plan that is not due while the test lasts: templates run every half hour, and a run
 * that nobody of the test started is one more, comes first, or goes on just then, whenever the test meets its minute.
 */

/** As often as a template, so that nothing is said about its pace; at another time of the day. */
export const notDue = <Drawn extends object>(flow: Drawn) => {
  const farHour = (new Date().getUTCHours() + 10) % 24
  return { ...flow, schedule: { cron: `*/30 ${farHour} * * *`, timezone: 'UTC', missed: 'last' as const } }
}
