// node index_kept.mjs DIRECTORY: LanceDB's index on `id` of the table `t` is still there after changes of Kinora's and answers as a scan
// does, before and after LanceDB brings it up to date.
import * as lancedb from "@lancedb/lancedb";

const table = await (await lancedb.connect(process.argv[2])).openTable("t");
const scanned = (await table.query().select(["id"]).toArray()).map((row) => row.id);

async function check(when) {
  const indices = await table.listIndices();
  if (indices.length !== 1 || indices[0].columns[0] !== "id") throw new Error(`${when}: the indices are ${JSON.stringify(indices)}`);
  for (const where of ["id = 8", "id > 100", "id <= 50", "id IN (1, 15, 1000, 9999)"]) {
    const query = table.query().where(where).select(["id"]);
    if (!(await query.explainPlan()).includes("ScalarIndexQuery")) throw new Error(`${when}: ${where} does not use the index`);
    const keep = { "id = 8": (id) => id === 8n, "id > 100": (id) => id > 100n, "id <= 50": (id) => id <= 50n }[where] ??
      ((id) => [1n, 15n, 1000n, 9999n].includes(id));
    const sorted = (ids) => ids.map(String).sort().join(" ");
    const found = sorted((await query.toArray()).map((row) => row.id));
    const expected = sorted(scanned.filter(keep));
    if (found !== expected) throw new Error(`${when}: ${where} finds ${found}, expected ${expected}`);
  }
}

await check("after Kinora's changes");
await table.optimize();
await check("after an optimize");
