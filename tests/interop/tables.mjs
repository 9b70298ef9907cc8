// Tables that the real LanceDB writes, for Kinora to read: every type, encoding and history that its 2.0 writer makes.
import * as lancedb from "@lancedb/lancedb";
import {
  Bool, Field, FixedSizeList, Float32, Float64, Int32, Int64, List, Schema, Table, Utf8, vectorFromArray,
} from "apache-arrow";

import { makeForeign } from "./foreign.mjs";

export const storage = storageOf("2.0");

export function storageOf(version) {
  return { new_table_data_storage_version: version };
}

const words = ["", "a", "Toy Story", "Amélie", "千と千尋の神隠し", "Ω", "🎬🍿", "it's", "100%", "a_b", "back\\slash", "line\nbreak"];
const genres = ["Comedy", "Drama", "Animation", "Family", "Science Fiction", "Film-Noir", ""];

/** A small generator of its own (mulberry32), so that a seed gives the same table everywhere. */
export function random(seed) {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % bound;
  };
}

const vectorType = (dimension) => new FixedSizeList(dimension, new Field("item", new Float32(), true));

export function movieSchema(dimension) {
  return new Schema([
    new Field("id", new Int64(), true), new Field("title", new Utf8(), true), new Field("year", new Int32(), true),
    new Field("score", new Float32(), true), new Field("exact", new Float64(), true), new Field("seen", new Bool(), true),
    new Field("genres", new List(new Field("item", new Utf8(), true)), true), new Field("genres_text", new Utf8(), true),
    new Field("vector", vectorType(dimension), true),
  ]);
}

/** Rows of movieSchema(dimension); about one value in `nullsIn` is null, none if 0. */
export function movieTable(rows, seed, dimension, nullsIn, { distinctTitles = true, firstId = 0, large = false } = {}) {
  const below = random(seed);
  const perhaps = (make) => (nullsIn !== 0 && below(nullsIn) === 0 ? null : make());
  const each = (make) => Array.from({ length: rows }, (_, row) => make(row));
  const number = () => Math.fround(below(2000001) / 1000000 - 1);
  const schema = movieSchema(dimension);
  const values = [
    each((row) => BigInt(firstId + row)),
    each((row) => perhaps(() => words[below(words.length)] + (large && row % 500 === 3 ? "é".repeat(30000) : "") + (distinctTitles ? " " + row : ""))),
    each(() => perhaps(() => 1890 + below(140))),
    each(() => perhaps(number)),
    each(() => perhaps(() => below(1 << 30) * 1e-9)),
    each(() => perhaps(() => below(2) === 1)),
    each((row) => perhaps(() => Array.from({ length: large && row % 5000 === 7 ? 5000 : below(4) }, () => genres[below(genres.length)]))),
    each(() => perhaps(() => genres[below(genres.length)] + ", " + genres[below(genres.length)])),
    // The last is there always: Arrow's JavaScript builder leaves out the elements of a null vector at the end.
    each((row) => (row === rows - 1 ? Array.from({ length: dimension }, number) : perhaps(() => Array.from({ length: dimension }, number)))),
  ];
  const vectors = values.map((column, index) => vectorFromArray(column, schema.fields[index].type));
  return new Table(schema, Object.fromEntries(schema.fields.map((field, index) => [field.name, vectors[index]])));
}

function tableOf(columns) {
  const schema = new Schema(columns.map(([name, type, , metadata]) => new Field(name, type, true, new Map(Object.entries(metadata ?? {})))));
  return new Table(schema, Object.fromEntries(columns.map(([name, type, values]) => [name, vectorFromArray(values, type)])));
}

const genreLists = movieSchema(4).fields[6].type;

/** Columns whose rows are all the same, or null, or empty. */
export function constantTable(rows) {
  const each = (make) => Array.from({ length: rows }, (_, row) => make(row));
  return tableOf([
    ["number", new Int32(), each(() => 7)], ["number_or_null", new Int64(), each((row) => (row % 3 ? 7n : null))],
    ["text", new Utf8(), each(() => "hello é")], ["text_or_null", new Utf8(), each((row) => (row % 3 ? "hello é" : null))],
    ["empty_text", new Utf8(), each(() => "")], ["truth", new Bool(), each(() => true)],
    ["truth_or_null", new Bool(), each((row) => (row % 5 ? true : null))], ["real", new Float64(), each(() => 1.5)],
    ["vector", vectorType(4), each(() => [1, 2, 3, 4])], ["no_number", new Int64(), each(() => null)],
    ["no_text", new Utf8(), each(() => null)], ["null_lists", genreLists, each(() => null)],
    ["empty_lists", genreLists, each(() => [])], ["null_or_empty_lists", genreLists, each((row) => (row % 2 ? null : []))],
    ["lists", genreLists, each((row) => (row % 3 ? ["x", "x"] : []))],
    ["lists_or_null", genreLists, each((row) => (row % 3 ? ["x", null] : row % 2 ? [] : null))],
    ["lists_of_nulls", genreLists, each((row) => (row % 3 ? [null, null] : []))],
  ]);
}

const each0 = (length, make) => Array.from({ length }, make);
const compressedBy = (scheme, more = {}) => ({ "lance-encoding:compression": scheme, ...more });
const zipped = { "lance-encoding:structural-encoding": "fullzip" };

/** Numbers, choices and vectors that are compressed in every way, by themselves or because their metadata say so. */
export function compressedTable(rows, seed) {
  const below = random(seed);
  const each = (make) => each0(rows, (_, row) => make(row));
  const real = () => Math.fround(below(2001) / 1000 - 1);
  const vector = (row) => (below(5) || row === rows - 1 ? each0(4, real) : null);
  return tableOf([
    ["small", new Int32(), each(() => below(100))], ["large", new Int64(), each(() => BigInt(below(1 << 30)) << 20n)],
    ["negative", new Int64(), each((row) => BigInt(-row))], ["runs", new Int64(), each((row) => BigInt(row >> 5))],
    ["runs_or_null", new Int32(), each((row) => ((row >> 5) % 3 ? row >> 6 : null))],
    ["zstd", new Int64(), each(() => BigInt(below(1 << 30))), compressedBy("zstd")],
    ["lz4", new Int32(), each(() => below(1 << 20)), compressedBy("lz4")],
    ["streams_zstd", new Float64(), each(real), compressedBy("zstd", { "lance-encoding:bss": "on" })],
    ["streams_lz4", new Float32(), each((row) => (row % 4 ? real() : null)), compressedBy("lz4", { "lance-encoding:bss": "on" })],
    ["choice", new Utf8(), each(() => (below(5) ? words[below(words.length)] : null))],
    ["text", new Utf8(), each((row) => words[below(words.length)] + row)],
    ["number_zipped", new Int32(), each(() => (below(5) ? below(1000) : null)), zipped],
    ["lists", genreLists, each(() => (below(7) ? each0(below(4), () => words[below(words.length)]) : null))],
    ["vector", vectorType(4), each(vector)], ["vector_zipped", vectorType(4), each(vector), zipped],
    ["truth", new Bool(), each(() => (below(3) ? below(2) === 1 : null))],
  ]);
}

/** Strings of more than 32 kB a column: from 32 kB on LanceDB compresses them. */
export function textTable(rows, seed) {
  const below = random(seed);
  const phrase = () => each0(10, () => words[2 + below(words.length - 2)]).join(" ");
  const each = (make) => each0(rows, (_, row) => make(row));
  const text = (row) => phrase() + row;
  const textOrNull = (row) => (below(9) ? text(row) : null);
  const list = () => (below(7) ? each0(below(4), () => (below(9) ? phrase() : null)) : null);
  return tableOf([
    ["text", new Utf8(), each(text)], ["zstd", new Utf8(), each(textOrNull), compressedBy("zstd")],
    ["lz4", new Utf8(), each(text), compressedBy("lz4")], ["zipped", new Utf8(), each(textOrNull), zipped],
    ["zipped_plain", new Utf8(), each(text), compressedBy("none", zipped)],
    ["zipped_zstd", new Utf8(), each(textOrNull), compressedBy("zstd", zipped)],
    ["lists", genreLists, each(list)], ["lists_zipped", genreLists, each(list), zipped],
  ]);
}

/** Makes every table in `directory`; calls `report(name, table)` with each as it then is. */
export async function makeTables(directory, report, version = "2.0") {
  const db = await lancedb.connect(directory);
  const storage = storageOf(version);
  const create = (name, data) => db.createTable(name, data, { mode: "overwrite", storageOptions: storage });

  await report("plain", await create("plain", movieTable(37, 1, 4, 0)));
  await report("nulls", await create("nulls", movieTable(61, 2, 4, 3)));
  await report("dictionary", await create("dictionary", movieTable(240, 3, 4, 0, { distinctTitles: false })));
  await report("dictionary_nulls", await create("dictionary_nulls", movieTable(240, 4, 4, 4, { distinctTitles: false })));

  const allNull = await create("all_null", movieTable(20, 5, 4, 2));
  const types = { int: "Int32", long: "Int64", float: "Float32", double: "Float64", bool: "Boolean", text: "Utf8",
                  list: "List(Utf8)", vector: "FixedSizeList(4, Float32)" };
  for (const [name, type] of Object.entries(types))
    await allNull.addColumns([{ name: `no_${name}`, valueSql: `arrow_cast(null, '${type}')` }]);
  await report("all_null", allNull);

  const fragments = await create("fragments", movieTable(10, 6, 4, 5));
  for (let part = 1; part < 4; ++part) await fragments.add(movieTable(7 * part, 6 + part, 4, part % 2 ? 3 : 0, { firstId: 100 * part }));
  await report("fragments", fragments);

  const v1Names = await db.createTable("v1_names", movieTable(9, 10, 4, 0), {
    mode: "overwrite", storageOptions: { ...storage, new_table_enable_v2_manifest_paths: "false" },
  });
  await v1Names.add(movieTable(2, 9, 4, 0, { firstId: 50 }));
  await report("v1_names", v1Names);

  const columns = await create("columns", movieTable(12, 11, 4, 4));
  await columns.addColumns([{ name: "next_year", valueSql: "cast(year + 1 as int)" }, { name: "twice", valueSql: "cast(score * 2 as float)" }]);
  await columns.add(movieTable(5, 12, 4, 4));
  await columns.dropColumns(["exact"]);
  await report("columns", columns);

  const tags = [["a", null], [null], null, [], [null, null, "b"], ["c"]];
  const listSchema = new Schema([new Field("tags", movieSchema(4).fields[6].type, true)]);
  await report("null_items", await create("null_items", new Table(listSchema, { tags: vectorFromArray(tags, listSchema.fields[0].type) })));

  await report("constants", await create("constants", constantTable(300)));
  if (version !== "2.0") {
    await report("compressed", await create("compressed", compressedTable(1100, 13)));
    await report("texts", await create("texts", textTable(440, 15)));
  }
  await report("long", await create("long", movieTable(20, 14, 150, 4, { large: true })));

  await makeForeign(directory, version);

  const empty = await db.createEmptyTable("empty", movieSchema(4), { mode: "overwrite", storageOptions: storage });
  await report("empty", empty);
  return db;
}

/** A table with deleted rows, and one that Kinora refuses. */
export async function makeUnsupportedTables(directory) {
  const db = await lancedb.connect(directory);
  const deleted = await db.createTable("deleted", movieTable(10, 30, 4, 0), { mode: "overwrite", storageOptions: storage });
  await deleted.delete("id < 3");
  await db.createTable("format_2_3", movieTable(10, 31, 4, 0), { mode: "overwrite", storageOptions: storageOf("2.3") });
}
