// node tags.mjs DIRECTORY: the tags of the table `t`, which Kinora made, are those in tags.json: LanceDB lists them and checks each out.
// Then LanceDB moves `moved` to version 2, deletes `deleted` and makes `theirs` of version 1.
import * as lancedb from "@lancedb/lancedb";
import { deepStrictEqual } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const directory = process.argv[2];
const expected = JSON.parse(readFileSync(join(directory, "tags.json"), "utf8"));
const table = await (await lancedb.connect(directory)).openTable("t");
const tags = await table.tags();
const listed = await tags.list();
deepStrictEqual(Object.keys(listed).sort(), Object.keys(expected).sort());
for (const [name, { version, rows }] of Object.entries(expected)) {
  deepStrictEqual([listed[name].version, await tags.getVersion(name)], [version, version], name);
  await table.checkout(name);
  deepStrictEqual([await table.version(), await table.countRows()], [version, rows], name);
}
await table.checkoutLatest();
await tags.update("moved", 2);
await tags.delete("deleted");
await tags.create("theirs", 1);
