// Money is a decimal in the JSON and must not become a binary fraction on its way to the screen or back to the server.
// Fields that hold money therefore keep the text that was sent.

const money = new Set(['price', 'nextMinimum', 'amount', 'maximum', 'buyNowPrice', 'startingPrice']);

/** Parses JSON; every field that holds money becomes its own text. */
export function parse(text) {
  return JSON.parse(text, (key, value, context) =>
    typeof value === 'number' && money.has(key) ? (context?.source ?? String(value)) : value);
}

/**
 * The text of a typed amount: digits with at most one point or comma. Null if it is not an amount, or if a comma stands
 * before three digits, where it could also separate thousands.
 */
export function amountFrom(typed) {
  if (/,\d{3}$/.test(typed.trim()))
    return null;
  const text = typed.trim().replace(/\s/g, '').replace(',', '.');
  return /^\d{1,15}(\.\d{1,4})?$/.test(text) && /[1-9]/.test(text) ? text.replace(/^0+(?=\d)/, '') : null;
}

/** Writes a value as JSON, with amounts (texts from `amountFrom` or `parse`) as numbers. */
export function write(value) {
  if (Array.isArray(value))
    return `[${value.map(write).join(',')}]`;
  if (value === null || typeof value !== 'object')
    return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${money.has(key) ? member : write(member)}`);
  return `{${members.join(',')}}`;
}
