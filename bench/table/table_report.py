"""Makes bench/TABLE.md of what bench/table/run has measured.

Every figure and every verdict comes from the results; nothing is written by hand.
"""
from report import DISTURBED, at_least, at_most, duration, milliseconds, table

ENOUGH = 0.95
LEVELS = (0.90, 0.95, 0.98, 0.99)
PROGRAMS = {"kinora": "Kinora", "hnswlib": "hnswlib", "faiss": "faiss", "lancedb": "LanceDB"}
FILTERS = {"bucket 1": "1 %, anywhere", "bucket 10": "10 %, anywhere", "bucket 50": "50 %, anywhere",
           "region 10": "some 10 %, whole clusters", "region 50": "some 50 %, whole clusters"}


def reaching(curve, recall):
    """The fastest setting whose recall is enough, or None."""
    return min((point for point in curve if point["recall"] >= recall), key=lambda point: point["p50_ms"], default=None)


def speed_at(curve, recall):
    """Queries per second at a recall, straight between the two widths of a search around it; None if it is not reached."""
    before = None
    for point in curve:
        if point["recall"] >= recall:
            if before is None:
                return point["queries_per_second"]
            share = (recall - before["recall"]) / (point["recall"] - before["recall"])
            return 1e3 / (before["mean_ms"] + share * (point["mean_ms"] - before["mean_ms"]))
        before = point
    return None


def setting_text(setting):
    return ", ".join(f"{name} {value}" for name, value in setting.items() if value is not None) or "defaults"


def times_text(ratio):
    return f"{ratio:.1f} ×" if ratio >= 10 else f"{ratio:.2f} ×"


class Report:
    """The sections one after the other. A smoke test is not judged: its verdicts stay empty."""

    def __init__(self, results):
        self.results, self.parts, self.lines, self.asked = results, results["parts"], [], []

    def add(self, *paragraphs):
        for paragraph in paragraphs:
            self.lines += [paragraph, ""]

    def verdict(self, asked, measured, wanted, holds):
        self.asked.append([asked, measured, wanted, "" if self.results["quick"] else holds])

    def heading(self):
        stamps = sorted(self.results["measured_at"].values())
        when = f"Measured from {stamps[0]} to {stamps[-1]}" if stamps else "Without figures"
        self.add("# The table beside its peers", f"{when}; written by `bench/table/run`. What is measured how: [README.md](README.md).")
        if self.results["quick"]:
            self.add("**A smoke test (`--quick`) on some thousand rows: these figures mean nothing.**")

    def environment(self):
        results = self.results
        machine, source = results["machine"], results["source"]
        dirty = ", **with changes that are not committed**" if source["dirty"] else ""
        built = "" if results["built_by_this_run"] else " (programs as they were found, not built by this run)"
        rows = [["processor", f"{machine['processor']}, {machine['cores']} cores"],
                ["memory", f"{machine['memory_gb']} GB"],
                ["kernel", machine["kernel"]],
                ["compiler", results["compiler"]],
                ["Kinora", f"commit {source['commit'][:12]}{dirty}{built}"],
                ["peers", ", ".join(f"{name} {version}" for name, version in results["versions"].items()) or "–"],
                ["threads", f"searches 1 (LanceDB: as many as it likes), builds of indexes {results['threads']}"]]
        rows += [[f"data, {name}", f"{data['rows']:,} × {data['dimension']}, {data['spread']}, {data['questions']} questions, "
                  f"seed {data['seed']}"] for name, data in results["data"].items()]
        self.add(table(["", ""], rows))
        seconds = sum(part["part_seconds"] for part in self.parts.values())
        self.add(f"All that is told here took {seconds / 60:.0f} minutes to measure: " + ", ".join(
            f"{name} {part['part_seconds']:.0f} s" for name, part in self.parts.items()) + ".")
        for part, reason in results["skipped"].items():
            if part not in self.parts:
                self.add(f"Skipped: {part}: {reason}.")

    def disturbances(self):
        """Other programs on the machine make every figure doubtful, so the report says how much they took."""
        measured = self.results["disturbances"]
        if not measured:
            return
        cores = self.results["machine"]["cores"]
        share = sum(each["others_cpu_seconds"] for each in measured) / sum(each["seconds"] for each in measured) / cores
        worst = max(measured, key=lambda each: each["others_cpu_seconds"] / each["seconds"])
        worst_share = worst["others_cpu_seconds"] / worst["seconds"] / cores
        text = (f"Everything else on the machine took {share:.1%} of its processors while programs were measured; at worst "
                f"{worst_share:.1%}, during \"{worst['what']}\".")
        self.add(f"**{text} Measure again on a quiet machine.**" if share > DISTURBED else text)

    # --- exact search

    def ratio_verdict(self, asked, ours, theirs, wanted):
        ratio = theirs["p50_ms"]["median"] / ours["p50_ms"]["median"]
        self.verdict(asked, f"{ours['p50_ms']['median']:.2f} ms, LanceDB {theirs['p50_ms']['median']:.1f} ms: {times_text(ratio)}",
                     f"{wanted} ×", at_least(ratio, wanted))

    def exact_verdicts(self, figures, part):
        ours, theirs, rows = figures["kinora"], figures["lancedb"], f"{figures['rows']:,} rows"
        small = part == "exact"
        if theirs:
            for asked, words in (("all", ""), ("like", ", three LIKE")) if small else (("all", ""),):
                self.ratio_verdict(f"exact, {rows}{words}: p50 beside LanceDB's", ours["plain"][asked], theirs[asked], 20 if small else 15)
                if "codes" in ours:
                    self.ratio_verdict(f"– with 8-bit codes{words}", ours["codes"][asked], theirs[asked], 40 if small else 15)
        if "codes" in ours:
            self.verdict(f"exact, {rows}: with the codes the same rows and distances", "the same" if ours["same_rows"] else "others", "the same",
                         "met" if ours["same_rows"] else "not met")
        if not small:
            speed = ours["megabytes"] / ours["plain"]["all"]["p50_ms"]["median"]
            # Of a table that a large cache holds in part, a plain read is faster than the memory: the scan is held against the faster.
            bandwidth = max(figures["bandwidth"]["gb_per_second"], ours["plain_read_gb_per_second"]["median"])
            self.verdict(f"exact, {rows}: the plain scan's share of the bandwidth of a plain read", f"{speed:.1f} of {bandwidth:.1f} GB/s: "
                         f"{speed / bandwidth:.0%}", "70 %", at_least(speed / bandwidth, 0.7))

    def exact_section(self, part):
        figures = self.parts.get(part)
        if figures is None:
            return
        self.exact_verdicts(figures, part)
        ours, theirs, bandwidth = figures["kinora"], figures["lancedb"], figures["bandwidth"]
        rows = []
        for asked, words in (("all", ""), ("like", ", three LIKE predicates")):
            rows += [[f"Kinora, {name}{words}", milliseconds(ours[form][asked]["p50_ms"]), milliseconds(ours[form][asked]["p99_ms"])]
                     for form, name in (("plain", "vectors alone"), ("codes", "codes, then vectors")) if form in ours]
            if theirs:
                rows.append([f"LanceDB{words}", milliseconds(theirs[asked]["p50_ms"]), milliseconds(theirs[asked]["p99_ms"])])
                if theirs[asked]["reported"]:
                    reported = theirs[asked]["reported"]
                    rows.append([f"– as its own plan reports it{words}", milliseconds(reported["p50_ms"]), milliseconds(reported["p99_ms"])])
        self.add(f"## Exact search, {figures['rows']:,} rows, cosine, ten nearest", table(["", "p50", "p99"], rows))
        read = ours["plain_read_gb_per_second"]["median"]
        speed = ours["megabytes"] / ours["plain"]["all"]["p50_ms"]["median"]
        text = (f"The vectors take {ours['megabytes']:.1f} MB, which the search reads at {speed:.1f} GB/s. One thread that does nothing else "
                f"reads them at {read:.1f} GB/s ({speed / read:.0%}), and {bandwidth['megabytes']:.0f} MB of other memory, more than the "
                f"{bandwidth['cache_megabytes']:.0f} MB of cache, at {bandwidth['gb_per_second']:.1f} GB/s "
                f"({speed / bandwidth['gb_per_second']:.0%}).")
        if theirs:
            same = theirs["all"]["same_answers"], theirs["like"]["same_answers"]
            text += (f" {same[0]['same']} of {same[0]['of']} of LanceDB's answers are Kinora's, with the filter {same[1]['same']} of "
                     f"{same[1]['of']} (rows that are equally far may change places).")
        self.add(text)

    # --- create, open, memory

    def create_section(self):
        figures = self.parts.get("create")
        if figures is None:
            return
        ours, theirs = figures["kinora"], figures["lancedb"]
        rows = [["Kinora, every file flushed to the disk", milliseconds(ours)]]
        if theirs:
            rows.append(["LanceDB from Arrow, nothing flushed", milliseconds(theirs)])
            self.verdict(f"create {figures['rows']:,} rows, flushed", f"{ours['median']:.0f} ms, LanceDB {theirs['median']:.0f} ms",
                         "no slower", at_most(ours["median"], theirs["median"]))
        self.add(f"## Create a table of {figures['rows']:,} rows that are in memory", table(["", "time"], rows))

    def open_section(self):
        figures = self.parts.get("open")
        if figures is None:
            return
        rows = [[PROGRAMS[who], milliseconds(figures[who]["first_line_ms"]), milliseconds(figures[who]["process_ms"]),
                 f"{figures[who]['peak_memory_mb']:.0f} MB"] for who in ("kinora", "lancedb") if figures[who]]
        first = figures["kinora"]["process_ms"]["median"]
        self.verdict(f"open to the first result in a new process, {figures['rows']:,} rows", f"{first:.1f} ms", "15 ms", at_most(first, 15))
        self.add(f"## Open and ask once in a new process, {figures['rows']:,} rows, warm cache",
                 table(["", "to the first line", "the whole process", "peak memory"], rows))
        rows = []
        for memory in figures["memory"].values():
            share = memory["beyond_mb"] / memory["files_mb"]
            rows.append([f"{memory['files_mb']:.1f} MB", f"{memory['beyond_mb']:.1f} MB", f"{share:.1%}",
                         f"{memory['process']['peak_memory_mb']:.0f} MB"])
            self.verdict(f"exact search: memory beyond the mapped files of {memory['files_mb']:.0f} MB",
                         f"{memory['beyond_mb']:.1f} MB: {share:.1%}", "10 %", at_most(share, 0.1))
        self.add("Memory that opening and searching a table exactly takes beside its mapped files:",
                 table(["the table's files", "beyond them", "share", "peak of the process, mapped pages included"], rows))

    # --- indexes

    def index_verdicts(self, curves, name):
        ours = curves.get("kinora")
        if ours is None:
            return
        best = reaching(ours["curve"], ENOUGH)
        lance, hnsw = curves.get("lancedb"), curves.get("hnswlib")
        if best is None:
            self.verdict(f"index, {name}: recall@10", "not reached", f"{ENOUGH}", "not met")
        if lance and best:
            theirs = reaching(lance["curve"], ENOUGH)
            measured = f"{best['p50_ms']:.2f} ms, LanceDB {theirs['p50_ms']:.1f} ms" if theirs else "LanceDB does not reach it"
            self.verdict(f"index, {name}: p50 at recall {ENOUGH} beside LanceDB's", measured, "half",
                         at_most(best["p50_ms"], theirs["p50_ms"] / 2) if theirs else "met")
        if lance:
            self.verdict(f"index, {name}: time to build beside LanceDB's",
                         f"{duration(ours['build_seconds'])}, LanceDB {duration(lance['build_seconds'])}", "a quarter",
                         at_most(ours["build_seconds"], lance["build_seconds"] / 4))
        if hnsw:
            self.hnswlib_verdicts(ours, hnsw, name)

    def hnswlib_verdicts(self, ours, hnsw, name):
        for level in LEVELS:
            speeds = speed_at(ours["curve"], level), speed_at(hnsw["curve"], level)
            if speeds[1] is None:
                continue
            mine = f"{speeds[0]:,.0f}" if speeds[0] else "not reached"
            self.verdict(f"index, {name}: queries per second at recall {level:.2f}", f"{mine}, hnswlib {speeds[1]:,.0f}", "no fewer",
                         at_least(speeds[0] or 0, speeds[1]))
        self.verdict(f"index, {name}: time to build beside hnswlib's",
                     f"{duration(ours['build_seconds'])}, hnswlib {duration(hnsw['build_seconds'])}", "no slower",
                     at_most(ours["build_seconds"], hnsw["build_seconds"]))

    def index_section(self, suffix, spread_name):
        curves = {who: self.parts[who + suffix] for who in PROGRAMS if who + suffix in self.parts}
        if not curves:
            return
        rows_count = next(iter(curves.values()))["rows"]
        if not suffix:
            self.index_verdicts(curves, f"{rows_count:,} rows")
        self.add(f"## Indexes, {rows_count:,} {spread_name} rows, cosine, ten nearest")
        rows = []
        for who, figures in curves.items():
            speeds = [speed_at(figures["curve"], level) if who != "lancedb" else
                      (reaching(figures["curve"], level) or {}).get("queries_per_second") for level in LEVELS]
            best = reaching(figures["curve"], ENOUGH)
            rows.append([PROGRAMS[who], duration(figures["build_seconds"]), f"{figures['process']['peak_memory_mb']:.0f} MB",
                         *(f"{speed:,.0f}" if speed else "–" for speed in speeds),
                         f"{best['p50_ms']:.2f} ms, p99 {best['p99_ms']:.2f} ms ({setting_text(best['setting'])})" if best else "not reached"])
        self.add(table(["", "built in", "peak memory", *(f"queries/s at {level:.2f}" for level in LEVELS), f"p50 where recall ≥ {ENOUGH}"], rows))
        for who, figures in curves.items():
            if figures.get("settings"):
                self.add(f"{PROGRAMS[who]}: {setting_text(figures['settings'])}.")
        self.curve_table(curves)
        self.filtered_table(curves, "" if suffix else f"{rows_count:,} rows")

    def curve_table(self, curves):
        rows = []
        for who, figures in curves.items():
            points = figures["curve"] if who != "lancedb" else frontier(figures["curve"])
            rows += [[PROGRAMS[who], setting_text(point["setting"]), f"{point['recall']:.4f}", f"{point['p50_ms']:.3f} ms",
                      f"{point['p99_ms']:.3f} ms", f"{point['queries_per_second']:,.0f}"] for point in points]
        self.add("Recall@10 against latency, one question after the other (LanceDB: of its settings those that no other beats in both):",
                 table(["", "setting", "recall", "p50", "p99", "queries/s"], rows))

    def filtered_table(self, curves, judged):
        rows = []
        for filter_name, words in FILTERS.items():
            for who, figures in curves.items():
                points = figures.get("filtered", {}).get(filter_name)
                if not points:
                    continue
                point = reaching(points, ENOUGH) or max(points, key=lambda each: each["recall"])
                rows.append([words, PROGRAMS[who], setting_text(point["setting"]), f"{point['recall']:.4f}", f"{point['p50_ms']:.2f} ms",
                             f"{point['p99_ms']:.2f} ms", str(point["fewest"])])
                if judged and who == "kinora":
                    holds = point["recall"] >= ENOUGH and point["short_answers"] == 0
                    self.verdict(f"index, {judged}, filter that passes {words}: recall, rows", f"{point['recall']:.3f}, at least "
                                 f"{point['fewest']} rows, p50 {point['p50_ms']:.2f} ms", f"{ENOUGH}, always 10", "met" if holds else "not met")
        if rows:
            self.add(f"Filtered searches: the fastest setting whose recall is {ENOUGH} or more, else the one with the most:",
                     table(["passes", "", "setting", "recall", "p50", "p99", "fewest rows"], rows))

    def text(self):
        self.heading()
        self.environment()
        begin = len(self.lines)
        self.exact_section("exact")
        self.exact_section("exact-million")
        self.index_section("", "clustered")
        self.index_section("-uniform", "uniform")
        self.create_section()
        self.open_section()
        if self.asked:
            self.lines[begin:begin] = ["## What was asked", "", table(["", "measured", "wanted", ""], self.asked), ""]
        self.disturbances()
        return "\n".join(self.lines).rstrip() + "\n"


def frontier(points):
    """The points that no other beats in recall and latency, by rising recall."""
    best = [point for point in points if not any(
        other["recall"] >= point["recall"] and other["p50_ms"] < point["p50_ms"] for other in points)]
    return sorted(best, key=lambda point: point["recall"])
