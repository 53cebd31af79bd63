const formats = new Map();

function moneyFormat(currency) {
  if (!formats.has(currency)) {
    let format;
    try {
      format = new Intl.NumberFormat(undefined, { style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' });
    } catch {
      format = { format: amount => `${amount} ${currency}` };
    }
    formats.set(currency, format);
  }
  return formats.get(currency);
}

/** An amount, given as its decimal text, in a currency. */
export const money = (amount, currency) => moneyFormat(currency).format(amount);

const two = number => String(number).padStart(2, '0');

/** The time left, rounded up: 0:01 until the very end. */
export function countdown(leftMs) {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  const days = Math.floor(seconds / 86400);
  const hours = Math.floor(seconds / 3600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  if (days > 0)
    return `${days} d ${two(hours)} h`;
  if (hours > 0)
    return `${hours}:${two(minutes)}:${two(seconds % 60)}`;
  return `${minutes}:${two(seconds % 60)}`;
}

/** The time left in words, for screen readers. */
export function spokenTime(leftMs) {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  if (seconds < 60)
    return seconds === 1 ? '1 second' : `${seconds} seconds`;
  const minutes = Math.round(seconds / 60);
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}

/** The milliseconds of a duration as the server writes it: [d.]hh:mm:ss[.fffffff]. */
export function durationMs(text) {
  const [, days = 0, hours, minutes, seconds] = /^(?:(\d+)\.)?(\d\d):(\d\d):(\d\d(?:\.\d+)?)$/.exec(text);
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

/** How long something has been so, for example 3 s, 4 min or 2 h 05. */
export function age(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 120)
    return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${two(minutes % 60)}`;
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const hour = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const moment = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

/** A time of day. */
export const timeOfDay = at => clock.format(new Date(at));

/** A day and a time of day. */
export const dayAndTime = at => moment.format(new Date(at));

/** The time of day if it is today, otherwise the day and the time. */
export const hourOrDay = at =>
  (new Date(at).toDateString() === new Date().toDateString() ? hour : moment).format(new Date(at));
