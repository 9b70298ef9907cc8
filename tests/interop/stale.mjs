// node stale.mjs DIRECTORY: opens the table `t` and says so (`ready`); waits until Kinora has compacted it (`go`); then deletes, updates, merges and
// adds through the handle of before. LanceDB must put each upon the compaction, of whose fragments its own know nothing.
import * as lancedb from "@lancedb/lancedb";
import { deepStrictEqual } from "node:assert";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

const directory = process.argv[2];
const open = async () => (await lancedb.connect(directory)).openTable("t");
const handles = [];
for (let i = 0; i < 4; ++i) handles.push(await open());
const [deleting, updating, merging, adding] = handles;
for (const each of handles) await each.countRows();
writeFileSync(join(directory, "ready"), "");
while (!existsSync(join(directory, "go"))) await setTimeout(10);
await deleting.delete("id IN (5, 205, 235)");
await updating.update({ where: "id = 215", values: { text: "new" } });
await merging.mergeInsert("id").whenMatchedUpdateAll().execute([{ id: 216n, text: "merged" }]);
await adding.add([{ id: 1000n, text: "added" }]);
const rows = await (await open()).query().select(["id", "text"]).toArray();
const texts = new Map(rows.map((row) => [Number(row.id), row.text]));
deepStrictEqual([rows.length, texts.size], [260 - 3 + 1, 260 - 3 + 1]);
deepStrictEqual([texts.get(215), texts.get(216), texts.get(1000), texts.get(217)], ["new", "merged", "added", "row 217"]);
for (const id of [5, 205, 235]) deepStrictEqual(texts.has(id), false);
