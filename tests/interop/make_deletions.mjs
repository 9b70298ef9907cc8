// node make_deletions.mjs: makes tests/store/fixtures/deletions anew: deletion files as the real LanceDB writes them. Of 20,000 rows,
// numbered from 0, those are dead that the file's name says.
import * as lancedb from "@lancedb/lancedb";
import { Table, tableToIPC, vectorFromArray, Uint32 } from "apache-arrow";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { storage } from "./tables.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const directory = join(here, "../store/fixtures/deletions");
rmSync(directory, { recursive: true, force: true });
mkdirSync(directory, { recursive: true });
const pinned = JSON.parse(readFileSync(join(here, "node_modules/@lancedb/lancedb/package.json"), "utf8")).version;
writeFileSync(join(directory, "README.md"), `Written by @lancedb/lancedb ${pinned} and apache-arrow (tests/interop/make_deletions.mjs).\n`);

const temporary = mkdtempSync(join(tmpdir(), "kinora-deletions-"));
const db = await lancedb.connect(temporary);
const rows = Array.from({ length: 20000 }, (_, id) => ({ id }));
for (const [name, where] of [["every_7th", "id % 7 = 0"], ["three", "id in (5, 7, 1000)"], ["every_3rd", "id % 3 = 0"]]) {
  await (await db.createTable(name, rows, { storageOptions: storage })).delete(where);
  const from = join(temporary, `${name}.lance`, "_deletions");
  for (const file of readdirSync(from)) copyFileSync(join(from, file), join(directory, name + extname(file)));
}
rmSync(temporary, { recursive: true });
// What LanceDB does not write, but another writer may: without compression.
const three = new Table({ row_id: vectorFromArray([5, 7, 1000], new Uint32()) });
writeFileSync(join(directory, "three_plain.arrow"), tableToIPC(three, "file"));
