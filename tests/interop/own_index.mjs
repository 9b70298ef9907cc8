// node own_index.mjs DIRECTORY change|optimize: LanceDB changes the table `t`, beside which an index of Kinora's lies, or compacts it and
// cleans it up. It must neither see that index nor touch its files.
import * as lancedb from "@lancedb/lancedb";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [directory, task] = process.argv.slice(2);
const table = await (await lancedb.connect(directory)).openTable("t");

const own = join(directory, "t.lance", "_kinora");
const filesNow = () => readdirSync(own).sort().map((name) => [name, readFileSync(join(own, name)).toString("base64")]);
const before = JSON.stringify(filesNow());

if ((await table.listIndices()).length !== 0) throw new Error("LanceDB sees Kinora's index");
if (task === "change") {
  const vector = (id) => Array.from({ length: 12 }, (_, i) => Math.sin(id * 12 + i));
  await table.add(Array.from({ length: 40 }, (_, i) => ({ id: BigInt(9000 + i), part: i, vector: vector(i) })));
  await table.delete("id < 20 OR id = 9003");
  await table.update({ where: "id = 30", valuesSql: { part: "77" } });
} else {
  await table.optimize({ cleanupOlderThan: new Date() });
}
if (JSON.stringify(filesNow()) !== before) throw new Error("LanceDB changed the files of Kinora's index");
