"""Makes bench/RESULTS.md of what bench/run has measured.

Every figure and every verdict comes from the results; nothing is written by hand.
"""

PYTHON_STAGES = ["read", "texts", "tokens", "vocabulary", "doc2vec", "infer", "labels", "classifier", "evaluate", "save"]
LANCE_PLACES = (("own", "its own table"), ("kinora", "Kinora's table"))
F1 = {"micro_f1": 0.83, "macro_f1": 0.86}
F1_TOLERANCE = 0.015
TABLE_HEADING = "## The table"
DISTURBED = 0.05  # a share of the processors that others took above which no figure is to be believed


def duration(seconds):
    if seconds >= 100:
        return f"{seconds:.0f} s"
    if seconds >= 1:
        return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.1f} s"
    return f"{seconds * 1e3:.0f} ms" if seconds >= 0.01 else f"{seconds * 1e3:.2f} ms"


def spread(figure, scale=1.0):
    """The median and, if there was more than one, what it is the median of."""
    text = duration(figure["median"] * scale)
    if figure["n"] > 1:
        text += f" ({duration(figure['min'] * scale)} to {duration(figure['max'] * scale)}, n={figure['n']})"
    return text


def once(seconds):
    return {"median": seconds, "min": seconds, "max": seconds, "n": 1}


def median_of(values):
    ordered = sorted(values)
    middle = len(ordered) // 2
    median = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    return {"median": median, "min": ordered[0], "max": ordered[-1], "n": len(ordered)}


def table(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def at_least(value, target, ambition=None):
    if value < target:
        return "not met"
    if ambition is None:
        return "met"
    return "met, and the ambition" if value >= ambition else "met, not the ambition"


def at_most(value, limit):
    return "met" if value <= limit else "not met"


def milliseconds(figure):
    return f"{figure['median']:.2f} ms ({figure['min']:.2f} to {figure['max']:.2f}, n={figure['n']})"


def with_table(results, table_report):
    """The text of RESULTS.md, its last section the verdicts of TABLE.md's text as they are now; TABLE.md has all the rest."""
    own = results.split(f"\n{TABLE_HEADING}\n", maxsplit=1)[0].rstrip()
    verdicts = table_report.partition("\n## What was asked\n")[2].partition("\n## ")[0].strip()
    if not verdicts:
        return own + "\n"
    when = next((line for line in table_report.splitlines() if line.startswith("Measured from ")), "").partition(";")[0]
    return (f"{own}\n\n{TABLE_HEADING}\n\nThe table beside LanceDB, hnswlib and faiss, from [TABLE.md](TABLE.md), which has every figure and setting. "
            f"{when} by `bench/table/run`.\n\n{verdicts}\n")


class Python:
    """The peer's figures by what they are compared with. The short stages are medians of the runs that repeat them."""

    def __init__(self, figures):
        self.figures, self.stages = figures, figures["stages"]
        self.runs = figures.get("reads", []) + [self.stages]

    def seconds(self, *names):
        """Of the stages together, in every run that has them."""
        return median_of([sum(run[name]["seconds"] for name in names) for run in self.runs if all(name in run for name in names)])

    def read(self):
        return self.seconds("read", "texts", "tokens", "vocabulary")

    def read_tightly(self):
        return self.seconds("read_tightly", "tokens", "vocabulary")

    def infer(self):
        return median_of(self.stages["infer"]["repeats"])

    def whole(self):
        return once(self.figures["whole_seconds"])

    def doc2vec_one_worker(self):
        calls = len(self.stages["doc2vec"]["parts"])
        return once(calls * self.stages["doc2vec_one_worker_one_call"]["seconds"])

    def whole_at_its_best(self):
        """The whole with each stage by the better of the two ways in which it was measured."""
        saved = self.read()["median"] - self.read_tightly()["median"]
        for stage, other in (("doc2vec", self.doc2vec_one_worker()["median"]),
                             ("classifier", self.stages["classifier_one_blas_thread"]["seconds"])):
            saved += max(0.0, self.stages[stage]["seconds"] - other)
        return once(self.figures["whole_seconds"] - saved)


class Report:
    """The sections one after the other. A smoke test is not judged: its verdicts stay empty."""

    def __init__(self, results):
        self.results, self.parts, self.lines = results, results["parts"], []
        self.build = self.parts.get("build")
        self.python = Python(self.parts["python"]) if "python" in self.parts else None

    def at_least(self, *numbers):
        return "" if self.results["quick"] else at_least(*numbers)

    def at_most(self, *numbers):
        return "" if self.results["quick"] else at_most(*numbers)

    def add(self, *paragraphs):
        for paragraph in paragraphs:
            self.lines += [paragraph, ""]

    def heading(self):
        results = self.results
        stamps = sorted(set(results["measured_at"].values()))
        self.add("# Kinora beside its peers",
                 f"Written by `bench/run` on {stamps[-1] if stamps else 'a day without figures'}. Times are medians with the range and the "
                 "number of the runs; where there was one run, no range is given.\nWhat is measured how, and why the Python pipeline is "
                 "written as it is: [README.md](README.md).")
        if results["quick"]:
            self.add("**A smoke test (`--quick`) on the sample catalogue with one epoch: these figures mean nothing.**")
        if len(stamps) > 1:
            self.add("The parts were measured at different times: " +
                     ", ".join(f"{part} {at}" for part, at in results["measured_at"].items()) + ".")

    def environment(self):
        results = self.results
        machine, source, catalogue = results["machine"], results["source"], results["catalogue"]
        dirty = ", **with changes that are not committed**" if source["dirty"] else ""
        built = "" if results["built_by_this_run"] else " (programs as they were found, not built by this run)"
        seeds = [f"{part} {self.parts[part]['seed']}" for part in ("build", "default", "python") if part in self.parts]
        rows = [["processor", f"{machine['processor']}, {machine['cores']} cores"],
                ["memory", f"{machine['memory_gb']} GB"],
                ["kernel", machine["kernel"]],
                ["compiler", results["compiler"]],
                ["Kinora", f"{results['kinora']}, commit {source['commit'][:12]}{dirty}{built}"],
                ["OpenBLAS", results["openblas"]],
                ["catalogue", f"{catalogue['name']}, {catalogue['bytes']:,} bytes, sha256 {catalogue['sha256'][:16]}…"],
                ["threads", str(results["threads"])],
                ["seeds", ", ".join(seeds) or "–"]]
        if self.python:
            versions = dict(self.python.figures["versions"])
            blas = versions.pop("blas")
            rows.append(["Python", ", ".join(f"{name} {version}" for name, version in versions.items()) + f"; BLAS: {blas}"])
        if "lancedb" in self.parts:
            rows.append(["LanceDB", ", ".join(f"{name} {version}" for name, version in self.parts["lancedb"]["versions"].items())])
        self.add(table(["", ""], rows))
        for peer, reason in results["skipped"].items():
            if peer not in self.parts:
                self.add(f"Skipped: {peer}: {reason}.")

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

    def stages_together(self, *names):
        return median_of([sum(run["stages"][name] for name in names) / 1e3 for run in self.build["runs"]])

    def compared(self, name, peer, kinora, target=None, ambition=None):
        """A row of the table stage by stage; `peer` is a figure, or None if it was not measured."""
        wanted = "" if target is None else f"{target} ×" + (f", better {ambition} ×" if ambition else "")
        if peer is None:
            return [name, "not measured", spread(kinora), "–", wanted, ""]
        ratio = peer["median"] / kinora["median"]
        verdict = "" if target is None else self.at_least(ratio, target, ambition)
        return [name, spread(peer), spread(kinora), f"{ratio:.1f} ×", wanted, verdict]

    def stage_rows(self):
        read, train = self.stages_together("ingest", "text"), self.stages_together("doc2vec")
        infer, classify, whole = self.stages_together("infer"), self.stages_together("classifier"), self.build["seconds"]
        peer = self.python
        rows = [self.compared("read, clean, documents, tokens, vocabulary", peer and peer.read(), read, 35),
                self.compared("Doc2Vec, 10 × 10 epochs", peer and peer.seconds("doc2vec"), train, 35, 60),
                self.compared("infer all documents", peer and peer.infer(), infer, 25),
                self.compared("classifier, 20 epochs", peer and peer.seconds("classifier"), classify, 12, 18),
                self.compared("the whole build, as a process", peer and peer.whole(), whole, 20, 30)]
        if peer is None:
            return rows
        better = [self.compared("– reading written tightly", peer.read_tightly(), read),
                  self.compared("– gensim with one worker (one call of ten, × 10)", peer.doc2vec_one_worker(), train),
                  self.compared("– PyTorch while OpenBLAS has one thread", peer.seconds("classifier_one_blas_thread"), classify),
                  self.compared("– the whole with each stage at its best (computed)", peer.whole_at_its_best(), whole)]
        return [rows[0], better[0], rows[1], better[1], rows[2], rows[3], better[2], rows[4], better[3]]

    def build_section(self):
        build, python = self.build, self.python
        if build is None:
            if python:
                self.every_stage()
            return
        self.add("## Stage by stage, recipe `article`", table(["stage", "Python", "Kinora", "ratio", "wanted", ""], self.stage_rows()))
        if python:
            self.add("A row with a dash shows the peer as its authors could have had it by another setting or another way of writing it.")
        peak, seconds = build["peak_memory_mb"]["max"], build["seconds"]["median"]
        rows = [["the whole build", python and duration(python.whole()["median"]), duration(seconds), "at most 27.8 s",
                 self.at_most(seconds, 27.8)],
                ["peak memory of the process", python and f"{python.figures['peak_memory_mb']:.0f} MB", f"{peak:.0f} MB",
                 "at most 300 MB", self.at_most(peak, 300)]]
        self.add(table(["", "Python", "Kinora", "wanted", ""], [[cell or "not measured" if n == 1 else cell for n, cell in enumerate(row)]
                                                                 for row in rows]))
        self.every_stage()
        self.threads_section()

    def every_stage(self):
        build, python = self.build, self.python
        rows = []
        if build:
            memory = build["runs"][-1]["stage_peak_memory_mb"]
            rows += [[f"Kinora `{stage}`", spread(figure), f"{memory[stage]:.0f} MB"] for stage, figure in build["stages"].items()]
        if python:
            rows += [[f"Python `{stage}`", spread(python.seconds(stage)), f"{python.stages[stage]['peak_memory_mb']:.0f} MB"]
                     for stage in ["imports"] + PYTHON_STAGES if stage in python.stages]
        self.add("Every stage by itself; memory is the peak of the process until the stage's end:", table(["stage", "time", "memory"], rows))
        if python:
            calls, epochs = (median_of(python.stages[stage]["parts"]) for stage in ("doc2vec", "classifier"))
            self.add(f"Within the peer's long stages: a call of gensim's `train` takes {spread(calls)}, an epoch of PyTorch {spread(epochs)}.")

    def threads_section(self):
        build = self.build
        one, same = build["one_thread"], build["same_bytes"]
        if one is None:
            return
        rows = []
        for stage, figure in build["stages"].items():
            ratio = one["stages"][stage]["median"] / figure["median"]
            judged = stage in ("doc2vec", "classifier")
            rows.append([f"`{stage}`", spread(one["stages"][stage]), spread(figure), f"{ratio:.2f} ×", "1.7 ×" if judged else "",
                         self.at_least(ratio, 1.7) if judged else ""])
        ratio = one["seconds"]["median"] / build["seconds"]["median"]
        rows.append(["the whole build", spread(one["seconds"]), spread(build["seconds"]), f"{ratio:.2f} ×", "", ""])
        self.add(f"## One thread and {self.results['threads']}",
                 table(["stage", "one thread", f"{self.results['threads']} threads", "ratio", "wanted", ""], rows))
        if same["equal"]:
            self.add(f"The same bytes: all {same['files']} files of models and table data are equal in all {same['builds']} builds.")
        else:
            self.add("**The builds differ in the bytes of their models or vectors.**")

    def accuracy_section(self):
        build = self.build
        if build is None or build["micro_f1"] is None:
            return
        python = self.python and self.python.figures
        rows = []
        for key, name in (("micro_f1", "micro-F1"), ("macro_f1", "macro-F1")):
            rows.append([name, f"{python[key]:.3f}" if python else "not measured", f"{build[key]:.3f}",
                         f"{F1[key]:.2f} within {F1_TOLERANCE}", self.at_most(abs(build[key] - F1[key]), F1_TOLERANCE)])
        self.add("## Accuracy, recipe `article`", table(["on the test films", "Python", "Kinora", "wanted", ""], rows),
                 "In both programs the documents of this recipe contain the genres that are predicted: the figures compare programs, "
                 "they are no forecast.")
        keys = ("documents", "tokens", "vocabulary")
        counts = "Kinora: " + ", ".join(f"{key} {build[key]:,}" for key in keys)
        if python and all(python[key] == build[key] for key in keys):
            counts = counts.replace("Kinora", "In both")
        elif python:
            counts += "; Python: " + ", ".join(f"{key} {python[key]:,}" for key in keys)
        self.add(counts + ".")

    def default_section(self):
        figures = self.parts.get("default")
        if figures is None:
            return
        seconds, peak = figures["seconds"], figures["peak_memory_mb"]["max"]
        rows = [["the whole build", spread(seconds), "at most 30 s", self.at_most(seconds["median"], 30)],
                ["peak memory", f"{peak:.0f} MB", "", ""]]
        rows += [[f"`{stage}`", spread(figure), "", ""] for stage, figure in figures["stages"].items()]
        self.add("## Recipe `default`, " + ("with keywords" if figures["keywords"] else "without keywords (there is no keywords.csv)"),
                 table(["", "measured", "wanted", ""], rows))

    def search_section(self):
        search, lance = self.parts.get("search"), self.parts.get("lancedb")
        rows = []
        if search:
            for key, name in (("filtered", "Kinora, one thread"), ("filter_alone", "– the filter alone"),
                              ("unfiltered", "– without a filter"), ("plain_read", "– plain read of all vectors")):
                rows.append([name, milliseconds(search[key]["p50_ms"]), milliseconds(search[key]["p99_ms"]), "", ""])
            both = max(search["filtered"]["p50_ms"]["median"] / 1.2, search["filtered"]["p99_ms"]["median"] / 3)
            rows[0][3:] = ["p50 1.2 ms, p99 3 ms", self.at_most(both, 1)]
        if lance:
            rows += [[f"LanceDB, {name}", milliseconds(lance[place]["p50_ms"]), milliseconds(lance[place]["p99_ms"]), "", ""]
                     for place, name in LANCE_PLACES]
        if not rows:
            return
        self.add("## Exact filtered search, cosine, ten nearest, `genres LIKE '%…%' OR …`",
                 table(["", "p50", "p99", "wanted at most", ""], rows))
        if search:
            passing, read = search["rows_passing"], search["plain_read"]
            self.add(f"{search['rows']:,} rows of {search['dimension']} numbers ({read['megabytes']:.1f} MB) are asked; {passing['min']:,} to "
                     f"{passing['max']:,} pass the filter, the median is {passing['median']:,}. {search['queries']} questions, asked in "
                     f"turn, {search['filtered']['samples']:,} times in all; `n` counts the processes that did so. The plain read runs at "
                     f"{read['gb_per_second']['median']:.1f} GB/s on one thread.")
        if search and lance:
            ratio = min(lance[place]["p50_ms"]["median"] for place, _ in LANCE_PLACES) / search["filtered"]["p50_ms"]["median"]
            same = lance["own"]["same_answers"]
            self.add(f"LanceDB's better p50 is {ratio:.1f} times Kinora's; it may use all cores. {same['same']} of {same['of']} answers are "
                     "the same films (films at equal distance may change places).")

    def similar_section(self):
        similar, lance = self.parts.get("similar"), self.parts.get("lancedb")
        if similar is None:
            return
        rows = [[f"`kinora similar`, recipe `{recipe}`", milliseconds(figure), f"{figure['p99']:.1f} ms", "40 ms",
                 self.at_most(figure["median"], 40)] for recipe, figure in similar.items()]
        if lance:
            for place, name in LANCE_PLACES:
                figure = lance[place]["first_result_ms"]
                rows.append([f"LanceDB in node, to the first result, {name}", milliseconds(figure), f"{figure['p99']:.1f} ms", "", ""])
        self.add("## A question as a whole process, warm cache", table(["", "median", "p99", "wanted at most", ""], rows))
        if lance:
            ratio = min(lance[place]["first_result_ms"]["median"] for place, _ in LANCE_PLACES) / similar["article"]["median"]
            self.add(f"LanceDB's better median is {ratio:.1f} times that of `kinora similar` with the recipe `article`, which also finds the "
                     "title, predicts the film's genres and makes the filter of them.")

    def text(self):
        for section in (self.heading, self.environment, self.build_section, self.accuracy_section, self.default_section,
                        self.search_section, self.similar_section, self.disturbances):
            section()
        return "\n".join(self.lines).rstrip() + "\n"
