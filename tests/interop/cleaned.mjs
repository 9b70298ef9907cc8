// node cleaned.mjs DIRECTORY make|check: `make` lets LanceDB write the table `t` in many versions with an index, deletes and a tag; Kinora cleans it
// up. `check` opens what is left: its versions are those of cleaned.json, each with its rows (t.v<version>.jsonl), and LanceDB goes on.
import * as lancedb from "@lancedb/lancedb";
import { deepStrictEqual } from "node:assert";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dumpRows, expectEqualRows } from "./rows.mjs";
import { movieTable, storage } from "./tables.mjs";

const [directory, what] = process.argv.slice(2);
const db = await lancedb.connect(directory);
const dimension = 8;

async function nearest(table) {
  const rows = await table.query().nearestTo([1, 0, 0, 0, 0, 0, 0, 1]).distanceType("l2").limit(5).select(["id", "_distance"]).toArray();
  return rows.map((row) => [String(row.id), row._distance]);
}

if (what === "make") {
  const table = await db.createTable("t", movieTable(300, 1, dimension, 7), { storageOptions: storage });
  await table.add(movieTable(20, 2, dimension, 7, { firstId: 300 }));
  await (await table.tags()).create("keep", await table.version());
  await table.createIndex("id");
  await table.createIndex("vector", { config: lancedb.Index.ivfFlat({ numPartitions: 2, distanceType: "l2" }) });
  await table.createIndex("vector", { config: lancedb.Index.ivfFlat({ numPartitions: 3, distanceType: "l2" }), replace: true });
  await table.add(movieTable(20, 3, dimension, 7, { firstId: 320 }));
  await table.optimize();
  await table.add(movieTable(20, 4, dimension, 7, { firstId: 340 }));
  for (const { version } of await table.listVersions()) {
    await table.checkout(version);
    writeFileSync(join(directory, `t.v${version}.jsonl`), await dumpRows(table));
  }
  await table.checkoutLatest();
  writeFileSync(join(directory, "t.nearest.json"), JSON.stringify(await nearest(table)));
} else {
  const table = await db.openTable("t");
  const versions = (await table.listVersions()).map((each) => each.version).sort((a, b) => a - b);
  deepStrictEqual(versions, JSON.parse(readFileSync(join(directory, "cleaned.json"), "utf8")));
  for (const version of versions) {
    await table.checkout(version);
    expectEqualRows(await dumpRows(table), readFileSync(join(directory, `t.v${version}.jsonl`), "utf8"), `version ${version}`);
  }
  await table.checkout("keep");
  await table.checkoutLatest();
  deepStrictEqual(await nearest(table), JSON.parse(readFileSync(join(directory, "t.nearest.json"), "utf8")));
  deepStrictEqual((await table.query().where("id = 333").toArray()).length, 1);
  deepStrictEqual((await table.listIndices()).length, 2);
  const rows = await table.countRows();
  await table.add(movieTable(10, 9, dimension, 7, { firstId: 900 }));
  await table.delete("id = 333");
  await table.optimize();
  deepStrictEqual(await table.countRows(), rows + 9);
  if (existsSync(join(directory, "t.lance/_versions/18446744073709551614.manifest"))) throw new Error("version 1 is still there");
}
