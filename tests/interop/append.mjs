// node append.mjs DIRECTORY: LanceDB appends to the table `t`, restores its first version, appends again, makes an index and compacts; the
// rows of each version are written beside it.
import * as lancedb from "@lancedb/lancedb";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { dumpRows } from "./rows.mjs";

const directory = process.argv[2];
const db = await lancedb.connect(directory);
const table = await db.openTable("t");
await table.add(await table.query().limit(7).toArrow());
await table.checkout(1);
await table.restore();
await table.add(await table.query().limit(9).toArrow());
await table.createIndex("id");
await table.optimize();
for (const { version } of await table.listVersions()) {
  await table.checkout(version);
  writeFileSync(join(directory, `t.v${version}.jsonl`), await dumpRows(table));
}
