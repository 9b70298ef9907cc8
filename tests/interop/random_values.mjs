// Seeded schemas and rows of every type. A value is as rows.mjs writes it: int64 a string, floats by their bits in hexadecimal, a vector
// the bits of its elements in a row; null is null.
import {
  Bool, Field, FixedSizeList, Float32, Float64, Int32, Int64, List, makeData, RecordBatch, Schema, Struct, Table, Utf8,
} from "apache-arrow";

const words = ["", "a", "Toy Story", "Amélie", "千と千尋の神隠し", "Ω", "🎬🍿", "it's", "100%", "a_b", "back\\slash", "line\nbreak",
               "\u0001", "\u007f", "e\u0301", "naïve \"quotes\"", "\u{10FFFF}", " "];
export const genres = ["Comedy", "Drama", "Animation", "Family", "Science Fiction", "Film-Noir", ""];
const longText = 60_000;
const longList = 5_000;

const scratch = new DataView(new ArrayBuffer(8));
export function floatBits(value) {
  scratch.setFloat32(0, value);
  return Number.isNaN(value) ? "nan" : scratch.getUint32(0).toString(16).padStart(8, "0");
}
export function doubleBits(value) {
  scratch.setFloat64(0, value);
  return Number.isNaN(value) ? "nan" : scratch.getBigUint64(0).toString(16).padStart(16, "0");
}
export function floatOf(bits) {
  scratch.setUint32(0, bits === "nan" ? 0x7fc00000 : parseInt(bits, 16));
  return scratch.getFloat32(0);
}
export function doubleOf(bits) {
  scratch.setBigUint64(0, bits === "nan" ? 0x7ff8000000000000n : BigInt("0x" + bits));
  return scratch.getFloat64(0);
}
/** Whether a condition can name the column without quotes. */
export const isPlain = ({ name }) => /^[a-z]\w*$/.test(name) && name !== "select";
export const vectorOf = (bits) => Array.from({ length: bits.length / 8 }, (_, i) => floatOf(bits.slice(8 * i, 8 * i + 8)));

const kinds = ["bool", "int32", "int64", "float", "double", "string", "list", "vector"];
const oddNames = ["two words", "naïve", "Größe", "映画", "x-y", "CamelCase", "select"];

/** The key `id`, then columns of any types; each says how many of its values are null (one in `nullIn`, none if 0) and how it varies. */
export function randomSchema(below) {
  const fields = [{ name: "id", type: "int64", nullable: true, nullIn: 0 }];
  const count = 2 + below(8);
  for (let i = 0; i < count; ++i) fields.push(randomField(below, `${kinds[i % 8] === "bool" ? "b" : "c"}${i}`, kinds[below(8)]));
  // Most tables have a vector, a text and a list.
  for (const type of ["vector", "string", "list"])
    if (below(5) !== 0 && !fields.some((field) => field.type === type)) fields.push(randomField(below, `the_${type}`, type));
  if (below(3) === 0) fields.push(randomField(below, oddNames[below(oddNames.length)], kinds[below(8)]));
  return fields;
}

export function randomField(below, name, type) {
  const nullable = below(6) !== 0;
  const nullIn = nullable ? [0, 2, 5, 20, 1][below(5)] : 0;
  const field = { name, type, nullable, nullIn, varies: ["much", "little", "not"][below(3)] };
  if (type === "vector") field.dimension = [1, 2, 3, 4, 8, 16, 33, 100][below(8)];
  return field;
}

function randomText(below, field) {
  if (field.varies === "not") return words[2];
  if (below(400) === 0) return words[below(words.length)] + "é".repeat(longText / 2);
  if (field.varies === "little") return words[below(words.length)];
  return Array.from({ length: below(5) }, () => words[below(words.length)]).join("") + below(1000);
}

function randomList(below, field) {
  const length = below(100) === 0 ? longList : field.varies === "not" ? 2 : below(5);
  return Array.from({ length }, () => (field.nullable && below(9) === 0 ? null : genres[below(genres.length)]));
}

// Finite: what is not is a matter of its own.
const element = (below) => floatBits(below(50) === 0 ? -0 : Math.fround(below(2000001) / 1000000 - 1));

const special = [NaN, Infinity, -Infinity, -0, 5e-324, Number.MAX_VALUE, 1.5];
function randomNumber(below, field) {
  if (field.varies === "not") return 1.5;
  if (below(30) === 0) return special[below(special.length)];
  return field.varies === "little" ? below(8) / 4 : (below(1 << 30) - (1 << 29)) * 1e-6;
}

function randomInteger(below, field, limit) {
  if (field.varies === "not") return 7n;
  if (field.varies === "little") return BigInt(1990 + below(20));
  if (below(40) === 0) return [limit - 1n, -limit, 0n][below(3)];
  return (BigInt(below(1 << 30)) * (limit >> 30n)) * (below(2) ? 1n : -1n) + BigInt(below(1000));
}

/** The values that a run must have met, for they are where writers and readers differ. */
export const rareValues = {
  "texts of 60 kB": (field, value) => field.type === "string" && value?.length >= longText / 2,
  "lists of 5,000": (field, value) => field.type === "list" && value?.length >= longList,
  "null lists": (field, value) => field.type === "list" && value === null,
  "empty lists": (field, value) => field.type === "list" && value?.length === 0,
  "null vectors": (field, value) => field.type === "vector" && value === null,
  "null items": (field, value) => field.type === "list" && value !== null && value.includes(null),
};

export function randomValue(below, field) {
  if (field.nullIn !== 0 && below(field.nullIn) === 0) return null;
  switch (field.type) {
    case "bool": return field.varies === "not" ? true : below(2) === 1;
    case "int32": return Number(randomInteger(below, field, 1n << 31n));
    case "int64": return String(randomInteger(below, field, 1n << 62n));
    case "float": return floatBits(randomNumber(below, field));
    case "double": return doubleBits(randomNumber(below, field));
    case "string": return randomText(below, field);
    case "list": return randomList(below, field);
    case "vector": return Array.from({ length: field.dimension }, () => (field.varies === "not" ? floatBits(0.5) : element(below))).join("");
  }
}

/** Rows of these ids. Not all bools are null: Arrow's JavaScript then writes no values, and LanceDB refuses the batch. */
export function rowsOfIds(below, fields, ids) {
  const rows = ids.map((id) => fields.map((field) => (field.name === "id" ? id : randomValue(below, field))));
  fields.forEach((field, index) => { if (field.type === "bool" && rows.length !== 0) rows[0][index] ??= true; });
  return rows;
}

/** Rows of new ids, from `firstId` on. */
export function randomRows(below, fields, count, firstId) {
  return rowsOfIds(below, fields, Array.from({ length: count }, (_, row) => String(firstId + row)));
}

/** As Kinora's driver takes them. */
export function kinoraColumns(fields, rows) {
  return fields.map(({ name, type, dimension, nullable }, index) =>
    ({ name, type, nullable, ...(type === "vector" ? { dimension } : {}), values: rows.map((row) => row[index]) }));
}

export function arrowType(field) {
  switch (field.type) {
    case "bool": return new Bool();
    case "int32": return new Int32();
    case "int64": return new Int64();
    case "float": return new Float32();
    case "double": return new Float64();
    case "string": return new Utf8();
    case "list": return new List(new Field("item", new Utf8(), true));
    case "vector": return new FixedSizeList(field.dimension, new Field("item", new Float32(), true));
  }
}

function bitmap(values, bit) {
  const bits = new Uint8Array((Math.ceil(values.length / 8) + 63) & ~63);
  values.forEach((value, index) => { if (bit(value)) bits[index >> 3] |= 1 << (index & 7); });
  return bits;
}

function validity(values) {
  const nullCount = values.filter((value) => value === null).length;
  return { length: values.length, nullCount, nullBitmap: nullCount === 0 ? undefined : bitmap(values, (value) => value !== null) };
}

function offsets(lengths) {
  const ends = new Int32Array(lengths.length + 1);
  lengths.forEach((length, index) => { ends[index + 1] = ends[index] + length; });
  return ends;
}

function textData(values) {
  const bytes = values.map((value) => new TextEncoder().encode(value ?? ""));
  return makeData({ type: new Utf8(), ...validity(values), valueOffsets: offsets(bytes.map((each) => each.length)), data: Buffer.concat(bytes) });
}

function numberData(type, Numbers, values, convert) {
  return makeData({ type, ...validity(values), data: Numbers.from(values, (value) => (value === null ? convert("0") : convert(value))) });
}

// By hand and not by Arrow's builder, which leaves out the elements of null vectors at the end.
function vectorData(type, field, values) {
  const elements = new Float32Array(values.length * field.dimension);
  values.forEach((value, row) => { if (value !== null) elements.set(vectorOf(value), row * field.dimension); });
  return makeData({ type, ...validity(values), child: makeData({ type: new Float32(), length: elements.length, nullCount: 0, data: elements }) });
}

function columnData(field, values) {
  const type = arrowType(field);
  switch (field.type) {
    case "bool": return makeData({ type, ...validity(values), data: bitmap(values, (value) => value === true) });
    case "int32": return numberData(type, Int32Array, values, Number);
    case "int64": return numberData(type, BigInt64Array, values, BigInt);
    case "float": return numberData(type, Float32Array, values, floatOf);
    case "double": return numberData(type, Float64Array, values, doubleOf);
    case "string": return textData(values);
    case "list":
      return makeData({ type, ...validity(values), valueOffsets: offsets(values.map((value) => (value ?? []).length)), child: textData(values.flatMap((value) => value ?? [])) });
    case "vector": return vectorData(type, field, values);
  }
}

/** As LanceDB takes them. */
export function arrowTable(fields, rows) {
  const schema = new Schema(fields.map((field) => new Field(field.name, arrowType(field), field.nullable)));
  const children = fields.map((field, index) => columnData(field, rows.map((row) => row[index])));
  return new Table(schema, new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length: rows.length, nullCount: 0, children })));
}
