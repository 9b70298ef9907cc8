// node random_tables.mjs DRIVER [--tables N] [--first N] [--keep DIRECTORY]: tables of random schemas, values and operations, which Kinora
// (DRIVER is tests/store/table_driver.cpp) and the real LanceDB change in turns. After each operation, and at the end for every version
// once more, both read the same rows in the same order, and these are the rows of a model in JavaScript; filters and searches find the same.
// Table N is the same for ever: `--first N --tables 1` makes it again. Ends with 77 if LanceDB is not installed.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

const installed = new URL("node_modules/@lancedb/lancedb/package.json", import.meta.url);
if (!existsSync(installed)) {
  console.error("NOT TESTED AGAINST LANCEDB: tests/interop/node_modules is missing; run `npm ci` in tests/interop");
  process.exit(77);
}
const { positionals: [driver], values: options } = parseArgs({ allowPositionals: true, options: {
  tables: { type: "string", default: "20" }, first: { type: "string", default: "1" }, keep: { type: "string" } } });

const lancedb = await import("@lancedb/lancedb");
const { Kinora } = await import("./kinora.mjs");
const { RandomTable } = await import("./random_table.mjs");
const { rareValues } = await import("./random_values.mjs");

const directory = options.keep ?? mkdtempSync(join(tmpdir(), "kinora-random-"));
const db = await lancedb.connect(directory);
const kinora = new Kinora(driver);
const totals = {};
let failures = 0;
const first = Number(options.first);
for (let seed = first; seed < first + Number(options.tables); ++seed) {
  const table = new RandomTable({ db, kinora, directory, seed });
  try {
    await table.run();
  } catch (error) {
    ++failures;
    console.error(`TABLE ${seed}: ${error.stack}\n${table.log.join("\n")}\n`);
    if (failures === 5) break;
  }
  for (const [name, count] of Object.entries(table.totals)) totals[name] = (totals[name] ?? 0) + count;
  if (!options.keep) rmSync(join(directory, `${table.name}.lance`), { recursive: true, force: true });
}
// Twenty tables have them all; a run that has not proves less than it says.
for (const name of Object.keys(rareValues)) {
  if (Number(options.tables) < 20 || totals[`${name} by Kinora`] > 0) continue;
  ++failures;
  console.error(`NOT DRAWN: ${name}`);
}
await kinora.close();
if (!options.keep) rmSync(directory, { recursive: true, force: true });
console.log(`${options.tables} tables from ${first}: ${Object.entries(totals).sort().map(([name, count]) => `${count} ${name}`).join(", ")}; ${failures} failures`);
process.exit(failures === 0 ? 0 : 1);
