// node compacted.mjs DIRECTORY make|check: `make` lets LanceDB write the tables of kinds.json with indices, which Kinora compacts then. `check`
// opens them: rows as before (NAME.before.jsonl), searches as before, indices as NAME.json says; then LanceDB goes on writing and compacts itself.
import * as lancedb from "@lancedb/lancedb";
import { deepStrictEqual } from "node:assert";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dumpRows, expectEqualRows } from "./rows.mjs";
import { movieTable, storage } from "./tables.mjs";

const [directory, what] = process.argv.slice(2);
const db = await lancedb.connect(directory);
const dimension = 8;
const query = Array.from({ length: dimension }, (_, i) => Math.sin(i + 1));

async function found(table) {
  const answers = [];
  for (const where of [undefined, "id >= 300", "array_has_any(genres, ['Comedy'])"]) {
    let search = table.query().nearestTo(query).distanceType("l2").limit(20).select(["id", "_distance"]);
    if (where) search = search.where(where);
    answers.push((await search.toArray()).map((row) => [String(row.id), row._distance]));
  }
  answers.push((await table.query().where("id = 333").toArray()).map((row) => row.title));
  return answers;
}

async function make(name, format) {
  const options = { storageOptions: { ...storage, new_table_data_storage_version: format } };
  const table = await db.createTable(name, movieTable(300, 1, dimension, 7), options);
  await table.createIndex("id");
  await table.createIndex("vector", { config: lancedb.Index.ivfFlat({ numPartitions: 2, distanceType: "l2" }) });
  for (let part = 0; part < 4; ++part) await table.add(movieTable(20, 2 + part, dimension, 7, { firstId: 300 + 20 * part }));
  if (name.includes("middle")) await table.add(movieTable(300, 50, dimension, 7, { firstId: 1000 }));
  if (name.includes("deleted")) {
    await table.delete("id < 50 OR id = 310 OR (id > 1000 AND id < 1020)");
    await table.update({ where: "id = 320", values: { title: "changed" } });
  }
  writeFileSync(join(directory, `${name}.before.jsonl`), await dumpRows(table));
  writeFileSync(join(directory, `${name}.found.json`), JSON.stringify(await found(table)));
}

async function check(name) {
  const table = await db.openTable(name);
  const expected = JSON.parse(readFileSync(join(directory, `${name}.json`), "utf8"));
  deepStrictEqual(await table.version(), expected.version, name);
  const before = readFileSync(join(directory, `${name}.before.jsonl`), "utf8");
  expectEqualRows(await dumpRows(table), before, name);
  deepStrictEqual((await table.listIndices()).length, expected.indices, `${name}: indices`);
  deepStrictEqual((await table.stats()).fragmentStats.numFragments, expected.fragments, `${name}: fragments`);
  deepStrictEqual(await found(table), JSON.parse(readFileSync(join(directory, `${name}.found.json`), "utf8")), name);
  await table.add(movieTable(10, 99, dimension, 7, { firstId: 900 }));
  await table.delete("id = 333");
  deepStrictEqual((await table.query().where("id = 333").toArray()).length, 0);
  await table.optimize();
  deepStrictEqual(await table.countRows(), before.split("\n").length - 1 + 9, name);
}

for (const [name, format] of Object.entries(JSON.parse(readFileSync(join(directory, "kinds.json"), "utf8"))))
  await (what === "make" ? make(name, format) : check(name));
