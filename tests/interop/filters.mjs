// filters.mjs TABLE.json FILTERS.json: what LanceDB answers to each filter, a line each: the ids that pass ("0 4 7", empty if none),
// or "! " and the error. The form of the table is described in tests/store/filter_cases.py.
import * as lancedb from "@lancedb/lancedb";
import * as arrow from "apache-arrow";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const [tablePath, filtersPath] = process.argv.slice(2);
const table = JSON.parse(fs.readFileSync(tablePath, "utf8"));
const filters = JSON.parse(fs.readFileSync(filtersPath, "utf8"));

// Floats by their bits: numbers of JavaScript lose a NaN's sign.
function floatVector(values, type, Numbers, Words, word) {
  const numbers = new Numbers(values.length);
  const words = new Words(numbers.buffer);
  const validity = new Uint8Array(Math.ceil(values.length / 8) + 63 & ~63);
  let nullCount = 0;
  values.forEach((value, row) => {
    if (value === null) {
      nullCount += 1;
    } else {
      words[row] = word(value);
      validity[row >> 3] |= 1 << (row & 7);
    }
  });
  return new arrow.Vector([arrow.makeData({ type, length: values.length, nullCount, nullBitmap: validity, data: numbers })]);
}

function vectorOf({ type, values }) {
  switch (type) {
    case "int32": return arrow.vectorFromArray(values, new arrow.Int32());
    case "int64": return arrow.vectorFromArray(values.map((value) => (value === null ? null : BigInt(value))), new arrow.Int64());
    case "float": return floatVector(values, new arrow.Float32(), Float32Array, Uint32Array, (hex) => parseInt(hex, 16));
    case "double": return floatVector(values, new arrow.Float64(), Float64Array, BigUint64Array, (hex) => BigInt("0x" + hex));
    case "bool": return arrow.vectorFromArray(values, new arrow.Bool());
    case "string": return arrow.vectorFromArray(values, new arrow.Utf8());
    case "list": return arrow.vectorFromArray(values, new arrow.List(new arrow.Field("item", new arrow.Utf8(), true)));
    default: throw new Error(`unknown type ${type}`);
  }
}

const directory = fs.mkdtempSync(path.join(os.tmpdir(), "kinora-filters-"));
try {
  const database = await lancedb.connect(directory);
  const columns = Object.fromEntries(table.columns.map((column) => [column.name, vectorOf(column)]));
  const opened = await database.createTable("films", new arrow.Table(columns));
  for (const filter of filters) {
    let line;
    try {
      const rows = await opened.query().where(filter).select(["id"]).limit(1_000_000).toArray();
      line = rows.map((row) => Number(row.id)).sort((a, b) => a - b).join(" ");
    } catch (error) {
      line = "! " + String(error.message).replace(/\s+/g, " ").slice(0, 300);
    }
    process.stdout.write(line + "\n");
  }
} finally {
  fs.rmSync(directory, { recursive: true, force: true });
}
