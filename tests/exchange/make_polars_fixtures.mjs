// node make_polars_fixtures.mjs DIRECTORY, where `npm install nodejs-polars@0.26.1` was run: tests/exchange/fixtures/polars_*, Arrow files
// as Polars writes them. They have what apache-arrow does not write: compressed batches, strings that are views, lists with offsets of 64
// bits. Beside each lie its rows in polars.jsonl, as tests/store/table_dump.hpp dumps them.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(join(process.argv[2], "package.json"));
const pl = require("nodejs-polars").default;
const { version } = JSON.parse(readFileSync(require.resolve("nodejs-polars/package.json"), "utf8"));
const fixtures = join(dirname(fileURLToPath(import.meta.url)), "fixtures");

const view = new DataView(new ArrayBuffer(8));
const single = (value) => (view.setFloat32(0, value), view.getUint32(0).toString(16).padStart(8, "0"));
const double = (value) => (view.setFloat64(0, value), view.getBigUint64(0).toString(16).padStart(16, "0"));
const nullable = (dump) => (value) => (value === null ? null : dump(value));
const same = (value) => value;

const rows = [...Array(300).keys()];
const words = ["Amélie", "", "千と千尋の神隠し", null, "a text that is longer than a view"];
const vectors = rows.map((row) => [row / 8, -row, 0.5]);
// Name, type, values, and how a value is dumped.
const columns = [
  ["id", pl.Int64, rows.map((row) => row * 7_000_000_000), String],
  ["year", pl.Int32, rows.map((row) => (row % 5 === 2 ? null : 1900 + row)), same],
  ["score", pl.Float64, rows.map((row) => (row % 3 === 0 ? null : row / 7)), nullable(double)],
  ["seen", pl.Bool, rows.map((row) => (row % 11 === 0 ? null : row % 2 === 0)), same],
  ["text", pl.Utf8, rows.map((row) => words[row % 5]), same],
  ["tags", pl.List(pl.Utf8), rows.map((row) => (row % 7 === 6 ? null : words.slice(0, row % 6))), same],
  ["vector", pl.List(pl.Float32), vectors, (vector) => vector.map(single).join("")],
  ["doubles", pl.List(pl.Float64), vectors.map((vector, row) => (row % 6 === 0 ? null : vector)),
   nullable((vector) => vector.map(single).join(""))],
];

const frame = pl.DataFrame(columns.map(([name, type, values]) => pl.Series(name, values, type)));
for (const compression of ["uncompressed", "lz4", "zstd"])
  writeFileSync(join(fixtures, `polars_${compression}.arrow`), frame.writeIPC({ compression }));
writeFileSync(join(fixtures, "polars_zstd.arrows"), frame.writeIPCStream({ compression: "zstd" }));
const lines = rows.map((row) => JSON.stringify(columns.map(([, , values, dump]) => dump(values[row]))) + "\n");
writeFileSync(join(fixtures, "polars.jsonl"), lines.join(""));
writeFileSync(join(fixtures, "README.md"), `polars_*: written by nodejs-polars ${version} (make_polars_fixtures.mjs); the others by apache-arrow (make_fixtures.mjs).\n`);
