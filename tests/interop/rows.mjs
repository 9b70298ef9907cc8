// A table's rows as the text that tests/store/table_dump.hpp makes of Kinora's in the same way.
import { DataType } from "apache-arrow";

const view = new DataView(new ArrayBuffer(8));

function bits(value, width) {
  if (Number.isNaN(value)) return "nan";
  if (width === 32) {
    view.setFloat32(0, value);
    return view.getUint32(0).toString(16).padStart(8, "0");
  }
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, "0");
}

function convert(type, value) {
  if (value === null || value === undefined) return null;
  if (DataType.isInt(type)) return type.bitWidth === 64 ? String(value) : value;
  if (DataType.isFloat(type)) return bits(value, type.precision === 1 ? 32 : 64);
  if (DataType.isFixedSizeList(type)) return Array.from(value, (each) => bits(each, 32)).join("");
  if (DataType.isList(type)) return Array.from(value, (each) => convert(type.children[0].type, each));
  return value;
}

/** One JSON array a row, in the order of the rows. */
export async function dumpRows(table) {
  const arrow = await table.query().toArrow();
  const columns = arrow.schema.fields.map((field, index) => [field.type, arrow.getChildAt(index)]);
  let text = "";
  for (let row = 0; row < arrow.numRows; ++row)
    text += JSON.stringify(columns.map(([type, column]) => convert(type, column.get(row)))) + "\n";
  return text;
}

/** Stops with the first line in which the two differ. */
export function expectEqualRows(found, expected, what) {
  if (found === expected) return;
  const a = found.split("\n");
  const b = expected.split("\n");
  const row = a.findIndex((line, index) => line !== b[index]);
  const short = (line) => (line === undefined ? "nothing" : line.slice(0, 2000));
  throw new Error(
    `${what}: ${a.length - 1} rows, expected ${b.length - 1}; row ${row} is\n${short(a[row])}\nexpected\n${short(b[row])}`);
}
