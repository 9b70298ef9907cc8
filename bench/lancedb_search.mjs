// LanceDB's side of bench/run, over a table of Kinora's rows that LanceDB has written itself, in its own manner.
//
//   node lancedb_search.mjs prepare KINORA_BUNDLE TABLE DIRECTORY    copies the rows of Kinora's table into a database of LanceDB's
//   node lancedb_search.mjs search DIRECTORY TABLE QUESTIONS.json ROUNDS    latencies and answers, as JSON
//   node lancedb_search.mjs first DIRECTORY TABLE QUESTIONS.json    the first question's answer, on the first line; for the time of a whole process
//
// QUESTIONS.json is written by bench/search_latency. A question is measured from its filter and vector to the ten films' titles as
// objects of JavaScript.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [mode, directory, name, ...rest] = process.argv.slice(2);
const require = createRequire(new URL("../tests/interop/", import.meta.url));
const lancedb = require("@lancedb/lancedb");

function ask(table, question) {
  return table.query().nearestTo(question.vector).distanceType("cosine").where(question.where).limit(10)
    .select(["title", "_distance"]).toArray();
}

function quantiles(times) {
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(share * times.length))];
  return { p50_ms: at(0.5), p99_ms: at(0.99), min_ms: times[0], max_ms: times[times.length - 1], samples: times.length };
}

async function prepare(destination) {
  const source = await (await lancedb.connect(directory)).openTable(name);
  const rows = await source.query().toArrow();
  const table = await (await lancedb.connect(destination)).createTable(name, rows, { mode: "overwrite" });
  console.log(JSON.stringify({ rows: await table.countRows() }));
}

async function search(questionsPath, rounds) {
  const table = await (await lancedb.connect(directory)).openTable(name);
  const questions = JSON.parse(readFileSync(questionsPath, "utf8"));
  const answers = [];
  for (const question of questions) {
    const rows = await ask(table, question);
    answers.push({ titles: rows.map((row) => row.title), distances: rows.map((row) => row._distance) });
  }
  const times = [];
  for (let round = 0; round < rounds; ++round) {
    for (const question of questions) {
      const begin = performance.now();
      await ask(table, question);
      times.push(performance.now() - begin);
    }
  }
  console.log(JSON.stringify({ filtered: quantiles(times), answers }));
}

async function first(questionsPath) {
  const [question] = JSON.parse(readFileSync(questionsPath, "utf8"));
  const table = await (await lancedb.connect(directory)).openTable(name);
  const rows = await ask(table, question);
  console.log(JSON.stringify({ titles: rows.map((row) => row.title), ms_since_start: performance.now() }));
}

const modes = { prepare, search, first };
if (!modes[mode]) {
  console.error("usage: node lancedb_search.mjs prepare | search | first ...");
  process.exit(2);
}
await modes[mode](...rest);
