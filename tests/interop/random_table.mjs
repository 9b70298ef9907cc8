// One random table: made, changed by turns and compared (random_tables.mjs).
import { join } from "node:path";
import { Refusal } from "./kinora.mjs";
import { checkFilter, checkSearch, fail } from "./questions.mjs";
import { operations } from "./random_operations.mjs";
import { passes, randomFilter } from "./random_filters.mjs";
import { arrowTable, isPlain, kinoraColumns, randomRows, randomSchema, rareValues, vectorOf } from "./random_values.mjs";
import { dumpRows, expectEqualRows } from "./rows.mjs";
import { random, storageOf } from "./tables.mjs";

const textOf = (rows) => rows.map((row) => JSON.stringify(row) + "\n");
const sorted = (lines) => [...lines].sort().join("");
const linesOf = (text) => text.split("\n").slice(0, -1).map((line) => line + "\n");
const unsupported = /not supported|unsupported/;

export class RandomTable {
  constructor({ db, kinora, directory, seed }) {
    Object.assign(this, { db, kinora, below: random(seed), name: `random${seed}`, log: [], totals: {}, history: new Map(), nextColumn: 0 });
    this.path = join(directory, `${this.name}.lance`);
    this.format = ["kinora", "2.0", "2.1", "2.2"][seed % 4];
    for (let i = 0; i < 20; ++i) this.below(2);  // neighbouring seeds begin alike
  }

  count(what, by = 1) {
    this.totals[what] = (this.totals[what] ?? 0) + by;
  }

  /** Of those that Kinora wrote; each is read by both. `columns` may be names alone, which are dropped. */
  countRareValues(columns = []) {
    for (const field of columns)
      for (const [name, is] of Object.entries(rareValues))
        this.count(`${name} by Kinora`, field.values?.filter((value) => is(field, value)).length ?? 0);
  }

  async run() {
    await this.create();
    for (let step = 3 + this.below(8); step > 0; --step) await this.change();
    await this.checkAllVersions();
    const { sound, findings } = await this.kinora.ask({ do: "verify", path: this.path });
    if (!sound) fail(`verify: ${findings.join("\n")}`);
    this.count("tables");
  }

  async create() {
    this.fields = randomSchema(this.below);
    const count = [0, 1, 15, 16, 40, 300, 1500][this.below(7)];
    this.rows = randomRows(this.below, this.fields, this.format === "kinora" ? count : Math.max(count, 1), 0);
    this.nextId = this.rows.length;
    this.log.push(`${this.format}: ${this.rows.length} rows of ${this.fields.map((each) => `${each.name} ${each.type}${each.dimension ?? ""}`).join(", ")}`);
    if (this.format === "kinora") {
      const columns = kinoraColumns(this.fields, this.rows);
      await this.kinora.ask({ do: "overwrite", path: this.path, columns });
      this.countRareValues(columns);
      this.table = await this.db.openTable(this.name);
    } else {
      this.table = await this.db.createTable(this.name, arrowTable(this.fields, this.rows), { storageOptions: storageOf(this.format) });
    }
    await this.settle(0);
  }

  async change() {
    const operation = operations[this.below(operations.length)](this.below, this);
    if (operation === undefined) return;
    const before = await this.table.version();
    const byKinora = operation.kinora !== undefined && (operation.lancedb === undefined || this.below(2) === 0);
    const done = byKinora ? await this.changeByKinora(operation) : false;
    if (!done && !(await this.changeByLanceDb(operation))) return;
    this.rows = operation.rows;
    this.fields = operation.fields ?? this.fields;
    await this.settle(before);
    await this.ask();
  }

  async changeByKinora(operation) {
    this.log.push(`Kinora: ${operation.what}`);
    let commit;
    try {
      commit = await this.kinora.ask({ ...operation.kinora, path: this.path });
    } catch (error) {
      // What Kinora does not write (yet, or in this format) LanceDB does instead; Kinora must have said so and left the table alone.
      if (!(error instanceof Refusal) || !unsupported.test(error.message)) throw error;
      this.log.push(`  refused: ${error.message}`);
      this.count("refused by Kinora");
      return false;
    }
    for (const [what, expected] of Object.entries(operation.counts ?? {}))
      if (commit[what] !== expected) fail(`${operation.what}: ${commit[what]} rows ${what}, expected ${expected}`);
    this.count("by Kinora");
    this.countRareValues(operation.kinora.columns);
    return true;
  }

  async changeByLanceDb(operation) {
    this.log.push(`LanceDB: ${operation.what}`);
    await this.table.checkoutLatest();
    try {
      await operation.lancedb(this.table, this);
    } catch (error) {
      // LanceDB cannot do all that is drawn (an index over no rows, for instance).
      this.log.push(`  refused: ${error.message.slice(0, 300)}`);
      this.count("refused by LanceDB");
      await this.table.checkoutLatest();
      return false;
    }
    this.count("by LanceDB");
    return true;
  }

  /** Both agree about the newest version with each other and with the model, whose rows take their order. */
  async settle(before) {
    await this.table.checkoutLatest();
    const version = await this.table.version();
    const text = await this.compare(version);
    expectEqualRows(sorted(linesOf(text)), sorted(textOf(this.rows)), `${this.name} version ${version} and the model`);
    this.rows = linesOf(text).map((line) => JSON.parse(line));
    for (let each = before + 1; each <= version; ++each) this.history.set(each, { fields: this.fields, rows: this.rows });
    this.history.get(version).text = text;
  }

  async compare(version) {
    const { dump, columns, rows, version: opened, notes } = await this.kinora.ask({ do: "dump", path: this.path, version });
    if (notes.length !== 0) fail(`notes: ${notes.join("; ")}`);
    if (opened !== version) fail(`Kinora opens version ${opened} and not ${version}`);
    if (JSON.stringify(columns) !== JSON.stringify(this.fields.map((field) => field.name))) fail(`columns ${columns}`);
    const lines = await dumpRows(this.table);
    expectEqualRows(dump, lines, `${this.name} version ${version}, Kinora and LanceDB`);
    if (rows !== (await this.table.countRows())) fail(`Kinora counts ${rows} rows`);
    this.count("rows equal", rows);
    return dump;
  }

  async checkAllVersions() {
    const { versions } = await this.kinora.ask({ do: "versions", path: this.path });
    const theirs = (await this.table.listVersions()).map((each) => each.version).sort((a, b) => a - b);
    if (JSON.stringify(versions.map((each) => each.version)) !== JSON.stringify(theirs)) fail(`versions ${JSON.stringify(versions)}`);
    for (const { version, rows } of versions) {
      const expected = this.history.get(version);
      if (rows !== expected.rows.length) fail(`version ${version} has ${rows} rows, expected ${expected.rows.length}`);
      await this.table.checkout(version);
      this.fields = expected.fields;
      const text = await this.compare(version);
      if (expected.text !== undefined) expectEqualRows(text, expected.text, `${this.name} version ${version}, now and when it was made`);
      this.count("versions equal");
    }
    await this.table.checkoutLatest();
  }

  async ask() {
    const filter = randomFilter(this.below, this.fields, this.rows);
    const { ids } = await this.kinora.ask({ do: "filter", path: this.path, where: filter.sql });
    const expected = this.rows.filter((row) => passes(filter, this.fields, row)).map((row) => row[0]);
    if (JSON.stringify(ids) !== JSON.stringify(expected)) fail(`where ${filter.sql}: Kinora finds ${ids.length} rows, the model ${expected.length}`);
    await checkFilter(this.table, this.name, { where: filter.sql, ids });
    this.count("filters equal");
    await this.search(filter.sql);
  }

  async search(where) {
    const vectors = this.fields.map((field, index) => ({ field, index })).filter(({ field }) => field.type === "vector" && isPlain(field));
    if (vectors.length === 0) return;
    const { field, index } = vectors[this.below(vectors.length)];
    const there = this.rows.filter((row) => row[index] !== null);
    if (there.length === 0) return;
    const request = { vector: vectorOf(there[this.below(there.length)][index]), k: 1 + this.below(20), column: field.name,
                      metric: ["cosine", "l2", "dot"][this.below(3)], ...(this.below(2) ? { where } : {}) };
    const { hits } = await this.kinora.ask({ do: "search", path: this.path, ...request });
    await checkSearch(this.table, this.name, { ...request, hits, nprobes: 2 });
    this.count("searches equal");
  }
}
