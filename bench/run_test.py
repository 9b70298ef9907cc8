"""bench/run on the sample: that it runs, compares and reports. No figure is judged. usage: run_test.py with|without BUILD_DIR"""
import importlib.util
import json
import subprocess
import sys
import tempfile
import unittest
from importlib.machinery import SourceFileLoader
from pathlib import Path

BENCH = Path(__file__).resolve().parent
BUILD = Path(sys.argv.pop())
WITH_PEERS = sys.argv.pop() == "with"
sys.path.insert(0, str(BENCH))

import report  # noqa: E402
from measuring import Failed, measure, summary  # noqa: E402

LOADER = SourceFileLoader("bench_run", str(BENCH / "run"))
RUN = importlib.util.module_from_spec(importlib.util.spec_from_loader("bench_run", LOADER))
LOADER.exec_module(RUN)


class QuickRun(unittest.TestCase):
    """One run serves all tests."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.work = Path(cls.folder.name)
        peers = [] if WITH_PEERS else ["--without-peers"]
        command = [BENCH / "run", "--quick", "--no-build", "--build-dir", BUILD, "--work", cls.work, *peers]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        cls.results = json.loads((cls.work / "results.json").read_text())
        cls.report = (cls.work / "RESULTS.md").read_text()

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_every_part_was_measured_or_skipped_with_a_word(self):
        for part in RUN.PARTS:
            self.assertTrue(part in self.results["parts"] or self.results["skipped"].get(part), part)
        self.assertLessEqual({"build", "default", "similar", "search"}, self.results["parts"].keys())

    def test_builds_of_one_and_two_threads_have_the_same_bytes(self):
        build = self.results["parts"]["build"]
        self.assertTrue(build["same_bytes"]["equal"])
        self.assertGreaterEqual(build["same_bytes"]["builds"], 4)
        self.assertIn("all 6 files", self.report)

    def test_tables_of_the_report_are_whole(self):
        columns = None
        for line in self.report.splitlines():
            if not line.startswith("|"):
                columns = None
                continue
            self.assertTrue(line.endswith("|"), line)
            columns = columns or line.count("|")
            self.assertEqual(line.count("|"), columns, line)

    def test_the_report_says_what_it_is(self):
        self.assertIn("these figures mean nothing", self.report)
        self.assertNotIn("| met", self.report)
        for word in ("processor", "compiler", "commit", "sha256", "seeds"):
            self.assertIn(word, self.report)

    def test_peers_answer_as_kinora_does(self):
        parts = self.results["parts"]
        if "lancedb" in parts:
            for place in ("own", "kinora"):
                same = parts["lancedb"][place]["same_answers"]
                self.assertEqual(same["same"], same["of"])
        if "python" in parts:
            for key in ("documents", "tokens", "vocabulary"):
                self.assertEqual(parts["python"][key], parts["build"][key])
        for part in ("python", "lancedb"):
            if part not in parts:
                print(f"SKIPPED: {part}: {self.results['skipped'][part]}")


class Measuring(unittest.TestCase):
    def test_a_process(self):
        measured = measure(["/bin/sh", "-c", "echo $WORD; sleep 0.2; echo two; echo loud >&2"], {"WORD": "one"})
        self.assertEqual(measured.output, "one\ntwo\n")
        self.assertEqual(measured.errors, "loud\n")
        self.assertLess(measured.first_line_seconds, measured.seconds)
        self.assertGreater(measured.peak_memory_mb, 0)

    def test_a_process_that_fails(self):
        with self.assertRaisesRegex(Failed, "ended with 3:\nwhy"):
            measure(["/bin/sh", "-c", "echo why >&2; exit 3"])
        with self.assertRaises(Failed):
            measure(["/bin/sh", "-c", "exit 77"])
        self.assertEqual(measure(["/bin/sh", "-c", "exit 77"], may_skip=True).status, 77)

    def test_summary(self):
        self.assertEqual(summary([3, 1, 2]), {"median": 2, "min": 1, "max": 3, "p99": 3, "n": 3})
        self.assertEqual(summary(list(range(200)))["p99"], 198)


class Pipeline(unittest.TestCase):
    def test_a_package_that_is_missing_is_a_skip(self):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "gensim.py").write_text("raise ImportError('none here', name='gensim')\n")
            done = measure(["/usr/bin/python3", BENCH / "article_pipeline.py", "films.csv"], {"PYTHONPATH": folder}, may_skip=True)
        self.assertEqual((done.status, done.output), (77, ""))
        self.assertEqual(done.errors, "SKIPPED: gensim is not installed: bench/install-peers\n")


class Answers(unittest.TestCase):
    OURS = [{"titles": ["a", "b", "c"], "distances": [0.0, 0.1, 0.2]}]

    def same(self, titles, distances):
        return RUN.same_answers(self.OURS, [{"titles": titles, "distances": distances}])["same"]

    def test_equal(self):
        self.assertEqual(self.same(["a", "b", "c"], [0.0, 0.1, 0.2]), 1)

    def test_another_film_at_the_last_distance_is_a_tie(self):
        self.assertEqual(self.same(["a", "b", "d"], [0.0, 0.1, 0.2]), 1)

    def test_another_film_nearer_than_the_last_is_not(self):
        self.assertEqual(self.same(["a", "d", "c"], [0.0, 0.1, 0.2]), 0)

    def test_another_distance(self):
        self.assertEqual(self.same(["a", "b", "c"], [0.0, 0.1, 0.3]), 0)

    def test_fewer(self):
        self.assertEqual(self.same(["a", "b"], [0.0, 0.1]), 0)


class Merging(unittest.TestCase):
    @staticmethod
    def results(part, **more):
        return {"source": {"commit": "c", "dirty": False}, "machine": {"cores": 2}, "compiler": "g++", "catalogue": {"sha256": "s"},
                "threads": 2, "quick": False, "parts": {part: 1}, "skipped": {}, "measured_at": {part: "now"}, "disturbances": [part],
                **more}

    def merged(self, **more):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "results.json"
            RUN.merge(path, self.results("build"))
            return sorted(RUN.merge(path, self.results("search", **more))["parts"])

    def test_parts_of_the_same_commit_and_machine_come_together(self):
        self.assertEqual(self.merged(), ["build", "search"])

    def test_others_do_not(self):
        self.assertEqual(self.merged(source={"commit": "d", "dirty": False}), ["search"])
        self.assertEqual(self.merged(machine={"cores": 4}), ["search"])
        self.assertEqual(self.merged(source={"commit": "c", "dirty": True}), ["search"])


class Verdicts(unittest.TestCase):
    def test_limits(self):
        self.assertEqual(report.at_least(34.9, 35, 60), "not met")
        self.assertEqual(report.at_least(35, 35, 60), "met, not the ambition")
        self.assertEqual(report.at_least(60, 35, 60), "met, and the ambition")
        self.assertEqual(report.at_most(40, 40), "met")
        self.assertEqual(report.at_most(40.1, 40), "not met")

    def test_durations(self):
        self.assertEqual([report.duration(each) for each in (317.2, 22.46, 1.254, 0.0953, 0.00123)],
                         ["317 s", "22.5 s", "1.25 s", "95 ms", "1.23 ms"])


if __name__ == "__main__":
    unittest.main()
