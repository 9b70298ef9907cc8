// node make_damage_fixtures.mjs: makes tests/store/fixtures/damage anew: of each data format a table with all kinds of files that LanceDB
// writes (several data files a fragment, a deletion file, indices, a tag), which tests/store/bad_input_test.cpp damages.
import * as lancedb from "@lancedb/lancedb";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { dumpRows } from "./rows.mjs";
import { movieTable, storageOf } from "./tables.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const directory = join(here, "../store/fixtures/damage");
rmSync(directory, { recursive: true, force: true });
mkdirSync(directory, { recursive: true });
const pinned = JSON.parse(readFileSync(join(here, "node_modules/@lancedb/lancedb/package.json"), "utf8")).version;
writeFileSync(join(directory, "README.md"), `Written by @lancedb/lancedb ${pinned} (tests/interop/make_damage_fixtures.mjs).\n`);
const db = await lancedb.connect(directory);
for (const version of ["2.0", "2.1", "2.2"]) {
  const name = `format_${version.replace(".", "_")}`;
  const table = await db.createTable(name, movieTable(60, 1, 4, 4), { storageOptions: storageOf(version) });
  await table.add(movieTable(30, 2, 4, 0, { firstId: 100, distinctTitles: false }));
  await table.addColumns([{ name: "twice", valueSql: "id * 2" }]);
  await table.createIndex("id");
  await (await table.tags()).create("indexed", await table.version());
  await table.delete("id % 7 = 3");
  writeFileSync(join(directory, `${name}.jsonl`), await dumpRows(table));
}
