// node check_access.mjs DIRECTORY [add]: reads rows of each NAME.lance in ways other than from the first to the last, and after LanceDB has
// rewritten the table; compares them with NAME.rows.jsonl, whose first column is a rising id.
import * as lancedb from "@lancedb/lancedb";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dumpRows, expectEqualRows } from "./rows.mjs";
import { random } from "./tables.mjs";

const directory = process.argv[2];
const db = await lancedb.connect(directory);
const asTable = (query) => ({ query: () => query });

async function checkAccess(name, lines) {
  const table = await db.openTable(name);
  const idOf = (line) => String(JSON.parse(line)[0]);
  const below = random(lines.length);
  const edges = [0, 1, 16383, 16384, lines.length - 1].filter((row) => row >= 0 && row < lines.length);
  for (const count of [1, 2, 40, 400]) {
    const rows = [...new Set([...edges, ...Array.from({ length: count }, () => below(lines.length))])].sort((a, b) => a - b);
    const where = `id in (${rows.map((row) => idOf(lines[row])).join(",")})`;
    const expected = rows.map((row) => lines[row] + "\n").join("");
    expectEqualRows(await dumpRows(asTable(table.query().where(where))), expected, `${name} where id is one of ${rows.length}`);
  }
  for (const offset of [0, 1, Math.floor(lines.length / 3), Math.max(0, lines.length - 7)]) {
    const expected = lines.slice(offset, offset + 50).map((line) => line + "\n").join("");
    expectEqualRows(await dumpRows(asTable(table.query().limit(50).offset(offset))), expected, `${name} from row ${offset}`);
  }
  const all = lines.map((line) => line + "\n").join("");
  const appended = process.argv[3] === "add" ? lines.slice(1, 3) : [];
  if (appended.length !== 0) await table.add(await table.query().limit(3).toArrow());
  await table.update({ where: `id = ${idOf(lines[0])}`, valuesSql: { id: "-1" } });
  await table.delete("id = -1");
  await table.optimize();
  const kept = lines.slice(1);
  expectEqualRows(await dumpRows(table), [...kept, ...appended].map((line) => line + "\n").join(""), `${name} after LanceDB's changes`);
  await table.checkout(1);
  expectEqualRows(await dumpRows(table), all, `${name} version 1 after LanceDB's changes`);
}

for (const name of (await db.tableNames()).sort()) {
  const lines = readFileSync(join(directory, `${name}.rows.jsonl`), "utf8").split("\n").slice(0, -1);
  await checkAccess(name, lines);
}
if (readdirSync(directory).length === 0) throw new Error(`no table in ${directory}`);
