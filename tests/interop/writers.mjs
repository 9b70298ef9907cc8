// node writers.mjs DRIVER [--commits N] [--format VERSION]: two Kinora processes (DRIVER is tests/store/table_driver.cpp) and LanceDB commit to
// one table at once, N commits in all, while a fourth process reads. Every commit is a version of its own, no row is lost and none comes
// back; a reader keeps the version that it opened. Ends with 77 if LanceDB is not installed.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

if (!existsSync(new URL("node_modules/@lancedb/lancedb/package.json", import.meta.url))) {
  console.error("NOT TESTED AGAINST LANCEDB: tests/interop/node_modules is missing; run `npm ci` in tests/interop");
  process.exit(77);
}
const { positionals: [driver], values: options } = parseArgs({ allowPositionals: true, options: {
  commits: { type: "string", default: "45" }, format: { type: "string", default: "2.0" } } });

const lancedb = await import("@lancedb/lancedb");
const { Kinora, Refusal } = await import("./kinora.mjs");
const { fail } = await import("./questions.mjs");
const { arrowTable, floatBits, kinoraColumns } = await import("./random_values.mjs");
const { dumpRows, expectEqualRows } = await import("./rows.mjs");
const { random, storageOf } = await import("./tables.mjs");

const fields = [
  { name: "id", type: "int64", nullable: true }, { name: "title", type: "string", nullable: true },
  { name: "year", type: "int32", nullable: true }, { name: "genres", type: "list", nullable: true },
  { name: "vector", type: "vector", nullable: true, dimension: 4 },
];
const rowOf = (id) => [String(id), id % 7 === 0 ? null : `film ${id}`, id % 5 === 0 ? null : 1900 + (id % 100), id % 3 === 0 ? null : ["Drama", "é"].slice(id % 2),
                       [1, 2, 3, 4].map((i) => floatBits(id / i)).join("")];
const firstIdOf = 1_000_000;
const conflict = /conflict/i;

/** What every writer does: appends of some rows, deletes and updates of rows of its own. It says in `rows` which there must be. */
class Writer {
  constructor(number, perform) {
    Object.assign(this, { number, perform, below: random(number), next: number * firstIdOf, rows: new Map(), versions: [], conflicts: 0, refused: 0 });
  }

  draw() {
    const mine = [...this.rows.keys()];
    const kind = mine.length < 4 ? 0 : this.below(5);
    if (kind === 3) {
      const gone = mine.filter(() => this.below(4) === 0).concat(mine[0]).slice(0, 5);
      return { do: "delete", where: `id IN (${gone.join(", ")})`, after: () => gone.forEach((id) => this.rows.delete(id)) };
    }
    if (kind === 4) {
      const id = mine[this.below(mine.length)];
      const set = [{ column: "year", value: String(this.next % 1000) }];
      const changed = [...this.rows.get(id)];
      changed[2] = this.next % 1000;
      return { do: "update", where: `id = ${id}`, set, after: () => this.rows.set(id, changed) };
    }
    const rows = Array.from({ length: 1 + this.below(3) }, (_, i) => rowOf(this.next + i));
    this.next += rows.length;
    return { do: "append", rows, after: () => rows.forEach((row) => this.rows.set(row[0], row)) };
  }

  /** A conflict that cannot be rebased comes back as an error that says so; the writer then tries again. */
  async commit() {
    let change = this.draw();
    for (let attempt = 0; ; ++attempt) {
      try {
        this.versions.push(await this.perform(change));
        return change.after();
      } catch (error) {
        if (error instanceof Refusal && error.message.includes("not supported")) {
          ++this.refused;
          do change = this.draw(); while (change.do !== "append");
          continue;
        }
        if (!conflict.test(error.message) || attempt === 20) throw error;
        ++this.conflicts;
      }
    }
  }

  async run(commits) {
    for (let i = 0; i < commits; ++i) await this.commit();
  }
}

function kinoraWriter(number, process, path) {
  return new Writer(number, async ({ rows, after, ...change }) =>
    (await process.ask({ ...change, path, ...(rows ? { columns: kinoraColumns(fields, rows) } : {}) })).version);
}

// Each change by a handle of its own that is as old as the last one, as programs that stay open have them.
function lancedbWriter(number, table) {
  return new Writer(number, async (change) => {
    if (change.do === "append") return (await table.add(arrowTable(fields, change.rows))).version;
    if (change.do === "delete") return (await table.delete(change.where)).version;
    return (await table.update({ where: change.where, valuesSql: new Map(change.set.map((each) => [each.column, each.value])) })).version;
  });
}

/** Opens the newest version over and over: it never goes back, and each is whole. Keeps the first. */
async function readMeanwhile(process, path, writing) {
  const held = await process.ask({ do: "hold", name: "first", path });
  const { dump: before } = await process.ask({ do: "dump", path, version: held.version });
  let reads = 0;
  let newest = 1;
  for (let done = false; !done; ++reads) {
    done = await Promise.race([writing.then(() => true), new Promise((resolve) => setTimeout(() => resolve(false), 20))]);
    const { version, notes, dump } = await process.ask({ do: "dump", path });
    if (version < newest) fail(`version ${version} after ${newest}`);
    if (notes.length !== 0) fail(`notes: ${notes.join("; ")}`);
    if (new Set(dump.split("\n").slice(0, -1).map((line) => JSON.parse(line)[0])).size !== dump.split("\n").length - 1) fail("a row is there twice");
    newest = version;
  }
  expectEqualRows((await process.ask({ do: "dump_held", name: "first" })).dump, before, "the version that a reader held");
  return reads;
}

const directory = mkdtempSync(join(tmpdir(), "kinora-writers-"));
const path = join(directory, "t.lance");
const processes = [new Kinora(driver), new Kinora(driver), new Kinora(driver)];
const db = await lancedb.connect(directory);
const seedRows = Array.from({ length: 10 }, (_, id) => rowOf(id));
const table = await db.createTable("t", arrowTable(fields, seedRows), { storageOptions: storageOf(options.format) });

const commits = Number(options.commits);
const writers = [kinoraWriter(1, processes[0], path), kinoraWriter(2, processes[1], path), lancedbWriter(3, table)];
const writing = Promise.all(writers.map((writer, i) => writer.run(Math.floor((commits + i) / 3))));
const [, reads] = await Promise.all([writing, readMeanwhile(processes[2], path, writing)]);

const made = writers.flatMap((writer) => writer.versions).sort((a, b) => a - b);
made.forEach((version, i) => { if (version !== i + 2) fail(`commit ${i + 1} of ${made.length} has version ${version}`); });
if (made.length !== commits) fail(`${made.length} commits`);
const { dump, version } = await processes[2].ask({ do: "dump", path });
if (version !== commits + 1) fail(`the newest version is ${version}`);
await table.checkoutLatest();
expectEqualRows(dump, await dumpRows(table), "Kinora and LanceDB");
const expected = [...seedRows, ...writers.flatMap((writer) => [...writer.rows.values()])].map((row) => JSON.stringify(row)).sort();
expectEqualRows(dump.split("\n").slice(0, -1).sort().join("\n"), expected.join("\n"), "the rows that the writers were promised");
const { sound, findings } = await processes[2].ask({ do: "verify", path });
if (!sound) fail(findings.join("\n"));
for (const each of processes) await each.close();
rmSync(directory, { recursive: true });
console.log(`${commits} commits: ${expected.length} rows; conflicts told: ${writers.map((each) => each.conflicts).join(", ")}; refused: ${writers.map((each) => each.refused).join(", ")}; ${reads} reads meanwhile`);
