// The operations of a random table: what each does to the model's rows, and how either program is asked for it. Each function draws its
// choices from `below` and returns {what, rows, fields, kinora, lancedb, counts}: the rows afterwards in any order, how each program does it
// (undefined if it cannot), and what Kinora's commit must count.
import * as lancedb from "@lancedb/lancedb";
import { passes, randomFilter } from "./random_filters.mjs";
import { arrowTable, doubleBits, doubleOf, floatBits, floatOf, isPlain, kinoraColumns, randomRows, randomSchema, rowsOfIds } from "./random_values.mjs";

const sizes = [1, 3, 17, 100, 500];
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

export function append(below, state) {
  const rows = randomRows(below, state.fields, sizes[below(5)], state.nextId);
  state.nextId += rows.length;
  const after = [...state.rows, ...rows];
  const counts = { inserted: rows.length };
  // Kinora takes the columns in any order and without those that may be null.
  let given = kinoraColumns(state.fields, rows).reverse();
  if (below(4) === 0) {
    const left = state.fields.findIndex((field) => field.nullable && field.name !== "id");
    if (left >= 0) {
      given = given.filter((column) => column.name !== state.fields[left].name);
      for (const row of rows) row[left] = null;
    }
  }
  return { what: `append ${rows.length}`, rows: after, counts, kinora: { do: "append", columns: given },
           lancedb: (table) => table.add(arrowTable(state.fields, rows)) };
}

export function remove(below, state) {
  const filter = randomFilter(below, state.fields, state.rows);
  const rows = state.rows.filter((row) => !passes(filter, state.fields, row));
  return { what: `delete where ${filter.sql}`, rows, counts: { deleted: state.rows.length - rows.length },
           kinora: { do: "delete", where: filter.sql }, lancedb: (table) => table.delete(filter.sql) };
}

// What can be assigned to a column: SQL, and what it makes of a row.
function assignments(fields, field) {
  const always = (value) => () => value;
  const ofId = (compute) => (row) => compute(BigInt(row[0]));
  const ofItself = (compute) => (row) => { const value = row[fields.indexOf(field)]; return value === null ? null : compute(value); };
  switch (field.type) {
    case "bool": return [["true", always(true)], ["false", always(false)]];
    case "int32": return [["2001", always(2001)], ["-(id % 1000) + 7", ofId((id) => Number(-(id % 1000n) + 7n))], [`${field.name} % 7`, ofItself((value) => value % 7 + 0)]];
    case "int64": return [["id * 2 + 1", ofId((id) => String(id * 2n + 1n))], ["(id - 20) / 3", ofId((id) => String((id - 20n) / 3n))], [field.name, ofItself((value) => value)]];
    case "float": return [["0.75", always(floatBits(0.75))], [`${field.name} * 2`, ofItself((value) => floatBits(floatOf(value) * 2))], ["id", ofId((id) => floatBits(Number(id)))]];
    case "double": return [["2.5", always(doubleBits(2.5))], [`${field.name} - 1`, ofItself((value) => doubleBits(doubleOf(value) - 1))], ["id / 4.0", ofId((id) => doubleBits(Number(id) / 4))]];
    case "string": {
      const other = fields.findIndex((each) => each.type === "string" && isPlain(each) && (field.nullable || !each.nullable));
      return [[quoted("it's é"), always("it's é")], [fields[other].name, (row) => row[other]]];
    }
    case "list": return [["['Drama', 'é']", always(["Drama", "é"])]];
    case "vector": return [[`[${Array.from({ length: field.dimension }, (_, i) => i / 4).join(", ")}]`, always(Array.from({ length: field.dimension }, (_, i) => floatBits(i / 4)).join(""))]];
  }
}

function assignment(below, fields, field) {
  if (field.nullable && below(4) === 0) return { value: "NULL", compute: () => null };
  const all = assignments(fields, field);
  const [value, compute] = all[below(all.length)];
  return { value, compute };
}

export function update(below, state) {
  const filter = randomFilter(below, state.fields, state.rows);
  const columns = state.fields.map((field, index) => ({ field, index })).filter(({ field }) => field.name !== "id" && isPlain(field));
  const chosen = columns.filter(() => below(3) === 0).map((each) => ({ ...each, ...assignment(below, state.fields, each.field) }));
  if (chosen.length === 0) return undefined;
  let updated = 0;
  const rows = state.rows.map((row) => {
    if (!passes(filter, state.fields, row)) return row;
    ++updated;
    return row.map((value, index) => (chosen.find((each) => each.index === index)?.compute ?? (() => value))(row));
  });
  const values = chosen.map(({ field, value }) => ({ column: field.name, value }));
  return { what: `update ${values.map((each) => `${each.column} = ${each.value}`).join(", ")} where ${filter.sql}`, rows, counts: { updated },
           kinora: { do: "update", where: filter.sql, set: values },
           lancedb: (table) => table.update({ where: filter.sql, valuesSql: new Map(values.map((each) => [each.column, each.value])) }) };
}

export function merge(below, state) {
  const rows = randomRows(below, state.fields, sizes[below(4)], state.nextId);
  state.nextId += rows.length;
  const existing = rowsOfIds(below, state.fields, state.rows.filter(() => below(5) === 0).map((row) => row[0]));
  const given = [...existing, ...rows].sort(() => below(3) - 1);
  const options = { update_matched: below(4) !== 0, insert_unmatched: below(4) !== 0, delete_unmatched: below(6) === 0 };
  if (!options.update_matched && !options.insert_unmatched) options.insert_unmatched = true;
  const byId = new Map(existing.map((row) => [row[0], row]));
  let after = state.rows.filter((row) => byId.has(row[0]) || !options.delete_unmatched);
  const deleted = state.rows.length - after.length;
  if (options.update_matched) after = after.map((row) => byId.get(row[0]) ?? row);
  if (options.insert_unmatched) after = [...after, ...rows];
  const counts = { inserted: options.insert_unmatched ? rows.length : 0, updated: options.update_matched ? existing.length : 0, deleted };
  return {
    what: `merge ${existing.length} known and ${rows.length} new rows, ${JSON.stringify(options)}`, rows: after, counts,
    kinora: { do: "merge", key: "id", columns: kinoraColumns(state.fields, given), options },
    lancedb: async (table) => {
      let builder = table.mergeInsert("id");
      if (options.update_matched) builder = builder.whenMatchedUpdateAll();
      if (options.insert_unmatched) builder = builder.whenNotMatchedInsertAll();
      if (options.delete_unmatched) builder = builder.whenNotMatchedBySourceDelete();
      await builder.execute(arrowTable(state.fields, given));
    },
  };
}

export function addColumn(below, state) {
  const name = `added${state.nextColumn++}`;
  const computed = [
    ["int64", "id * 2", (row) => String(BigInt(row[0]) * 2n)], ["double", "cast(id as double) / 4", (row) => doubleBits(Number(row[0]) / 4)],
    ["string", "case when id < 0 then null else 'added' end", () => "added"], ["int32", "arrow_cast(null, 'Int32')", () => null], ["string", "arrow_cast(null, 'Utf8')", () => null],
  ][below(5)];
  const [type, valueSql, compute] = computed;
  const field = { name, type, nullable: true, nullIn: 5, varies: "little" };
  const rows = state.rows.map((row) => [...row, compute(row)]);
  return { what: `add column ${name} = ${valueSql}`, rows, fields: [...state.fields, field],
           kinora: { do: "add_columns", columns: kinoraColumns([field], rows.map((row) => [row.at(-1)])) },
           lancedb: (table) => table.addColumns([{ name, valueSql }]) };
}

export function dropColumn(below, state) {
  if (state.fields.length < 3) return undefined;
  const index = 1 + below(state.fields.length - 1);
  const name = state.fields[index].name;
  const others = (values) => values.filter((_, i) => i !== index);
  return { what: `drop column ${name}`, rows: state.rows.map(others), fields: others(state.fields),
           kinora: { do: "drop_columns", columns: [name] }, lancedb: (table) => table.dropColumns([name]) };
}

export function restore(below, state) {
  const versions = [...state.history.keys()];
  const version = versions[below(versions.length)];
  const { fields, rows } = state.history.get(version);
  return { what: `restore ${version}`, rows, fields, kinora: { do: "restore", version },
           lancedb: async (table) => { await table.checkout(version); await table.restore(); } };
}

export function overwrite(below, state) {
  const fields = randomSchema(below);
  const rows = randomRows(below, fields, sizes[below(4)], 0);
  state.nextId = Math.max(state.nextId, rows.length);
  return { what: `overwrite with ${rows.length}`, rows, fields, kinora: { do: "overwrite", columns: kinoraColumns(fields, rows) },
           lancedb: (table, { db, name }) => db.createTable(name, arrowTable(fields, rows), { mode: "overwrite" }) };
}

export function compact(below, state) {
  return { what: "compact", rows: state.rows, kinora: { do: "compact", target_rows: [50, 1000, 1 << 20][below(3)], dead_share: below(2) * 0.1 },
           lancedb: (table) => table.optimize() };
}

/** LanceDB's own indices: Kinora never makes one, and what it does to the table must leave them usable. */
export function index(below, state) {
  const known = { string: lancedb.Index.btree, int32: lancedb.Index.btree, list: lancedb.Index.labelList, bool: lancedb.Index.bitmap };
  const fields = state.fields.filter((field) => isPlain(field) && (known[field.type] || field.type === "vector" || field.name === "id"));
  const field = fields[below(fields.length)];
  const config = field.type === "vector" ? lancedb.Index.ivfFlat({ numPartitions: 2, distanceType: "l2" }) : (known[field.type] ?? lancedb.Index.btree)();
  return { what: `index ${field.name} (${field.type})`, rows: state.rows, lancedb: (table) => table.createIndex(field.name, { config }) };
}

// How often each is drawn.
export const operations = [append, append, append, remove, remove, update, update, merge, merge, addColumn, dropColumn, restore, overwrite, compact, index];

