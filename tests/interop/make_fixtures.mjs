// node make_fixtures.mjs: makes tests/store/fixtures/lancedb-2.0 anew: small tables written by the real LanceDB, beside the rows that
// LanceDB reads from them. Committed, so that the tests need no LanceDB to know that its tables are read.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { dumpRows } from "./rows.mjs";
import { makeTables } from "./tables.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const directory = join(here, "../store/fixtures/lancedb-2.0");
rmSync(directory, { recursive: true, force: true });
mkdirSync(directory, { recursive: true });
const pinned = JSON.parse(readFileSync(join(here, "node_modules/@lancedb/lancedb/package.json"), "utf8")).version;
writeFileSync(join(directory, "README.md"), `Written by @lancedb/lancedb ${pinned} (tests/interop/make_fixtures.mjs), data format 2.0.\n`);
await makeTables(directory, async (name, table) => writeFileSync(join(directory, `${name}.jsonl`), await dumpRows(table)));
