// node check_tables.mjs DIRECTORY: opens each NAME.lance of the directory with the real LanceDB and stops at the first difference from
// what Kinora says of it: NAME.v<version>.jsonl (the rows of a version) and NAME.queries.json (what filters and searches find).
import * as lancedb from "@lancedb/lancedb";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkFilter, checkSearch, fail } from "./questions.mjs";
import { dumpRows, expectEqualRows } from "./rows.mjs";

const directory = process.argv[2];

async function checkVersions(table, name) {
  const pattern = new RegExp(`^${name}\\.v(\\d+)\\.jsonl$`);
  const versions = readdirSync(directory).map((file) => pattern.exec(file)).filter(Boolean).map((match) => Number(match[1]));
  if (versions.length === 0) fail(`${name}: no version to compare with`);
  const listed = (await table.listVersions()).map((each) => each.version).sort((a, b) => a - b);
  if (Math.max(...listed) !== Math.max(...versions)) fail(`${name}: LanceDB's newest version is ${Math.max(...listed)}`);
  for (const version of versions.sort((a, b) => a - b)) {
    await table.checkout(version);
    const expected = readFileSync(join(directory, `${name}.v${version}.jsonl`), "utf8");
    const rows = await table.countRows();
    if (rows !== expected.split("\n").length - 1) fail(`${name} version ${version}: LanceDB counts ${rows} rows`);
    expectEqualRows(await dumpRows(table), expected, `${name} version ${version}`);
  }
  await table.checkoutLatest();
  return versions.length;
}

const db = await lancedb.connect(directory);
const names = (await db.tableNames()).sort();
if (names.length === 0) fail(`no table in ${directory}`);
for (const name of names) {
  const table = await db.openTable(name);
  const versions = await checkVersions(table, name);
  const path = join(directory, `${name}.queries.json`);
  const queries = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : { filters: [], searches: [] };
  for (const filter of queries.filters) await checkFilter(table, name, filter);
  for (const search of queries.searches) await checkSearch(table, name, search);
  console.log(`${name}: ${versions} versions, ${await table.countRows()} rows, ${queries.filters.length} filters, ${queries.searches.length} searches equal`);
}
