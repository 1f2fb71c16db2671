// What time it is. Nothing else on the pages asks the browser: phones and desks are minutes or a day off, and the local stage
// answers in a time of its own.

let skewMs = 0;

/** The server's clock, as its last answer told it; this device's own until there was one. Days, deadlines and countdowns follow
 * it: a phone that is minutes off must not see its code as expired. */
export const now = () => Date.now() + skewMs;

/** This device's clock as it is: what a gate notes without a net and sends with the time of sending, or what is compared to
 * a time that an answer carries to the millisecond. */
export const deviceNow = () => Date.now();

/** The header counts whole seconds, so that small differences mean nothing. @param {string | null} date */
export function learnTime(date) {
  const difference = date ? Date.parse(date) - Date.now() : 0;
  skewMs = Math.abs(difference) > 3000 ? difference : 0;
}
