// node make_tables.mjs DIRECTORY [large [VERSION]]: tables written by the real LanceDB, each beside the rows of its versions (NAME.v<version>.jsonl) for
// Kinora to compare with, and some that Kinora refuses.
import * as lancedb from "@lancedb/lancedb";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dumpRows } from "./rows.mjs";
import { makeTables, makeUnsupportedTables, movieTable, storageOf } from "./tables.mjs";

const directory = process.argv[2];
mkdirSync(directory, { recursive: true });

async function writeVersions(name, table) {
  for (const { version } of await table.listVersions()) {
    await table.checkout(version);
    writeFileSync(join(directory, `${name}.v${version}.jsonl`), await dumpRows(table));
  }
  await table.checkoutLatest();
}

const version = process.argv[4] ?? "2.0";
const db = await makeTables(directory, writeVersions, version);
if (process.argv[3] === "large") {
  // Several pages of 8 MB in one fragment, strings of 60 kB and lists of 5,000 items among them.
  const rows = movieTable(30000, 20, 100, 6, { large: true });
  await writeVersions("large", await db.createTable("large", rows, { mode: "overwrite", storageOptions: storageOf(version) }));
}
await makeUnsupportedTables(directory);
