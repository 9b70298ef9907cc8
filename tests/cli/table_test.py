"""`kinora table` on copies of tables that LanceDB wrote (tests/store/fixtures): what a person and a program get to see."""

import json
import math
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

KINORA, FIXTURES = sys.argv.pop(1), Path(sys.argv.pop(1))


def run(*arguments, **options):
    return subprocess.run([KINORA, "table", *map(str, arguments)], capture_output=True, text=True, timeout=60, **options,
                          env={"COLUMNS": "100", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"})


class TableCommand(unittest.TestCase):
    FORMAT = "lancedb-2.2"

    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        self.root = Path(self.directory.name)

    def table(self, name):
        copy = self.root / f"{name}.lance"
        shutil.copytree(FIXTURES / self.FORMAT / f"{name}.lance", copy)
        return copy

    def succeeds(self, *arguments):
        result = run(*arguments)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def json(self, *arguments):
        return json.loads(self.succeeds(*arguments, "--json"))

    def fails(self, status, *arguments, **options):
        result = run(*arguments, **options)
        self.assertEqual(result.returncode, status, result.stderr)
        return result.stderr

    def test_rows(self):
        table = self.table("columns")
        self.assertEqual(self.succeeds(table, "count"), "17\n")
        matching = self.json(table, "count", "--where", "year >= 1990")["rows"]
        self.assertTrue(0 < matching < 17)
        rows = [json.loads(line) for line in self.succeeds(table, "sql-filter", "year >= 1990", "--json").splitlines()]
        self.assertEqual(len(rows), matching)
        self.assertTrue(all(row["year"] >= 1990 for row in rows))
        head = [json.loads(line) for line in self.succeeds(table, "head", "-n", 3, "--columns", "id,title", "--json").splitlines()]
        self.assertEqual([list(row) for row in head], [["id", "title"]] * 3)
        self.assertRegex(self.succeeds(table, "sql-filter", "id < 3", "--columns", "id,year"), r"id +year\n")
        self.assertIn("next_year", self.succeeds(table, "schema"))
        self.assertIn("The columns are: title, ", self.fails(21, table, "head", "--columns", "titel"))
        self.fails(20, table, "sql-filter", "year >")
        self.assertIn("nothing to search for", self.fails(2, table, "search"))

    def test_search_finds_itself(self):
        table = self.table("columns")
        nearest = json.loads(self.succeeds(table, "search", "--like", 3, "-k", 1, "--json"))
        self.assertEqual(nearest["id"], 3)
        self.assertLess(abs(nearest["_distance"]), 1e-6)
        self.assertIn("no row", self.fails(2, table, "search", "--like", 99999))

    def test_lines_fit_and_steer_nothing(self):
        table = self.table("texts")
        for line in self.succeeds(table, "head", "-n", 50).splitlines():
            self.assertFalse(re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", line), ascii(line))

    def test_versions_and_tags(self):
        table = self.table("columns")
        listed = self.json(table, "versions")
        self.assertEqual([version["version"] for version in listed["versions"]], [1, 2, 3, 4])
        self.assertEqual(listed["opened"], 4)
        self.assertIn("No version", self.succeeds(table, "tags"))
        self.succeeds(table, "tag", "before", 2)
        self.assertEqual(self.json(table, "tags"), {"tags": [{"tag": "before", "version": 2}]})
        self.assertEqual(self.succeeds(table, "count", "--version", "before"), "12\n")
        self.fails(23, table, "tag", "before", 3)
        self.succeeds(table, "tag", "--move", "before", 3)
        self.assertEqual(self.json(table, "untag", "before"), {"tag": "before", "version": 3})
        self.fails(3, table, "untag", "before")
        self.fails(3, table, "count", "--version", "before")
        self.fails(3, table, "count", "--version", 9)
        self.assertIn("letter", self.fails(2, table, "tag", 3, 2))

    def test_diff(self):
        table = self.table("columns")
        difference = self.json(table, "diff", 1, 4)
        self.assertEqual(len(difference["added"]), 5)
        self.assertEqual(difference["removed"], [])
        self.assertIn("next_year", difference["columns_added"])
        self.assertRegex(self.succeeds(table, "diff", 1), r"5 rows added, 0 removed(.|\n)*Added\n")
        self.assertIn("12 the same", self.succeeds(table, "diff", 1, 2, "--key", "id"))
        self.assertIn("same key", self.fails(2, table, "diff", 1, 4, "--key", "id"))

    def test_compact_and_cleanup(self):
        table = self.table("fragments")
        rows = self.succeeds(table, "head", "-n", 1000, "--json")
        before = self.json(table, "versions")["opened"]
        self.assertIsNone(self.json(table, "compact", "--dry-run")["version"])
        report = self.json(table, "compact")
        self.assertEqual((report["version"], report["fragments_after"]), (before + 1, 1))
        self.assertEqual(self.succeeds(table, "head", "-n", 1000, "--json"), rows)
        self.assertIn("nothing to compact", self.succeeds(table, "compact"))
        self.succeeds(table, "tag", "first", 1)
        would = self.json(table, "cleanup", "--older-than", 0, "--grace", "0s", "--dry-run")
        did = self.json(table, "cleanup", "--older-than", 0, "--grace", "0s")
        self.assertEqual(would["versions_removed"], did["versions_removed"])
        self.assertEqual(did["versions_tagged"], [1])
        self.assertGreater(did["bytes_removed"], 0)
        self.assertEqual(self.succeeds(table, "head", "-n", 1000, "--json"), rows)
        self.fails(2, table, "cleanup", "--older-than", "5x")

    def test_verify_names_what_is_damaged(self):
        table = self.table("plain")
        self.assertTrue(self.json(table, "verify")["sound"])
        data = next((table / "data").iterdir())
        content = bytearray(data.read_bytes())
        content[-20:-10] = b"\xff" * 10
        data.write_bytes(content)
        result = run(table, "verify", "--json")
        self.assertEqual(result.returncode, 17)
        report = json.loads(result.stdout)
        self.assertFalse(report["sound"])
        self.assertIn(data.name, report["findings"][0]["where"])

    def test_delete(self):
        table = self.table("columns")
        doomed = self.json(table, "count", "--where", "id < 3")["rows"]
        self.assertGreater(doomed, 0)
        would = self.json(table, "delete", "id < 3", "--dry-run")
        self.assertEqual((would["version"], would["dry_run"], would["rows_deleted"], would["rows"]), (None, True, doomed, 17))
        self.assertIn(f"Would delete {doomed} of 17 rows", self.succeeds(table, "delete", "id < 3", "--dry-run"))
        self.assertEqual(self.json(table, "count")["version"], 4)
        text = self.succeeds(table, "delete", "id < 3")
        self.assertIn(f"{doomed} rows deleted: version 5, {17 - doomed} rows", text)
        self.assertIn("restore 4", text)
        self.assertEqual(self.json(table, "count", "--where", "id < 3")["rows"], 0)
        self.assertIn("No row changed: version 5", self.succeeds(table, "delete", "id < 3"))
        did = self.json(table, "delete", "id = 3")
        self.assertEqual((did["version"], did["rows_deleted"], did["dry_run"]), (6, 17 - doomed - did["rows"], False))
        for condition in ("", "  "):
            self.assertIn("condition", self.fails(2, table, "delete", condition))
        self.fails(20, table, "delete", "id <")
        self.fails(21, table, "delete", "nothing = 1", "--dry-run")
        self.assertEqual(self.json(table, "versions")["opened"], 6)

    def test_checkout_and_restore(self):
        table = self.table("columns")
        self.succeeds(table, "tag", "before", 2)
        opened = self.json(table, "checkout", "before")
        self.assertEqual((opened["version"], opened["newest"], opened["rows"], opened["tags"]), (2, 4, 12, ["before"]))
        self.assertIn("vector", opened["columns"])
        self.assertIn("restore 2", self.succeeds(table, "checkout", 2))
        self.assertEqual(self.json(table, "versions")["opened"], 4)
        rows = self.succeeds(table, "head", "-n", 100, "--json", "--version", 2)
        self.assertEqual(self.json(table, "restore", "before"), {"version": 5, "restored": 2, "rows": 12})
        self.assertEqual(self.succeeds(table, "head", "-n", 100, "--json"), rows)
        self.assertEqual(self.json(table, "versions")["versions"][-1]["operation"], "restore")
        self.assertIn("Version 6 is what version 4 was: 17 rows", self.succeeds(table, "restore", 4))
        for command in ("checkout", "restore"):
            self.fails(3, table, command, 9)
            self.fails(3, table, command, "nothing")
            self.fails(2, table, command)

    def films(self, name="films.csv"):
        path = self.root / name
        path.write_text('id,title,year,genres\n1,"Toy, Story",1995,Animation|Comedy\n2,Heat,1995,Crime|Drama\n3,,,\n')
        return path

    def vectors(self, rows, name="vectors.npy"):
        header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({len(rows)}, {len(rows[0])}), }}"
        header += " " * (63 - (10 + len(header)) % 64) + "\n"
        path = self.root / name
        path.write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() +
                         b"".join(struct.pack(f"<{len(row)}f", *row) for row in rows))
        return path

    def made(self):
        table = self.root / "films.lance"
        self.succeeds(table, "create", self.films(), self.vectors([[1, 0], [0, 1], [1, 1]]))
        return table

    def rows(self, table, *arguments):
        return [json.loads(line) for line in self.succeeds(table, "head", "-n", 1000, "--json", *arguments).splitlines()]

    def test_create(self):
        table = self.root / "films.lance"
        made = self.json(table, "create", self.films(), self.vectors([[1, 0], [0, 1], [1, 1]]))
        self.assertEqual({field["name"]: field["type"] for field in made["fields"]},
                         {"id": "int64", "title": "string", "year": "int64", "genres": "string",
                          "vector": "fixed_size_list<float, 2>"})
        self.assertEqual((made["version"], made["rows"]), (1, 3))
        self.assertEqual(self.rows(table)[0]["vector"], [1, 0])
        self.assertIn("append", self.fails(23, table, "create", self.films()))
        self.assertEqual(self.json(table, "create", self.films(), "--overwrite", "--columns", "title,id")["version"], 2)
        self.assertEqual([list(row) for row in self.rows(table)], [["title", "id"]] * 3)
        for name in ("films", ".lance"):
            self.assertIn(".lance", self.fails(2, self.root / name, "create", self.films()))
        self.assertIn("3 rows, as", self.fails(2, self.root / "a.lance", "create", self.films(), self.vectors([[1, 0]])))
        self.assertIn("same name", self.fails(2, self.root / "a.lance", "create", self.films(), self.films("again.csv")))
        self.fails(3, self.root / "a.lance", "create", self.root / "nothing.csv")
        self.assertFalse((self.root / "a.lance").exists())

    def test_append(self):
        table = self.made()
        more = self.root / "more.jsonl"
        more.write_text('{"title": "Ran", "vector": [0.5, -1], "id": 4}\n')
        self.assertEqual(self.json(table, "append", more),
                         {"version": 2, "rows_inserted": 1, "rows_updated": 0, "rows_deleted": 0, "rows": 4})
        self.assertEqual(self.rows(table)[3], {"id": 4, "title": "Ran", "year": None, "genres": None, "vector": [0.5, -1]})
        self.assertIn("1 row added: version 3, 5 rows", self.succeeds(table, "append", self.vectors([[2, 2]])))
        self.assertIn("2 numbers", self.fails(2, table, "append", self.vectors([[1, 2, 3]])))
        more.write_text('{"id": 5}\n{"id": "five"}\n')
        self.assertIn("line 2", self.fails(2, table, "append", more))
        more.write_text('{"colour": "red"}\n')
        self.assertIn("colour", self.fails(2, table, "append", more))
        self.assertEqual(self.json(table, "versions")["opened"], 3)

    def test_append_to_lancedbs_table(self):
        table = self.table("columns")
        before = self.rows(table)
        file = self.root / "rows.jsonl"
        file.write_text("".join(json.dumps(row) + "\n" for row in before[:5]))
        self.assertEqual(self.json(table, "append", file)["rows"], 22)
        self.assertEqual(self.rows(table), before + before[:5])

    def test_export_comes_back(self):
        table = self.made()
        for name in ("films.arrow", "films.arrows", "films.jsonl", "films.csv", "other"):
            file = self.root / f"out-{name}"
            chosen = ("--format", "arrow") if name == "other" else ()
            self.assertEqual(self.json(table, "export", "-o", file, "--where", "id < 3", *chosen),
                             {"file": str(file), "version": 1, "rows": 2})
            again = self.root / f"{name}.lance"
            self.succeeds(again, "create", file)
            self.assertEqual(self.rows(again), self.rows(table)[:2], name)
        self.assertIn("3 rows of version 1", self.succeeds(table, "export", "-o", self.root / "out.npy"))
        again = self.root / "vectors.lance"
        self.succeeds(again, "create", self.root / "out.npy", "--columns", "mood")
        self.assertEqual([row["mood"] for row in self.rows(again)], [[1, 0], [0, 1], [1, 1]])
        self.fails(2, table, "export", "-o", self.root / "out.xls")
        self.fails(2, table, "export", "-o", self.root / "out", "--format", "xls")
        self.fails(12, table, "export", "-o", self.root / "no" / "such" / "out.csv")
        self.fails(21, table, "export", "-o", self.root / "out.csv", "--columns", "nothing")
        self.fails(2, table, "export")

    def test_import_forms(self):
        table = self.made()
        columns = {column["name"]: column for column in self.json(table, "import-forms")["columns"]}
        self.assertEqual(columns["vector"]["type"], "fixed_size_list<float, 2>")
        self.assertTrue(columns["id"]["csv"])
        self.assertIn("JSON lines", self.succeeds(table, "import-forms"))

    def test_update(self):
        table = self.made()
        self.assertEqual(self.json(table, "update", "--set", "year = year + 1", "--set", "title='Heat 2'", "--where", "id = 2"),
                         {"version": 2, "rows_inserted": 0, "rows_updated": 1, "rows_deleted": 0, "rows": 3})
        self.assertEqual({row["id"]: (row["title"], row["year"]) for row in self.rows(table)},
                         {1: ("Toy, Story", 1995), 2: ("Heat 2", 1996), 3: (None, None)})
        self.assertIn("3 rows updated", self.succeeds(table, "update", "--set", "`year`=2000", "--all"))
        self.assertEqual([row["year"] for row in self.rows(table)], [2000] * 3)
        self.assertIn("No row changed", self.succeeds(table, "update", "--set", "year = 1", "--where", "id > 9"))
        for arguments in (("--set", "year = 1"), ("--set", "year", "--all"), ("--set", "= 1", "--all"), ("--set", "`year 1", "--all"),
                          ("--all",), ("--set", "year = 1", "--where", "id = 1", "--all")):
            self.fails(2, table, "update", *arguments)
        self.assertNotEqual(run(table, "update", "--set", "nothing = 1", "--all").returncode, 0)
        self.assertNotEqual(run(table, "update", "--set", "year = 'x'", "--all").returncode, 0)
        self.fails(20, table, "update", "--set", "year = ", "--all")
        self.assertEqual(self.json(table, "versions")["opened"], 3)

    def test_merge(self):
        table = self.made()
        changed = self.root / "changed.csv"
        changed.write_text("id,title,year\n2,Heat!,1996\n4,Ran,1985\n")
        self.assertEqual(self.json(table, "merge", changed, "--key", "id"),
                         {"version": 2, "rows_inserted": 1, "rows_updated": 1, "rows_deleted": 0, "rows": 4})
        rows = {row["id"]: row for row in self.rows(table)}
        self.assertEqual((rows[2]["title"], rows[4]["year"], rows[1]["title"]), ("Heat!", 1985, "Toy, Story"))
        self.assertEqual((rows[2]["vector"], rows[4]["vector"]), ([0, 1], None))
        self.succeeds(table, "restore", 1)
        self.assertIn("1 row added: ", self.succeeds(table, "merge", changed, "--key", "id", "--no-update"))
        self.assertIn("2 rows updated: ", self.succeeds(table, "merge", changed, "--key", "id", "--no-insert"))
        self.assertIn("2 rows updated, 2 deleted: ", self.succeeds(table, "merge", changed, "--key", "id", "--delete-others"))
        self.assertEqual(sorted(row["id"] for row in self.rows(table)), [2, 4])
        self.fails(2, table, "merge", changed, "--key", "id", "--no-update", "--no-insert")
        self.fails(2, table, "merge", changed)
        self.assertNotEqual(run(table, "merge", changed, "--key", "nothing").returncode, 0)

    def test_columns(self):
        table = self.made()
        moods = self.vectors([[1], [2], [3]], "moods.npy")
        self.assertIn("mood", self.succeeds(table, "add-column", moods, "--columns", "mood"))
        self.assertEqual([row["mood"] for row in self.rows(table)], [[1], [2], [3]])
        dropped = self.json(table, "drop-column", "mood", "year")
        self.assertEqual((dropped["version"], [field["name"] for field in dropped["fields"]]), (3, ["id", "title", "genres", "vector"]))
        self.assertIn("year", self.rows(table, "--version", 2)[0])
        self.assertNotEqual(run(table, "add-column", moods, "--columns", "id").returncode, 0)
        self.assertNotEqual(run(table, "add-column", self.vectors([[1]]), "--columns", "mood").returncode, 0)
        self.assertNotEqual(run(table, "drop-column", "nothing").returncode, 0)
        self.fails(2, table, "drop-column")
        self.assertEqual(self.json(table, "versions")["opened"], 3)

    def test_index(self):
        table = self.root / "many.lance"
        rows = [[math.cos(i * i), math.sin(i * i), math.cos(7 * i), i % 5] for i in range(600)]
        (self.root / "ids.csv").write_text("id,year\n" + "".join(f"{i},{1900 + i % 100}\n" for i in range(600)))
        self.succeeds(table, "create", self.root / "ids.csv", self.vectors(rows))
        self.assertEqual(self.json(table, "index", "--list"), {"indexes": []})
        self.assertIn("There is no index", self.succeeds(table, "index", "--list"))
        near = ("search", "--like", 7, "-k", 5, "--columns", "id")
        exact = self.succeeds(table, *near, "--json")
        self.assertEqual(self.json(table, *near, "--explain-plan")["method"], "scan")
        self.assertIn("exact; version 1", self.succeeds(table, *near))
        self.fails(2, table, *near, "--plan", "index")
        self.fails(2, table, *near, "--plan", "fast")
        made = self.json(table, "index", "--threads", 1)
        self.assertEqual((made["name"], made["kind"], made["state"], made["rows_covered"], made["rows_to_add"]),
                         ("vector_cosine", "graph", "current", 600, 0))
        plan = self.json(table, *near, "--explain-plan", "--plan", "index")
        self.assertEqual((plan["method"], plan["index"], plan["rows"]), ("graph", "vector_cosine", 600))
        self.assertEqual(self.succeeds(table, *near, "--json", "--plan", "index", "--beam", 400), exact)
        self.assertIn("by the index vector_cosine", self.succeeds(table, *near, "--plan", "index"))
        self.assertEqual(self.succeeds(table, *near, "--json", "--plan", "exact"), exact)
        self.assertRegex(self.succeeds(table, *near, "--explain-plan"), r"method +[a-z]+\nbecause +[a-z0-9]")
        self.assertEqual(self.json(table, "versions")["opened"], 1)
        more = self.vectors([[9, 9, 9, 9]], "more.npy")
        self.succeeds(table, "append", more)
        self.assertEqual(self.json(table, "index", "--list")["indexes"][0]["state"], "behind")
        self.assertEqual(self.json(table, "index")["rows_covered"], 601)
        self.assertEqual(self.json(table, "index", "--codes", "--name", "codes", "--metric", "l2")["kind"], "codes")
        self.assertRegex(self.succeeds(table, "index", "--list"), r"codes +vector +l2 +codes +current +601 +0 ")
        self.assertRegex(self.succeeds(table, "compact"), "index codes is stale now(.|\n)*index vector_cosine is stale now")
        self.assertEqual(self.json(table, "index")["state"], "current")
        self.assertEqual(self.json(table, "index", "--drop", "codes"), {"dropped": "codes"})
        self.fails(3, table, "index", "--drop", "codes")
        self.fails(2, table, "index", "--neighbours", 1, "--replace")
        for option in ("--neighbours", "--build-beam", "--seed"):
            self.assertIn("--replace builds it anew", self.fails(23, table, "index", option, 16))
        self.assertEqual(self.json(table, "index", "--neighbours", 16, "--replace")["neighbours"], 16)
        self.fails(2, table, "index", "--list", "--drop", "codes")
        self.fails(21, table, "index", "--column", "nothing")
        self.assertTrue(self.json(table, "verify")["sound"])
        for file in (table / "_kinora").glob("vector_*"):
            file.write_text("{}")
        error = self.fails(17, table, "verify")
        self.assertIn("No row is lost", error)
        self.assertIn("index --replace", error)
        self.assertEqual(self.succeeds(table, *near, "--json"), exact)
        self.assertEqual(self.json(table, "index", "--replace")["state"], "current")
        self.assertTrue(self.json(table, "verify")["sound"])

    def many_vectors(self, rows, dimension):
        """Zeros, as a file without blocks."""
        header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {dimension}), }}".ljust(117) + "\n"
        path = self.root / "many.npy"
        with path.open("wb") as file:
            file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode())
            file.truncate(10 + len(header) + 4 * rows * dimension)
        return path

    def stop_while_writing(self, table, *arguments):
        """Ctrl-C as soon as a data file more lies there; the exit status, and what was said."""
        def files():
            return len(list((table / "data").iterdir())) if (table / "data").exists() else 0
        before = files()
        process = subprocess.Popen([KINORA, "table", *map(str, (table, *arguments))], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        while process.poll() is None and files() == before:
            time.sleep(0.001)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        return process.returncode, errors

    def test_ctrl_c_while_rows_are_written(self):
        many = self.many_vectors(400_000, 64)
        table = self.root / "vectors.lance"
        for attempt in range(9):
            status, errors = self.stop_while_writing(table, "create", many)
            if status != 0:
                break
            shutil.rmtree(table)
        self.assertEqual(status, 130, errors)
        self.assertIn("stopped on request", errors)
        self.assertFalse(table.exists())

        self.succeeds(table, "create", self.vectors([[i] * 64 for i in range(3)]))
        rows = self.succeeds(table, "head", "--json")
        files = sorted(table.rglob("*"))
        for attempt in range(9):
            status, errors = self.stop_while_writing(table, "append", many)
            if status != 0:
                break
            shutil.rmtree(table)
            self.succeeds(table, "create", self.root / "vectors.npy")
            files = sorted(table.rglob("*"))
        self.assertEqual(status, 130, errors)
        self.assertEqual(self.succeeds(table, "head", "--json"), rows)
        self.assertEqual(sorted(table.rglob("*")), files)
        self.assertEqual(self.json(table, "append", self.root / "vectors.npy")["version"], 2)

    def test_a_filter_that_many_rows_pass_is_asked_last(self):
        table = self.root / "many.lance"
        rows = [[math.cos(i * i), math.sin(i * i), math.cos(7 * i), i % 5] for i in range(5000)]
        (self.root / "ids.csv").write_text("id,year\n" + "".join(f"{i},{1900 + i % 100}\n" for i in range(5000)))
        self.succeeds(table, "create", self.root / "ids.csv", self.vectors(rows))
        near = ("search", "--like", 7, "-k", 5, "--columns", "id", "--where", "year < 1980")
        exact = self.succeeds(table, *near, "--json")
        plan = self.json(table, *near, "--explain-plan")
        self.assertEqual((plan["method"], plan["selected"], plan["share"], plan["candidates"]), ("scan", 4000, None, None))
        self.succeeds(table, "index", "--threads", 1)
        plan = self.json(table, *near, "--explain-plan")
        self.assertEqual((plan["method"], plan["beam"], plan["candidates"]), ("over-fetch", None, math.ceil(64 / plan["share"])))
        self.assertAlmostEqual(plan["share"], 0.8, delta=0.06)
        self.assertAlmostEqual(plan["selected"], 5000 * plan["share"], delta=1)
        self.assertRegex(self.succeeds(table, *near, "--explain-plan"), r"method +over-fetch\nbecause +[^\n]*falls back[^\n]*\nindex +"
                         r"vector_cosine\ncandidates +[0-9]+\nshare +[0-9.]+ % [^\n]*\nrows +5,000\nselected +about [34],[0-9]{3}\n")
        self.assertEqual(self.succeeds(table, *near, "--json", "--beam", 400), exact)
        self.assertIn("by the index vector_cosine", self.succeeds(table, *near))
        self.assertEqual(self.json(table, *near, "--explain-plan", "--plan", "exact")["method"], "codes")

    def test_what_can_be_asked_is_listed(self):
        table = self.table("plain")
        error = self.fails(2, table, "hed", "-n", 3)
        self.assertIn('"hed" is no subcommand of table', error)
        self.assertIn("Did you mean head? kinora help table lists all", error)
        self.assertLess(len(error.splitlines()), 4)
        for arguments in ((), (table,)):
            error = self.fails(2, *arguments)
            self.assertIn("a subcommand is missing", error)
            for name in ("head", "delete", "restore", "compact"):
                self.assertRegex(error, rf"\n  {name} ")
        for command in re.findall(r"\n  ([a-z][a-z-]+) ", self.fails(2, table)):
            usage = self.succeeds(table, command, "--help")
            self.assertRegex(usage, rf"kinora table PATH {command} ")
            self.assertTrue(all(len(line) <= 100 for line in usage.splitlines()), usage)

    def test_numbers_are_whole_and_decimal(self):
        table = self.made()
        for arguments in (("head", "-n", -3), ("head", "-n", "2.5"), ("head", "-n", "many"), ("head", "-n", "0x2"), ("head", "-n", ""),
                          ("head", "-n", 1 << 64), ("sql-filter", "id > 0", "-n", -1), ("search", "--like", 1, "-k", -1),
                          ("search", "--like", 1 << 63), ("search", "--like", 1, "--beam", -5), ("diff", 1, "-n", -1),
                          ("index", "--neighbours", -4), ("index", "--seed", -1), ("index", "--threads", -1),
                          ("compact", "--target-rows", -1), ("cleanup", "--keep", -1)):
            error = self.fails(2, table, *arguments)
            self.assertIn(f'whole number from', error, arguments)
            self.assertIn(f'not "{arguments[-1]}"', error)
        self.assertEqual(len(self.succeeds(table, "head", "-n", "002", "--json").splitlines()), 2)
        self.assertEqual(len(self.succeeds(table, "head", "-n", "010", "--json").splitlines()), 3)
        self.assertEqual(json.loads(self.succeeds(table, "search", "--like", "01", "-k", 1, "--json"))["id"], 1)

    def test_a_mistyped_option_is_named_with_those_that_there_are(self):
        error = self.fails(2, self.made(), "head", "--colums", "id")
        self.assertIn("kinora: there is no option --colums here", error)
        self.assertRegex(error, r"expected: .*--columns")
        self.assertIn("kinora table PATH head --help", error)
        self.assertIn('"5" is one argument too many', self.fails(2, self.root, "head", 5))
        self.assertIn("kinora: FILE is required", self.fails(2, self.root, "append"))

    def test_singulars(self):
        table = self.table("columns")
        self.assertIn("1 row deleted", self.succeeds(table, "delete", "id = 10"))
        self.assertIn("1 row added, ", self.succeeds(table, "diff", 5, 4))
        self.assertIn("1 matching row (", self.succeeds(table, "sql-filter", "id = 9"))

    def test_a_files_name_steers_no_terminal(self):
        for error in (self.fails(3, self.root / "a\x1b[31m\nb.lance", "head"), self.fails(2, "a\x1b[31m.lance", "hed\x1b[31m"),
                      self.fails(2, "a.lance", "head", "-n", "\x1b[31m")):
            self.assertNotIn("\x1b", error)

    def test_options_are_named_as_they_are_typed(self):
        table = self.table("plain")
        for arguments in (("compact", "--dead-share", 2), ("compact", "--target-rows", 0), ("cleanup", "--keep", 0),
                          ("cleanup", "--older-than=-5")):
            self.assertIn(arguments[1].split("=")[0], self.fails(2, table, *arguments))

    def test_advice_can_be_typed(self):
        table = self.made()
        self.succeeds(table, "index")
        for status, says, *arguments in (
                (2, "--neighbours", "index", "--replace", "--neighbours", 1), (2, "--build-beam", "index", "--replace", "--build-beam", 1),
                (2, "another --name", "index", "--name", "a/b"), (2, "--metric", "index", "--metric", "near"),
                (23, "another --name, or --replace that one", "index", "--codes", "--name", "vector_cosine"),
                (3, "index --list", "index", "--drop", "nothing"), (21, "columns of vectors are: vector", "index", "--column", "title"),
                (21, "columns of vectors are: vector", "index", "--column", "nothing"), (2, "--metric", "search", "--like", 1, "--metric", "near"),
                (2, "--key", "merge", self.films(), "--key", "nothing"), (21, "title", "export", "-o", self.root / "x.csv", "--columns", "titel"),
                (21, "title", "head", "--columns", "titel")):
            self.assertIn(says, self.fails(status, table, *arguments))
        self.succeeds(table, "tag", "a", 1)
        self.succeeds(table, "append", self.films())
        self.assertIn("--move", self.fails(23, table, "tag", "a", 2))
        self.succeeds(table, "untag", "a")
        max((table / "_versions").glob("*.manifest")).write_bytes(b"")  # the older one: names count down
        self.assertIn("--remove-torn", self.fails(17, table, "cleanup", "--older-than", 0))

    def test_a_bundles_table_is_not_rewritten(self):
        table = self.table("plain")
        (self.root / "bundle.json").write_text("{}")
        for arguments in (("cleanup", "--older-than", 0), ("compact",), ("restore", 1), ("delete", "id < 3"), ("append", self.films()),
                          ("create", self.films(), "--overwrite"), ("update", "--set", "id = 1", "--all"),
                          ("merge", self.films(), "--key", "id"), ("add-column", self.films()), ("drop-column", "id"), ("index",)):
            self.assertIn("bundle", self.fails(2, table, *arguments))
        link = self.root / "elsewhere" / "link.lance"
        link.parent.mkdir()
        link.symlink_to(table)
        self.assertIn("bundle", self.fails(2, link, "cleanup", "--older-than", 0))
        self.assertIn("bundle", self.fails(2, f"{table}/", "cleanup", "--older-than", 0))
        self.assertIn("bundle", self.fails(2, table / "data" / "..", "cleanup", "--older-than", 0))
        self.assertIn("bundle", self.fails(2, ".", "cleanup", "--older-than", 0, cwd=table))

    def test_what_is_no_table(self):
        self.fails(3, self.root / "nothing.lance", "head")
        (self.root / "empty.lance").mkdir()
        self.fails(17, self.root / "empty.lance", "head")
        file = self.films()
        for path, found in ((file, "a file"), (self.root, "a directory of neither")):
            error = self.fails(15, path, "head")
            self.assertIn(found, error)
            self.assertNotIn(f"-o {path}", error)
        self.assertIn("something else", self.fails(23, self.root / "empty.lance", "create", file))


class TableCommandOnFormat20(TableCommand):
    FORMAT = "lancedb-2.0"
    test_lines_fit_and_steer_nothing = None  # the table is of the newer formats alone
    test_ctrl_c_while_rows_are_written = None  # the tables are not LanceDB's


if __name__ == "__main__":
    unittest.main(verbosity=2)
