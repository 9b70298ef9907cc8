// node make_fixtures.mjs [VERSION...]: makes tests/store/fixtures/lancedb-VERSION anew, of 2.0, 2.1 and 2.2 if none is named: small tables
// written by the real LanceDB, beside the rows that LanceDB reads from them. Committed, so that the tests need no LanceDB to know that
// its tables are read.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { dumpRows } from "./rows.mjs";
import { makeTables } from "./tables.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const pinned = JSON.parse(readFileSync(join(here, "node_modules/@lancedb/lancedb/package.json"), "utf8")).version;
const versions = process.argv.length > 2 ? process.argv.slice(2) : ["2.0", "2.1", "2.2"];
for (const version of versions) {
  const directory = join(here, `../store/fixtures/lancedb-${version}`);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "README.md"), `Written by @lancedb/lancedb ${pinned} (tests/interop/make_fixtures.mjs), data format ${version}.\n`);
  await makeTables(directory, async (name, table) => writeFileSync(join(directory, `${name}.jsonl`), await dumpRows(table)), version);
}
