// LanceDB's side of bench/table/run, in its own manner: its own table of the rows that Kinora's table has.
//
//   node lancedb.mjs create SOURCE NAME DESTINATION TIMES        reads Kinora's table SOURCE/NAME.lance into memory as Arrow, then writes it
//                                                                as DESTINATION/NAME.lance, TIMES times; only the writing is timed
//   node lancedb.mjs exact DIRECTORY NAME QUESTIONS COUNT ROUNDS exact searches: all rows, and three LIKE predicates
//   node lancedb.mjs first DIRECTORY NAME QUESTIONS              the first question's answer, on one line; for the time of a process
//   node lancedb.mjs build DIRECTORY NAME                        its IVF_HNSW_SQ with its defaults, and B-trees for the filters' columns
//   node lancedb.mjs sweep DIRECTORY NAME QUESTIONS TRUTH COUNT FILTERED_COUNT    recall and latency, by setting
//
// A question is timed from its vector to the rows as objects of JavaScript.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const NEAREST = 10;
const EFS = [undefined, 20, 40, 80, 160, 320];
const REFINES = [undefined, 1, 2, 5, 10];
const FILTERED_SETTINGS = [{ ef: 80, refineFactor: 5 }, { ef: 160, refineFactor: 10 }];

const [mode, directory, name, ...rest] = process.argv.slice(2);
const require = createRequire(new URL("../../tests/interop/", import.meta.url));
const lancedb = require("@lancedb/lancedb");

const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));
const open = async () => (await lancedb.connect(directory)).openTable(name);
const print = (result) => console.log(JSON.stringify(result));

function quantiles(values) {
  const times = [...values].sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(share * times.length))];
  return { p50_ms: at(0.5), p99_ms: at(0.99), min_ms: times[0], max_ms: times[times.length - 1], samples: times.length };
}

function nearest(table, vector, where, columns) {
  const query = table.query().nearestTo(vector).distanceType("cosine").limit(NEAREST).select([...columns, "_distance"]);
  return where ? query.where(where) : query;
}

async function timed(work) {
  const begin = performance.now();
  const result = await work();
  return [performance.now() - begin, result];
}

async function create(destination, times) {
  const rows = await (await open()).query().toArrow();
  const database = await lancedb.connect(destination);
  const each = [];
  for (let time = 0; time < Number(times); ++time) {
    if ((await database.tableNames()).includes(name)) await database.dropTable(name);
    const [ms] = await timed(() => database.createTable(name, rows));
    each.push(ms);
  }
  print({ ...quantiles(each), each_ms: each });
}

/** How long the plan says that it took, in milliseconds. */
function reportedMilliseconds(plan) {
  const units = { ns: 1e-6, µs: 1e-3, us: 1e-3, ms: 1, s: 1e3 };
  const elapsed = plan.match(/elapsed=([\d.]+)(ns|µs|us|ms|s)\b/);
  return elapsed ? Number(elapsed[1]) * units[elapsed[2]] : undefined;
}

async function exactSearches(table, vectors, where, rounds) {
  const ask = (vector) => nearest(table, vector, where, ["id", "title"]).bypassVectorIndex();
  const answers = [];
  for (const vector of vectors) {
    const rows = await ask(vector).toArray();
    answers.push({ ids: rows.map((row) => Number(row.id)), distances: rows.map((row) => row._distance) });
  }
  const times = [];
  for (let round = 0; round < rounds; ++round) {
    for (const vector of vectors) times.push((await timed(() => ask(vector).toArray()))[0]);
  }
  const reported = [];
  for (const vector of vectors) {
    const ms = reportedMilliseconds(await ask(vector).analyzePlan());
    if (ms !== undefined) reported.push(ms);
  }
  return { ...quantiles(times), answers, reported: reported.length ? quantiles(reported) : undefined };
}

async function exact(questionsPath, count, rounds) {
  const table = await open();
  const { vectors, filters } = readJson(questionsPath);
  const asked = vectors.slice(0, Number(count));
  const result = { questions: asked.length };
  for (const filter of ["all", "like"]) result[filter] = await exactSearches(table, asked, filters[filter], Number(rounds));
  print(result);
}

async function first(questionsPath) {
  const table = await open();
  const { vectors } = readJson(questionsPath);
  const rows = await nearest(table, vectors[0], "", ["title"]).toArray();
  print(rows.map((row) => ({ title: row.title, distance: row._distance })));
}

async function build() {
  const table = await open();
  const config = lancedb.Index.hnswSq({ distanceType: "cosine" });
  const [ms] = await timed(() => table.createIndex("vector", { config, replace: true }));
  const [filtersMs] = await timed(async () => {
    for (const column of ["bucket", "region"]) await table.createIndex(column, { config: lancedb.Index.btree(), replace: true });
  });
  print({ build_seconds: ms / 1e3, filters_seconds: filtersMs / 1e3, statistics: await table.indexStats("vector_idx") });
}

const share = (expected, found) => (expected.length ? expected.filter((id) => found.includes(id)).length / expected.length : 1);

async function measureRecall(ask, vectors, truth) {
  const times = [];
  let recall = 0;
  let fewest = NEAREST;
  let shortAnswers = 0;
  for (const [number, vector] of vectors.entries()) {
    const [ms, rows] = await timed(() => ask(vector).toArray());
    times.push(ms);
    recall += share(truth[number], rows.map((row) => Number(row.id))) / vectors.length;
    fewest = Math.min(fewest, rows.length);
    shortAnswers += rows.length < truth[number].length ? 1 : 0;
  }
  const total = times.reduce((sum, ms) => sum + ms, 0);
  return {
    ...quantiles(times), recall, mean_ms: total / times.length, queries_per_second: (1e3 * times.length) / total, fewest,
    short_answers: shortAnswers,
  };
}

function withSetting(query, setting) {
  for (const [option, value] of Object.entries(setting)) {
    if (value !== undefined) query = query[option](value);
  }
  return query;
}

async function sweep(questionsPath, truthPath, count, filteredCount) {
  const table = await open();
  const { vectors, filters } = readJson(questionsPath);
  const truth = readJson(truthPath);
  const asked = vectors.slice(0, Number(count));
  const few = vectors.slice(0, Number(filteredCount));
  const result = { curve: [], filtered: {} };
  const widest = { ef: Math.max(...EFS.slice(1)), refineFactor: Math.max(...REFINES.slice(1)) };
  await measureRecall((vector) => withSetting(nearest(table, vector, "", ["id"]), widest), asked, truth.all); // warms up
  const plan = await nearest(table, vectors[0], "", ["id"]).analyzePlan();
  result.partitions = Number(plan.match(/partitions_ranked=(\d+)/)?.[1] ?? 0);
  for (const nprobes of result.partitions === 1 ? [undefined] : [undefined, 1, 5]) {
    for (const refineFactor of REFINES) {
      for (const ef of EFS) {
        if (ef < NEAREST * (refineFactor ?? 1)) continue; // it refuses an ef below the number of rows it is to find
        const setting = { nprobes, ef, refineFactor };
        const point = await measureRecall((vector) => withSetting(nearest(table, vector, "", ["id"]), setting), asked, truth.all);
        result.curve.push({ setting, ...point });
      }
    }
  }
  for (const [filter, where] of Object.entries(filters)) {
    if (filter === "all" || filter === "like") continue;
    result.filtered[filter] = [];
    for (const setting of FILTERED_SETTINGS) {
      const point = await measureRecall((vector) => withSetting(nearest(table, vector, where, ["id"]), setting), few, truth[filter]);
      result.filtered[filter].push({ setting, ...point });
    }
  }
  print(result);
}

const modes = { create, exact, first, build, sweep };
if (!modes[mode]) {
  console.error("usage: node lancedb.mjs create | exact | first | build | sweep ...");
  process.exit(2);
}
await modes[mode](...rest);
