// node stale_changes.mjs DRIVER (tests/store/table_driver.cpp): Kinora changes a table that LanceDB has open, then LanceDB changes it through
// the handle of before. It must put each change upon Kinora's, or refuse it as it does upon its own; both then read the same rows, and
// none is lost. Ends with 77 if LanceDB is not installed.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

if (!existsSync(new URL("node_modules/@lancedb/lancedb/package.json", import.meta.url))) {
  console.error("NOT TESTED AGAINST LANCEDB: tests/interop/node_modules is missing; run `npm ci` in tests/interop");
  process.exit(77);
}
const lancedb = await import("@lancedb/lancedb");
const { Kinora } = await import("./kinora.mjs");
const { fail } = await import("./questions.mjs");
const { dumpRows, expectEqualRows } = await import("./rows.mjs");

const first = Array.from({ length: 20 }, (_, id) => id);
const column = (name, values) => ({ name, type: "int32", nullable: true, values });
const keys = (ids) => ({ name: "id", type: "int64", nullable: true, values: ids.map(String) });

// Each is what it asks, and what it does to the rows: a map from id to `a`.
const ours = {
  update: [{ do: "update", where: "id IN (3, 4, 15)", set: [{ column: "a", value: "a + 100" }] }, (rows) => [3, 4, 15].forEach((id) => rows.set(id, id + 100))],
  merge: [{ do: "merge", key: "id", columns: [keys([3, 30]), column("a", [103, 130])], options: { update_matched: true, insert_unmatched: true, delete_unmatched: true } },
          (rows) => { rows.clear(); rows.set(3, 103).set(30, 130); }],
  "add column": [{ do: "add_columns", columns: [column("z", first)] }, () => {}],
  "drop column": [{ do: "drop_columns", columns: ["b"] }, () => {}],
};
const theirs = {
  add: [(table) => table.add([{ id: 50n, a: 1, b: 2 }]), (rows) => rows.set(50, 1)],
  delete: [(table) => table.delete("id IN (3, 5)"), (rows) => { rows.delete(3); rows.delete(5); }],
  update: [(table) => table.update({ where: "id = 4", valuesSql: new Map([["a", "7"]]) }), (rows) => { if (rows.has(4)) rows.set(4, 7); }],
  merge: [(table) => table.mergeInsert("id").whenMatchedUpdateAll().whenNotMatchedInsertAll().execute([{ id: 3n, a: 1, b: 2 }, { id: 60n, a: 1, b: 2 }]),
          (rows) => rows.set(3, 1).set(60, 1)],
  index: [(table) => table.createIndex("id"), () => {}],
  "add column": [(table) => table.addColumns([{ name: "y", valueSql: "id * 2" }]), () => {}],
  "drop column": [(table) => table.dropColumns(["b"]), () => {}],
};
// LanceDB puts no new column upon any change of rows or columns, and a drop upon no change of columns: not upon its own either.
const refused = (our, their) => their === "add column" || (their === "drop column" && our.endsWith("column"));

const directory = mkdtempSync(join(tmpdir(), "kinora-stale-"));
const kinora = new Kinora(process.argv[2]);
const db = await lancedb.connect(directory);
let pairs = 0;
for (const [our, [request, change]] of Object.entries(ours)) {
  for (const [their, [perform, effect]] of Object.entries(theirs)) {
    const name = `t${pairs++}`;
    const path = join(directory, `${name}.lance`);
    await kinora.ask({ do: "overwrite", path, columns: [keys(first), column("a", first), column("b", first)] });
    const table = await db.openTable(name);
    await table.countRows();
    await kinora.ask({ ...request, path });
    const rows = new Map(first.map((id) => [id, id]));
    change(rows);
    try {
      await perform(table);
      effect(rows);
    } catch (error) {
      if (!refused(our, their) || !/conflict|incompatible/i.test(error.message)) throw error;
    }
    await table.checkoutLatest();
    const { dump } = await kinora.ask({ do: "dump", path });
    expectEqualRows(dump, await dumpRows(table), `${our}, then ${their}: Kinora and LanceDB`);
    const found = dump.split("\n").slice(0, -1).map((line) => JSON.parse(line)).map(([id, a]) => `${id} ${a}`).sort().join("\n");
    expectEqualRows(found, [...rows].map(([id, a]) => `${id} ${a}`).sort().join("\n"), `${our}, then ${their}`);
    const { sound, findings } = await kinora.ask({ do: "verify", path });
    if (!sound) fail(findings.join("\n"));
  }
}
await kinora.close();
rmSync(directory, { recursive: true });
console.log(`${pairs} pairs of changes`);
