"""bench/table/run on some thousand rows: that it runs, compares and reports. No figure is judged. usage: run_test.py with|without BUILD_DIR"""
import importlib.util
import json
import subprocess
import sys
import tempfile
import unittest
from importlib.machinery import SourceFileLoader
from pathlib import Path

TABLE = Path(__file__).resolve().parent
BUILD = Path(sys.argv.pop())
WITH_PEERS = sys.argv.pop() == "with"
sys.path[:0] = [str(TABLE), str(TABLE.parent)]

import table_report  # noqa: E402
from report import with_table  # noqa: E402

LOADER = SourceFileLoader("table_run", str(TABLE / "run"))
RUN = importlib.util.module_from_spec(importlib.util.spec_from_loader("table_run", LOADER))
LOADER.exec_module(RUN)


class QuickRun(unittest.TestCase):
    """One run serves all tests."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        work = Path(cls.folder.name)
        peers = [] if WITH_PEERS else ["--without-peers"]
        command = [TABLE / "run", "--quick", "--no-build", "--build-dir", BUILD, "--work", work, *peers]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        cls.results = json.loads((work / "results.json").read_text())
        cls.report = (work / "TABLE.md").read_text()

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_every_part_was_measured_or_skipped_with_a_word(self):
        for part in RUN.PARTS:
            self.assertTrue(part in self.results["parts"] or self.results["skipped"].get(part), part)
        self.assertLessEqual({"create", "open", "exact", "exact-million"}, self.results["parts"].keys())
        for part, reason in self.results["skipped"].items():
            print(f"SKIPPED: {part}: {reason}")

    def test_tables_of_the_report_are_whole(self):
        columns = None
        for line in self.report.splitlines():
            if not line.startswith("|"):
                columns = None
                continue
            self.assertTrue(line.endswith("|"), line)
            columns = columns or line.count("|")
            self.assertEqual(line.count("|"), columns, line)

    def test_the_overview_has_the_verdicts(self):
        overview = with_table("# All\n\n## One\n\n1\n", self.report)
        self.assertTrue(overview.startswith("# All\n\n## One\n\n1\n\n## The table\n"))
        asked = self.report.partition("## What was asked\n\n")[2].partition("\n\n")[0]
        self.assertIn("| exact, ", asked)
        self.assertTrue(overview.endswith(asked + "\n"))
        self.assertEqual(with_table(overview, self.report), overview)
        self.assertEqual(with_table(overview, "# The table beside its peers\n"), "# All\n\n## One\n\n1\n")

    def test_the_report_says_what_it_is(self):
        self.assertIn("these figures mean nothing", self.report)
        self.assertNotIn("| met", self.report)
        self.assertNotIn("| not met", self.report)
        for word in ("processor", "compiler", "commit", "seed", "peers", "## What was asked"):
            self.assertIn(word, self.report)

    def test_all_of_kinoras_ways_find_the_same(self):
        for part in ("exact", "exact-million"):
            self.assertTrue(self.results["parts"][part]["kinora"]["same_rows"], part)

    def test_lancedb_finds_what_kinora_finds(self):
        for part in ("exact", "exact-million"):
            lance = self.results["parts"][part]["lancedb"]
            for asked in ("all", "like") if lance else ():
                self.assertEqual(lance[asked]["same_answers"]["same"], lance[asked]["same_answers"]["of"], (part, asked))

    def test_every_index_finds_most(self):
        for part in RUN.INDEXES:
            if part in self.results["parts"]:
                self.assertGreater(max(point["recall"] for point in self.results["parts"][part]["curve"]), 0.9, part)


class Answers(unittest.TestCase):
    OURS = [{"ids": [1, 2, 3], "distances": [0.0, 0.1, 0.2]}]

    def same(self, ids, distances):
        return RUN.same_answers(self.OURS, [{"ids": ids, "distances": distances}])["same"]

    def test_equal(self):
        self.assertEqual(self.same([1, 2, 3], [0.0, 0.1, 0.2]), 1)

    def test_another_row_at_the_last_distance_is_a_tie(self):
        self.assertEqual(self.same([1, 2, 4], [0.0, 0.1, 0.2]), 1)

    def test_another_row_nearer_than_the_last_is_not(self):
        self.assertEqual(self.same([1, 4, 3], [0.0, 0.1, 0.2]), 0)

    def test_another_distance_or_fewer(self):
        self.assertEqual(self.same([1, 2, 3], [0.0, 0.1, 0.3]), 0)
        self.assertEqual(self.same([1, 2], [0.0, 0.1]), 0)


class Curves(unittest.TestCase):
    CURVE = [{"recall": recall, "mean_ms": ms, "p50_ms": ms, "queries_per_second": 1e3 / ms}
             for recall, ms in ((0.8, 1.0), (0.9, 2.0), (1.0, 4.0))]

    def test_between_two_settings(self):
        self.assertAlmostEqual(table_report.speed_at(self.CURVE, 0.95), 1e3 / 3)

    def test_at_the_begin_and_beyond_the_end(self):
        self.assertAlmostEqual(table_report.speed_at(self.CURVE, 0.5), 1e3)
        self.assertIsNone(table_report.speed_at(self.CURVE[:2], 0.95))

    def test_the_fastest_that_is_enough(self):
        self.assertEqual(table_report.reaching(self.CURVE, 0.9)["p50_ms"], 2.0)
        self.assertIsNone(table_report.reaching(self.CURVE[:1], 0.9))

    def test_settings_that_no_other_beats(self):
        worse = {"recall": 0.85, "p50_ms": 3.0}
        self.assertEqual(table_report.frontier([*reversed(self.CURVE), worse]), self.CURVE)


if __name__ == "__main__":
    unittest.main()
