// Seeded SQL conditions, each with what it says of a row: true, false or null (unknown).
import { doubleOf, floatOf, genres, isPlain } from "./random_values.mjs";

const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

function number(field, value) {
  if (value === null) return null;
  if (field.type === "float") return floatOf(value);
  if (field.type === "double") return doubleOf(value);
  return field.type === "int64" ? BigInt(value) : value;
}

// LanceDB orders a NaN above all numbers.
const above = (value, bound) => (value === null ? null : Number.isNaN(value) ? true : value > bound);

function ofIds(below, rows) {
  const some = () => (rows.length === 0 ? "3" : rows[below(rows.length)][0]);
  switch (below(4)) {
    case 0: { const bound = some(); return { sql: `id < ${bound}`, test: (get) => BigInt(get("id")) < BigInt(bound) }; }
    case 1: {
      const ids = Array.from({ length: 1 + below(12) }, some);
      return { sql: `id IN (${ids.join(", ")})`, test: (get) => ids.includes(get("id")) };
    }
    case 2: {
      const [low, high] = [some(), some()];
      return { sql: `id BETWEEN ${low} AND ${high}`, test: (get) => BigInt(get("id")) >= BigInt(low) && BigInt(get("id")) <= BigInt(high) };
    }
    default: { const id = some(); return { sql: `id = ${id}`, test: (get) => get("id") === id }; }
  }
}

function ofField(below, field) {
  const { name, type } = field;
  const missing = { sql: `${name} IS NULL`, test: (get) => get(name) === null };
  if (type === "vector" || below(6) === 0) return missing;
  if (type === "bool") return { sql: name, test: (get) => get(name) };
  if (type === "string") {
    const known = (test) => (get) => (get(name) === null ? null : test(get(name)));
    switch (below(3)) {
      case 0: return { sql: `${name} = ${quoted("it's")}`, test: known((text) => text === "it's") };
      case 1: return { sql: `${name} LIKE '%é%'`, test: known((text) => text.includes("é")) };
      default: return { sql: `${name} LIKE 'Toy%'`, test: known((text) => text.startsWith("Toy")) };
    }
  }
  if (type === "list") {
    const wanted = [genres[below(genres.length)], genres[below(genres.length)]];
    return { sql: `array_has_any(${name}, [${wanted.map(quoted).join(", ")}])`,
             test: (get) => (get(name) === null ? null : get(name).some((item) => wanted.includes(item)) ? true : null) };
  }
  const bound = type === "int32" || type === "int64" ? 1990 + below(20) : 0.25 + below(8) / 4;
  return { sql: `${name} > ${bound}`, test: (get) => above(number(field, get(name)), type === "int64" ? BigInt(bound) : bound) };
}

const not = (a) => (a === null ? null : !a);
const and = (a, b) => (a === false || b === false ? false : a === null || b === null ? null : true);

export function randomFilter(below, fields, rows, depth = 0) {
  const choice = below(depth < 2 ? 10 : 6);
  const usable = fields.filter((field) => isPlain(field) && field.name !== "id");
  if (choice < 3 || usable.length === 0) return ofIds(below, rows);
  if (choice < 6) return ofField(below, usable[below(usable.length)]);
  const a = randomFilter(below, fields, rows, depth + 1);
  // What array_has_any says of a list with nulls is not true; whether it is false or unknown NOT would show.
  if (choice === 6) return a.sql.includes("array_has") ? a : { sql: `NOT (${a.sql})`, test: (get) => not(a.test(get)) };
  const b = randomFilter(below, fields, rows, depth + 1);
  if (choice === 7) return { sql: `(${a.sql}) OR (${b.sql})`, test: (get) => not(and(not(a.test(get)), not(b.test(get)))) };
  return { sql: `(${a.sql}) AND (${b.sql})`, test: (get) => and(a.test(get), b.test(get)) };
}

/** Whether a row (an array of values in the order of the fields) passes. */
export function passes(filter, fields, row) {
  return filter.test((name) => row[fields.findIndex((field) => field.name === name)]) === true;
}
