// node arrow_files.mjs DIRECTORY [make]: reads each NAME.arrow and NAME.arrows of the directory with apache-arrow and stops at the first
// difference from NAME.jsonl, the rows of Kinora's columns. With `make` it writes such files for Kinora to read.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tableFromIPC, tableToIPC } from "apache-arrow";
import { dumpRows, expectEqualRows } from "./rows.mjs";
import { movieTable } from "./tables.mjs";

const [directory, task] = process.argv.slice(2);
const dump = (arrow) => dumpRows({ query: () => ({ toArrow: async () => arrow }) });

if (task === "make") {
  for (const [name, rows, dimension, nullsIn] of [["one", 1, 3, 0], ["nulls", 700, 8, 3], ["whole", 5000, 100, 0]]) {
    const table = movieTable(rows, 7, dimension, nullsIn);
    writeFileSync(join(directory, `${name}.arrow`), tableToIPC(table, "file"));
    writeFileSync(join(directory, `${name}.arrows`), tableToIPC(table, "stream"));
    writeFileSync(join(directory, `${name}.jsonl`), await dump(table));
  }
} else {
  const files = readdirSync(directory).filter((name) => /\.arrows?$/.test(name));
  if (files.length === 0) throw new Error(`no Arrow file in ${directory}`);
  for (const file of files) {
    const table = tableFromIPC(readFileSync(join(directory, file)));
    expectEqualRows(await dump(table), readFileSync(join(directory, file.replace(/\.arrows?$/, ".jsonl")), "utf8"), file);
  }
  console.log(`${files.length} Arrow files equal`);
}
