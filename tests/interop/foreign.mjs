// Tables with columns of types that Kinora has no name for, and what LanceDB reads from them.
//   node foreign.mjs DIRECTORY make VERSION     makes foreign.lance in several fragments, some rows of it dead, and foreign.jsonl beside it
//   node foreign.mjs DIRECTORY check            stops if LanceDB reads other rows than foreign.jsonl has
import * as lancedb from "@lancedb/lancedb";
import {
  Binary, DateDay, DateMillisecond, Decimal, DurationSecond, Field, FixedSizeBinary, Float16, Int16, Int32, Int8, Schema, Table, TimeMillisecond,
  TimeNanosecond, TimestampMicrosecond, TimestampMillisecond, Uint16, Uint32, Uint64, Uint8, vectorFromArray,
} from "apache-arrow";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expectEqualRows } from "./rows.mjs";

const types = {
  int8: [new Int8(), (i) => i - 20], uint8: [new Uint8(), (i) => 200 + i], int16: [new Int16(), (i) => -i * 300], uint16: [new Uint16(), (i) => 65000 - i],
  uint32: [new Uint32(), (i) => 4000000000 + i], uint64: [new Uint64(), (i) => (1n << 63n) + BigInt(i)], half: [new Float16(), (i) => i / 4],
  day: [new DateDay(), (i) => new Date(86400000 * 100 * i)], date: [new DateMillisecond(), (i) => new Date(86400000 * i)],
  time: [new TimeMillisecond(), (i) => i * 1000], nanosecond: [new TimeNanosecond(), (i) => BigInt(i) * 1000n],
  instant: [new TimestampMicrosecond(), (i) => i * 1e6], zoned: [new TimestampMillisecond("UTC"), (i) => i * 1e6], duration: [new DurationSecond(), (i) => BigInt(i)],
  decimal: [new Decimal(2, 20, 128), (i) => new Uint32Array([i, 7, 0, 0])], binary: [new Binary(), (i) => new Uint8Array([255, i, 0, 200]).subarray(0, i % 5)],
  fixed: [new FixedSizeBinary(6), (i) => new Uint8Array([i, 255, 1, 2, 3, 4])],
};

export function foreignTable(rows, first) {
  const each = (make) => Array.from({ length: rows }, (_, row) => make(first + row));
  const fields = [new Field("id", new Int32(), true)];
  const columns = { id: vectorFromArray(each((i) => i), new Int32()) };
  for (const [name, [type, make]] of Object.entries(types)) {
    fields.push(new Field(name, type, true), new Field(`${name}_or_null`, type, true));
    columns[name] = vectorFromArray(each(make), type);
    // The last is there always, as in tables.mjs.
    columns[`${name}_or_null`] = vectorFromArray(each((i) => (i % 3 || i === first + rows - 1 ? make(i) : null)), type);
  }
  return new Table(new Schema(fields), columns);
}

function text(value) {
  if (value === null || value === undefined) return null;
  return ArrayBuffer.isView(value) ? `${value.constructor.name} ${Array.from(value)}` : String(value instanceof Date ? value.getTime() : value);
}

export async function dumpForeign(table) {
  const arrow = await table.query().toArrow();
  let lines = "";
  for (let row = 0; row < arrow.numRows; ++row) lines += JSON.stringify(arrow.schema.fields.map((_, index) => text(arrow.getChildAt(index).get(row)))) + "\n";
  return lines;
}

export async function makeForeign(directory, version) {
  const db = await lancedb.connect(directory);
  const table = await db.createTable("foreign", foreignTable(20, 0), { mode: "overwrite", storageOptions: { new_table_data_storage_version: version } });
  await table.add(foreignTable(15, 20));
  return table;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [directory, what, version] = process.argv.slice(2);
  const rows = join(directory, "foreign.jsonl");
  if (what === "make") {
    const table = await makeForeign(directory, version);
    await table.delete("id in (3, 4, 25)");
    writeFileSync(rows, await dumpForeign(table));
  } else {
    const table = await (await lancedb.connect(directory)).openTable("foreign");
    expectEqualRows(await dumpForeign(table), readFileSync(rows, "utf8"), "foreign");
  }
}
