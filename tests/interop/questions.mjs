// What LanceDB answers to a filter or a search, held against Kinora's answer.
const tolerance = 2e-6;
const near = (a, b) => Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a));

export function fail(message) {
  throw new Error(message);
}

export async function checkFilter(table, name, { where, ids }) {
  const found = (await table.query().where(where).select(["id"]).toArray()).map((row) => String(row.id));
  if (JSON.stringify(found) !== JSON.stringify(ids)) fail(`${name} where ${where}: LanceDB finds ${found.length} rows, Kinora ${ids.length}`);
  if ((await table.countRows(where)) !== ids.length) fail(`${name} where ${where}: LanceDB counts another number`);
}

/** The distances are the same one by one; ids may differ only among equal distances. */
export async function checkSearch(table, name, { vector, metric, where, k, hits, column = "vector", nprobes }) {
  let query = table.query().nearestTo(vector).column(column).distanceType(metric).limit(k).select(["id", "_distance"]);
  if (where) query = query.where(where);
  if (nprobes) query = query.nprobes(nprobes);
  const found = (await query.toArray()).map((row) => ({ id: String(row.id), distance: row._distance }));
  const what = `${name} ${metric}${where ? " where " + where : ""}`;
  if (found.length !== hits.length) fail(`${what}: LanceDB finds ${found.length} rows, Kinora ${hits.length}`);
  found.forEach((hit, rank) => {
    if (!near(hit.distance, hits[rank].distance)) fail(`${what}: rank ${rank} at ${hit.distance}, Kinora ${hits[rank].distance}`);
    const same = hits.find((other) => other.id === hit.id);
    const tied = near(hit.distance, hits[hits.length - 1].distance);
    if (same ? !near(same.distance, hit.distance) : !tied) fail(`${what}: LanceDB finds ${hit.id} at ${hit.distance}, Kinora does not`);
  });
}
