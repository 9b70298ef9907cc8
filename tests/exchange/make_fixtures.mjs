// node tests/exchange/make_fixtures.mjs (after `npm ci` in tests/interop): the Arrow files of tests/exchange/fixtures, by apache-arrow.
import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const arrow = await import(createRequire(join(here, "../interop/package.json")).resolve("apache-arrow"));
const { Field, List, FixedSizeList, Schema, Table, vectorFromArray, tableToIPC } = arrow;

const listOf = (type) => new List(new Field("item", type, true));
const fixedListOf = (size, type) => new FixedSizeList(size, new Field("item", type, true));

function table(columns) {
  const vectors = Object.entries(columns).map(([name, [type, values]]) => [name, vectorFromArray(values, type)]);
  const schema = new Schema(vectors.map(([name, vector]) => new Field(name, vector.type, true)));
  return new Table(schema, Object.fromEntries(vectors));
}

function write(name, content) {
  for (const [form, extension] of [["file", "arrow"], ["stream", "arrows"]])
    writeFileSync(join(here, "fixtures", `${name}.${extension}`), tableToIPC(content, form));
}

write("types", table({
  i8: [new arrow.Int8(), [-128, null, 127]],
  i16: [new arrow.Int16(), [-32768, null, 32767]],
  i32: [new arrow.Int32(), [-2147483648, null, 2147483647]],
  i64: [new arrow.Int64(), [-9223372036854775808n, null, 9223372036854775807n]],
  u8: [new arrow.Uint8(), [0, null, 255]],
  u16: [new arrow.Uint16(), [0, null, 65535]],
  u32: [new arrow.Uint32(), [0, null, 4294967295]],
  f32: [new arrow.Float32(), [0.5, null, -1.25]],
  f64: [new arrow.Float64(), [0.1, null, 1e300]],
  flag: [new arrow.Bool(), [true, null, false]],
  text: [new arrow.Utf8(), ["Amélie", null, ""]],
  large: [new arrow.LargeUtf8(), ["🎬", null, "x"]],
  named: [new arrow.Dictionary(new arrow.Utf8(), new arrow.Int8()), ["Drama", null, "Drama"]],
  tags: [listOf(new arrow.Utf8()), [["a", null], null, []]],
  vector: [fixedListOf(2, new arrow.Float32()), [[1, 2], [3, 4], [5, 6]]],
}));
write("convertible", table({
  u64: [new arrow.Uint64(), [1n, 2n]],
  doubles: [listOf(new arrow.Float64()), [[0.5, 1], [2, 3]]],
  wide: [fixedListOf(2, new arrow.Float64()), [[0.5, 1], [2, 3]]],
  nothing: [new arrow.Null(), [null, null]],
  counted: [new arrow.Int64(), [2024n, 1895n]],
}));
// Lists of any length whose vectors are of one, after nulls in a batch of their own; and others.
const vectors = (values) => table({ doubles: [listOf(new arrow.Float64()), values], singles: [listOf(new arrow.Float32()), values] });
const [nulls, rest] = [vectors([null, null]), vectors([[0.5, 1], null, [2, 3]])];
write("lists_of_vectors", new Table(nulls.schema, [...nulls.batches, ...rest.batches]));
write("ragged_vectors", vectors([[1, 2], [3]]));
write("empty_vectors", vectors([[]]));
// Two batches, one of them empty.
const halves = table({ id: [new arrow.Int64(), [1n, 2n]] });
write("batches", new Table(halves.schema, [...halves.batches, ...halves.slice(0, 0).batches, ...halves.slice(1, 2).batches]));
// What is of no type of a table's lies between two columns that are.
write("between", table({
  id: [new arrow.Int64(), [1n, 2n]],
  when: [new arrow.TimestampMillisecond(), [new Date(0), null]],
  bytes: [new arrow.Binary(), [new Uint8Array([1]), null]],
  inner: [new arrow.Struct([new Field("x", new arrow.Int32(), true), new Field("y", listOf(new arrow.Utf8()), true)]),
          [{ x: 1, y: ["a"] }, null]],
  numbers: [listOf(new arrow.Int32()), [[1, 2], []]],
  pairs: [fixedListOf(2, new arrow.Int16()), [[1, 2], null]],
  coded: [new arrow.Dictionary(new arrow.Int32(), new arrow.Int8()), [7, null]],
  named: [new arrow.Dictionary(new arrow.Utf8(), new arrow.Int8()), ["x", null]],
  nothing: [new arrow.Null(), [null, null]],
  text: [new arrow.Utf8(), ["a", null]],
}));
for (const [name, type, values] of [
  ["uint64", new arrow.Uint64(), [1n]],
  ["float16", new arrow.Float16(), [1]],
  ["timestamp", new arrow.TimestampMillisecond(), [new Date(0)]],
  ["binary", new arrow.Binary(), [new Uint8Array([1])]],
  ["struct", new arrow.Struct([new Field("x", new arrow.Int32(), true)]), [{ x: 1 }]],
  ["list_of_int32", listOf(new arrow.Int32()), [[1]]],
  ["fixed_size_list_of_int32", fixedListOf(1, new arrow.Int32()), [[1]]],
  ["list_of_float16", listOf(new arrow.Float16()), [[1]]],
  ["dictionary_of_int32", new arrow.Dictionary(new arrow.Int32(), new arrow.Int8()), [1]],
])
  writeFileSync(join(here, "fixtures", `refused_${name}.arrow`), tableToIPC(table({ column: [type, values] }), "file"));
