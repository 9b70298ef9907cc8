#!/usr/bin/python3
"""Runs the program as a user does and checks what it prints, its exit statuses and what it leaves behind.

usage: cli_test.py KINORA SAMPLE_CSV
"""

import csv
import gzip
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

KINORA = pathlib.Path(sys.argv[1]).resolve()
SAMPLE = pathlib.Path(sys.argv[2]).resolve()
QUICK = ["--set", "doc2vec.epochs=5", "--set", "classifier.encoder_epochs=3", "--set", "classifier.epochs=3",
         "--set", "doc2vec.dimension=32", "--set", "spectral.dimension=32"]


def run(*arguments, **options):
    return subprocess.run([KINORA, *map(str, arguments)], capture_output=True, text=True, timeout=300, **options)


class Bundle(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory()
        cls.path = pathlib.Path(cls.directory.name)
        cls.bundle = cls.path / "sample.kinora"
        cls.built = run("build", SAMPLE, "-o", cls.bundle, "--show", 3, *QUICK)

    @classmethod
    def tearDownClass(cls):
        cls.directory.cleanup()

    def fails(self, status, *arguments, says=(), **options):
        result = run(*arguments, **options)
        self.assertEqual(result.returncode, status, result.stderr)
        self.assertRegex(result.stderr, re.compile("^kinora: ", re.MULTILINE))
        for part in says:
            self.assertIn(part, result.stderr)
        return result


class Build(Bundle):
    def test_summary(self):
        self.assertEqual(self.built.returncode, 0, self.built.stderr)
        for part in ("rows read", "films kept", "vocabulary", "Doc2Vec loss", "micro F1", "always ", "genre frequency", "precision",
                     "linear, C = ", "calibration error", "baseline",
                     "Predicted and actual", "Time and memory", "peak"):
            self.assertIn(part, self.built.stdout)
        self.assertNotIn("\x1b", self.built.stdout + self.built.stderr, "no terminal codes into a pipe")

    def test_json_is_one_object_with_the_promised_keys(self):
        info = json.loads(run("info", self.bundle, "--json").stdout)
        for key in ("movies", "documents", "tokens", "vocabulary", "dimension", "genres", "recipe", "seed", "metrics", "timings_ms",
                    "peak_memory_mb"):
            self.assertIn(key, info)
        metrics = info["metrics"]
        for key in ("micro_f1", "macro_f1", "samples_f1", "hamming_loss", "test_loss", "cost"):
            self.assertIn(key, metrics)
        self.assertEqual(metrics["model"], "linear")
        self.assertTrue(0 <= metrics["calibration_error"] <= 1)
        self.assertIsNone(metrics["worse_than"])
        for baseline in metrics["baselines"]:
            self.assertEqual(len(baseline["genre_f1"]), len(metrics["genres"]))

    def test_quiet_json_prints_json_alone(self):
        result = run("build", SAMPLE, "-o", self.path / "quiet.kinora", "--quiet", "--json", *QUICK)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(result.stderr, "")
        self.assertGreaterEqual(json.loads(result.stdout)["movies"], 600)

    def test_says_which_columns_were_read(self):
        films = self.path / "shows.csv"
        films.write_text("Title,Release Year,listed_in,rating,Gross\n"
                         "Alpha,1990,\"Drama, Crime\",PG-13,5\nBeta,1991,\"Comedy, Drama\",R,7\nGamma,1992,Crime,PG,9\n")
        text = run("build", films, "-o", self.path / "shows.kinora", *QUICK).stdout
        for part in (r"columns read +Title as title\n +Release Year as year\n +listed_in as genres",
                     r"columns not read +rating: .*found 'PG-13'", r"\n +Gross \(no field has such a name\)\n"):
            self.assertRegex(text, part)
        columns = json.loads(run("build", films, "-o", self.path / "shows.kinora", "--json", "-q", *QUICK).stdout)["columns"]
        self.assertEqual([column["field"] for column in columns], ["title", "year", "genres", "", ""])

    def test_quarantine_keeps_every_rejected_row(self):
        catalogue = self.path / "odd.csv"
        good = "".join(f"{i},The Film {i % 9},{1980 + i},Drama\n" for i in range(40))
        catalogue.write_text("id,title,year,genres\n" + good + "7,Again,1990,Drama\n41,,1990,Drama\nx,No Id,1990,Drama\n")
        rejected = self.path / "rejected.csv"
        result = run("build", catalogue, "-o", self.path / "odd.kinora", "--quarantine", rejected, "--json", "--quiet", *QUICK)
        self.assertEqual(result.returncode, 0, result.stderr)
        info = json.loads(result.stdout)
        self.assertEqual(info["movies"], 40)
        self.assertEqual(sum(info["rejected"].values()), 3)
        self.assertEqual(len(rejected.read_text().splitlines()), 4)

    def test_ctrl_c_leaves_the_older_bundle(self):
        before = (self.bundle / "bundle.json").read_bytes()
        process = subprocess.Popen([KINORA, "build", SAMPLE, "-o", self.bundle, "--set", "embedding.encoder=doc2vec", "--set", "doc2vec.epochs=9000"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        deadline = time.time() + 60
        while time.time() < deadline and not list((self.bundle / "models").glob("unfinished-*")):
            time.sleep(0.01)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, errors)
        self.assertIn("stopped on request", errors)
        self.assertEqual((self.bundle / "bundle.json").read_bytes(), before)
        self.assertEqual([entry.name for entry in (self.bundle / "models").iterdir()], ["1"])
        self.assertEqual(run("similar", self.bundle, "Toy Story").returncode, 0)


class BadInput(Bundle):
    def test_catalogues(self):
        def file(name, data):
            path = self.path / name
            path.write_bytes(data)
            return path

        out = self.path / "bad.kinora"
        cases = [(3, self.path / "none.csv"), (4, self.path), (5, file("empty.csv", b"")), (6, file("binary.csv", bytes(range(256)) * 40)),
                 (7, file("cut.csv", b'id,title,year\n1,"An open quote,1990\n2,Next,1991\n')), (8, file("odd.csv", b"colour,shape\nred,round\n")),
                 (9, file("no_row.csv", b"id,title,year,genres\n,,,\n")), (7, file("cut.gz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00"))]
        for status, path in cases:
            with self.subTest(path=path.name):
                self.fails(status, "build", path, "-o", out, says=[path.name])
                self.assertFalse(out.exists())

    def test_recipes(self):
        def file(name, text):
            path = self.path / name
            path.write_text(text)
            return path

        out = self.path / "bad.kinora"
        for status, recipe, says in ((10, file("a.toml", "[doc2vec]\nepoch = 3\n"), "doc2vec.epochs"),
                                     (11, file("b.toml", "[doc2vec]\ndimension = 0\n"), "doc2vec.dimension"),
                                     (11, file("c.toml", "[doc2vec]\nepochs = 1000000000\n"), "doc2vec.epochs"),
                                     (10, file("d.toml", "[doc2vec\n"), "d.toml"), (3, self.path / "none.toml", "none.toml")):
            with self.subTest(recipe=recipe.name):
                self.fails(status, "build", SAMPLE, "-o", out, "--recipe", recipe, says=[says])
        self.fails(11, "build", SAMPLE, "-o", out, "--set", "doc2vec.alpha=fast", says=["doc2vec.alpha"])

    def test_outputs(self):
        file = self.path / "taken"
        file.write_text("x")
        self.fails(12, "build", SAMPLE, "-o", file, says=["taken"])
        self.fails(12, "build", SAMPLE, "-o", "/proc/nowhere/b.kinora")
        self.assertEqual(file.read_text(), "x")

    def test_bundles(self):
        self.fails(14, "similar", self.path / "none.kinora", "Toy Story", says=["kinora build"])
        foreign = self.path / "foreign"
        foreign.mkdir()
        self.fails(15, "info", foreign)
        (foreign / "bundle.json").write_text("{}")
        self.fails(15, "info", foreign)
        (foreign / "bundle.json").write_text("{")
        self.fails(16, "info", foreign)

    def test_full_disk(self):
        if os.geteuid() != 0:
            self.skipTest("needs root for a small file system")
        small = self.path / "small"
        small.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", small], capture_output=True).returncode != 0:
            self.skipTest("cannot mount a small file system here")
        try:
            self.fails(13, "build", SAMPLE, "-o", small / "b.kinora", *QUICK)
            self.assertFalse((small / "b.kinora" / "bundle.json").exists())
        finally:
            subprocess.run(["umount", small], check=True)

    def test_filters_and_titles(self):
        self.fails(20, "similar", self.bundle, "Toy Story", "--where", "year >= ", says=["offset"])
        self.fails(21, "similar", self.bundle, "Toy Story", "--where", "yaer > 1990", says=["year"])
        self.fails(22, "similar", self.bundle, "zzzzzz qqqqqq")
        self.fails(22, "similar", self.bundle, "--id", 99999999)
        self.fails(2, "similar", self.bundle)
        self.fails(2, "similar", self.bundle, "Toy Story", "-k", 0)
        self.fails(2, "similar", self.bundle, "Toy Story", "--metric", "manhattan", says=["cosine"])

    def test_usage(self):
        for arguments in ((), ("nonsense",), ("build",), ("similar", self.bundle, "--no-such-option")):
            self.assertEqual(run(*arguments).returncode, 2, arguments)
        for arguments in (("--help",), ("--version",), ("build", "--help"), ("similar", "--help")):
            result = run(*arguments)
            self.assertEqual(result.returncode, 0)
            self.assertTrue(result.stdout)

    def test_output_that_cannot_be_written(self):
        for arguments in (("similar", self.bundle, "Toy Story"), ("similar", self.bundle, "Toy Story", "--json"), ("info", self.bundle),
                          ("search", self.bundle, "toy"), ("--help",)):
            with open("/dev/full", "wb") as full:
                result = subprocess.run([KINORA, *map(str, arguments)], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
            self.assertEqual(result.returncode, 13, (arguments, result.stderr))
            self.assertIn("standard output cannot be written", result.stderr)
            reader, writer = os.pipe()
            os.close(reader)
            result = subprocess.run([KINORA, *map(str, arguments)], stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
            os.close(writer)
            self.assertEqual((result.returncode, result.stderr), (12, ""), arguments)

    def test_empty_questions_and_long_ones(self):
        for arguments in (("similar", self.bundle, ""), ("similar", self.bundle, "Heat", "--dislike", " "), ("search", self.bundle, ""),
                          ("search", self.bundle, "x", "-k", "0"), ("genres", self.bundle, " "), ("similar", self.bundle, "Heat", "-k", "0")):
            self.assertEqual(run(*arguments).returncode, 2, arguments)
        long = run("similar", self.bundle, "x" * 5000)
        self.assertEqual(long.returncode, 22)
        self.assertLess(max(map(len, long.stderr.splitlines())), 230)
        self.assertEqual(run("search", self.bundle, "qqqq", "--json").returncode, run("search", self.bundle, "qqqq").returncode)

    def test_a_title_without_quotes(self):
        notes = json.loads(run("similar", self.bundle, "toy", "story", "--json").stdout)["notes"]
        self.assertTrue(any("the words together are the title Toy Story (1995)" in note for note in notes), notes)

    def test_help_of_a_command_and_the_nearest_of_a_mistyped_one(self):
        self.assertEqual(run("help").stdout, run("--help").stdout)
        self.assertEqual(run("help", "similar").stdout, run("similar", "--help").stdout)
        self.assertEqual(run("help", "table", "search").stdout, run("table", "x", "search", "--help").stdout)
        for arguments in (("simlar", "x"), ("help", "simlar")):
            result = run(*arguments)
            self.assertEqual((result.returncode, result.stdout), (2, ""))
            self.assertEqual(result.stderr.splitlines(), ['kinora: "simlar" is no subcommand of kinora',
                                                          "  next:     Did you mean similar? kinora help lists all"])
        self.assertNotIn("Did you mean", run("qqqqqq").stderr)


class Questions(Bundle):
    def similar(self, *arguments):
        result = run("similar", self.bundle, *arguments, "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads(result.stdout)

    def test_json_schema(self):
        answer = self.similar("Toy Story")
        self.assertEqual(answer["query"]["title"], "Toy Story")
        self.assertEqual(answer["query"]["year"], 1995)
        self.assertEqual(set(answer["query"]), {"id", "title", "year"})
        self.assertIsNone(answer["where"])
        for genre in answer["genres"]:
            self.assertEqual(set(genre), {"name", "probability", "source"})
        self.assertEqual([result["rank"] for result in answer["results"]], list(range(1, 11)))
        for result in answer["results"]:
            self.assertLessEqual({"rank", "id", "title", "year", "genres", "score", "reasons"}, set(result))
            self.assertAlmostEqual(sum(reason["weight"] for reason in result["reasons"]), result["score"], places=5)
            self.assertNotEqual(result["title"], "Toy Story")
        scores = [result["score"] for result in answer["results"]]
        self.assertEqual(scores, sorted(scores, reverse=True))

    def test_sequels_come_first(self):
        self.assertIn("Toy Story 2", [result["title"] for result in self.similar("Toy Story", "-k", 5)["results"]])

    def test_typo_case_and_accents(self):
        for title in ("toy stroy", "TOY STORY"):
            self.assertEqual(self.similar(title)["query"]["title"], "Toy Story")

    def test_titles_as_people_type_them(self):
        for typed, title, year in (("Heat (1995)", "Heat", 1995), ("dune 2021", "Dune", 2021), ("7 samurai", "Seven Samurai", 1954),
                                   ("the dark night", "The Dark Knight", 2008), ("walle", "WALL·E", 2008)):
            answer = json.loads(run("similar", self.bundle, typed, "--json", "-k", 1).stdout)
            self.assertEqual((answer["query"]["title"], answer["query"]["year"]), (title, year), typed)
        self.fails(22, "similar", self.bundle, "LOTR")
        self.fails(22, "similar", self.bundle, "toy story 9", says=["Did you mean Toy Story"])
        self.fails(22, "similar", self.bundle, "862", says=["--id 862"])

    def test_several_titles_dislike_exclude_where(self):
        exclude = self.path / "seen.txt"
        exclude.write_text("# seen\nToy Story 2 (1999)\n\nShrek\nno such film at all zzz\n")
        answer = self.similar("Toy Story", "Finding Nemo", "--dislike", "Cars", "--exclude", exclude, "--where", "year < 2010", "-k", 20)
        titles = [result["title"] for result in answer["results"]]
        self.assertEqual([film["title"] for film in answer["liked"]], ["Toy Story", "Finding Nemo"])
        for title in ("Toy Story", "Finding Nemo", "Cars", "Toy Story 2", "Shrek"):
            self.assertNotIn(title, titles)
        self.assertTrue(all(result["year"] < 2010 for result in answer["results"]))
        self.assertEqual(answer["where"], "year < 2010")
        self.assertTrue(any("zzz" in note for note in answer["notes"]))
        self.fails(3, "similar", self.bundle, "Toy Story", "--exclude", self.path / "none.txt")

    def test_explained_text(self):
        result = run("similar", self.bundle, "Toy Story", "--explain")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("Films like Toy Story (1995)", result.stdout)
        self.assertRegex(result.stdout, r"\+0\.\d{3}  genres")
        self.assertIn("score:", result.stdout)

    def test_search_genres_table_export(self):
        self.assertIn("Toy Story", run("search", self.bundle, "toy stroy").stdout)
        genres = json.loads(run("genres", self.bundle, "a space ship fights aliens", "--top", 3, "--json").stdout)
        self.assertEqual(len(genres["genres"]), 3)
        schema = run("table", self.bundle, "schema").stdout
        self.assertRegex(schema, re.compile(r"vector\s+fixed_size_list<float, 32>"))
        self.assertRegex(run("table", self.bundle, "head", "-n", 1).stdout, r"row 0\n  id .*\n  title  ")
        self.assertIn("overwrite", run("table", self.bundle, "versions").stdout)
        out = self.path / "export"
        self.assertEqual(run("export", self.bundle, "-o", out).returncode, 0)
        for name in ("vectors.npy", "vectors.txt", "rows.csv", "catalogue.csv", "catalogue.jsonl", "split_train.npy", "labels.csv"):
            self.assertGreater((out / name).stat().st_size, 0, name)
        again = run("build", out / "catalogue.csv", "-o", self.path / "again.kinora", "--quiet", *QUICK)
        self.assertEqual(again.returncode, 0, "an exported catalogue can be built again: " + again.stderr)


class Edit(Bundle):
    """kinora add and kinora remove."""

    NEW = ("id,title,year,genres,director,keywords\n"
           "900001,Toy Story 9,2030,Animation|Comedy,John Lasseter,toy|friendship\n"
           "900002,Mystery Film,2031,,,heist|detective\n"
           "1,A Trip to the Moon,1902,Adventure,Georges Méliès,silent film|space\n")

    def setUp(self):
        self.copy = self.path / "copy.kinora"
        shutil.copytree(self.bundle, self.copy)
        self.new = self.path / "new.csv"
        self.new.write_text(self.NEW, encoding="utf-8")

    def tearDown(self):
        shutil.rmtree(self.copy)

    def films(self):
        return json.loads(run("info", self.copy, "--json").stdout)["movies"]

    def test_added_films_are_found_and_recommended(self):
        before = self.films()
        result = run("add", self.copy, self.new, "--json", "--quiet")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        added = json.loads(result.stdout)
        self.assertEqual((added["added"], added["updated"], added["predicted_genre_rows"]), (2, 1, 1))
        self.assertEqual([movie["id"] for movie in added["movies"]], [900001, 900002, 1])
        self.assertTrue(added["movies"][1]["genres_predicted"])
        self.assertEqual((self.films(), added["bundle"]["movies"]), (before + 2, before + 2))
        answer = json.loads(run("similar", self.copy, "Toy Story", "-k", 10, "--json").stdout)
        self.assertIn(900001, [film["id"] for film in answer["results"]])
        self.assertIn("Toy Story", run("similar", self.copy, "Toy Story 9").stdout)
        self.assertEqual(json.loads(run("info", self.copy, "--json").stdout)["changes"]["films_updated"], 1)

    KAGGLE = ("adult,belongs_to_collection,budget,genres,homepage,id,imdb_id,original_language,original_title,overview,popularity,poster_path,"
              "production_companies,production_countries,release_date,revenue,runtime,spoken_languages,status,tagline,title,video,"
              "vote_average,vote_count\n"
              "False,,100,\"[{'id': 18, 'name': 'Drama'}]\",,800001,tt0000001,en,A Form,A detective,1.0,,[],[],1999-01-01,0,100.0,[],"
              "Released,,A Form,False,7.0,10\n")
    TMDB = ("budget,genres,homepage,id,keywords,original_language,original_title,overview,popularity,production_companies,"
            "production_countries,release_date,revenue,runtime,spoken_languages,status,tagline,title,vote_average,vote_count\n"
            '100,"[{""id"": 18, ""name"": ""Drama""}]",,800002,"[{""id"": 1, ""name"": ""space""}]",en,A Form,A text,1.0,[],[],1999-01-01,'
            "0,100.0,[],Released,,A Form,7.0,10\n")
    IMDB = ("tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres\n"
            "tt0800003\tmovie\tA Form\tA Form\t0\t1999\t\\N\t90\tDrama,Crime\n")
    FORMS = {"movies_metadata.csv": ("kaggle", 800001, KAGGLE), "tmdb_5000_movies.csv": ("tmdb5000", 800002, TMDB),
             "title.basics.tsv": ("imdb", 800003, IMDB),
             "movies.csv": ("movielens", 800004, "movieId,title,genres\n800004,A Form (1999),Drama|Crime\n"),
             "movies.dat": ("movielens", 800005, "800005::A Form (1999)::Drama|Crime\n"),
             "u.item": ("movielens", 800006, "800006|A Form (1999)|01-Jan-1999||http://x|0|0|0|0|0|0|0|0|1|0|0|0|0|0|0|0|0|0|0\n"),
             "films.jsonl": ("jsonl", 800007, '{"id": 800007, "title": "A Form", "year": 1999, "genres": ["Drama"]}\n'),
             "films.tsv": ("tsv", 800008, "id\ttitle\tyear\tgenres\n800008\tA Form\t1999\tDrama\n"),
             "films.csv.gz": ("csv", 800009, "id,title,year,genres\n800009,A Form,1999,Drama\n")}

    def test_films_come_in_every_form_of_a_catalogue(self):
        for name, (form, number, text) in self.FORMS.items():
            file = self.path / f"forms-{name}" / name
            file.parent.mkdir()
            file.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
            result = run("add", self.copy, file, "--json", "--quiet")
            self.assertEqual(result.returncode, 0, result.stderr)
            added = json.loads(result.stdout)
            film = added["movies"][0]
            self.assertEqual((added["catalogue_format"], film["id"], film["title"], film["year"]), (form, number, "A Form", 1999), name)
            self.assertIn("Drama", film["genres"], name)
        found = {film["id"] for film in json.loads(run("search", self.copy, "A Form", "-k", 20, "--json").stdout)["results"]}
        self.assertLessEqual({number for _, number, _ in self.FORMS.values()}, found)

    def test_removed_films_are_gone(self):
        before = self.films()
        removed = json.loads(run("remove", self.copy, "--id", 1, "--id", 2, "--json", "--quiet").stdout)
        self.assertEqual(([movie["id"] for movie in removed["movies"]], self.films()), ([1, 2], before - 2))
        self.fails(22, "similar", self.copy, "--id", 1)
        self.fails(22, "remove", self.copy, "--id", 1, "--id", 3, says=["Nothing was removed"])
        self.assertEqual(self.films(), before - 2)

    def test_text(self):
        result = run("add", self.copy, self.new)
        self.assertEqual(result.returncode, 0, result.stderr)
        for part in ("2 films added, 1 updated", "Toy Story 9 (2030)", "genres predicted for 1", "holds"):
            self.assertIn(part, result.stdout)
        self.assertIn("changes since", run("info", self.copy).stdout)
        self.assertIn("1 film removed", run("remove", self.copy, "--id", 900001).stdout)

    def test_errors(self):
        before = (self.copy / "bundle.json").read_bytes()
        self.fails(3, "add", self.copy, self.path / "none.csv", says=["none.csv"])
        self.fails(14, "add", self.path / "none.kinora", self.new)
        odd = self.path / "colours.csv"
        odd.write_text("colour,shape\nred,round\n")
        self.fails(8, "add", self.copy, odd)
        for arguments in (("add", self.copy), ("remove", self.copy), ("remove", self.copy, "--id", "one")):
            self.assertEqual(run(*arguments).returncode, 2, arguments)
        self.assertEqual((self.copy / "bundle.json").read_bytes(), before)

    def test_killed_at_any_moment_the_bundle_is_the_older_or_the_newer(self):
        films = self.films()
        rows = "".join(f"{800000 + i},Film {i},1990,Drama,,toy|space\n" for i in range(2000))
        self.new.write_text("id,title,year,genres,director,keywords\n" + rows)
        for pause in (0.005, 0.02, 0.05, 0.1, 0.2):
            for number in (signal.SIGKILL, signal.SIGINT):
                process = subprocess.Popen([KINORA, "add", self.copy, self.new, "-q"], stderr=subprocess.PIPE)
                time.sleep(pause)
                process.send_signal(number)
                process.communicate(timeout=60)
                self.assertIn(self.films(), (films, films + 2000))
                self.assertEqual(run("similar", self.copy, "Toy Story").returncode, 0)
        self.assertEqual(run("add", self.copy, self.new, "-q").returncode, 0)
        self.assertEqual(self.films(), films + 2000)

    def test_full_disk_leaves_the_older_bundle(self):
        if os.geteuid() != 0:
            self.skipTest("needs root for a small file system")
        small = self.path / "small"
        small.mkdir()
        size = sum(file.stat().st_size for file in self.copy.rglob("*") if file.is_file()) // 1024 + 400
        if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", small], capture_output=True).returncode != 0:
            self.skipTest("cannot mount a small file system here")
        try:
            shutil.copytree(self.copy, small / "b.kinora")
            before = (small / "b.kinora" / "bundle.json").read_bytes()
            self.fails(13, "add", small / "b.kinora", self.new)
            self.assertEqual((small / "b.kinora" / "bundle.json").read_bytes(), before)
            self.assertFalse((small / "b.kinora" / "models" / "2").exists())
            self.assertEqual(run("similar", small / "b.kinora", "Toy Story").returncode, 0)
        finally:
            subprocess.run(["umount", small], check=True)


class EvaluateRelated(Bundle):
    """Ratings of people who like films of one genre each, over the sample; MovieLens' ids are made up."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with open(SAMPLE, encoding="utf-8", newline="") as file:
            films = [(int(film["id"]), film["genres"].split("|")[0]) for film in csv.DictReader(file)]
        genres = sorted({genre for _, genre in films})
        random = cls.random_numbers(20261123)
        ratings = ["userId,movieId,rating,timestamp"]
        for person in range(1, 301):
            taste = genres[person % len(genres)]
            for number, genre in films:
                liked = next(random) % 100 < (60 if genre == taste else 4)
                if liked or next(random) % 100 < 5:
                    ratings.append(f"{person},{number * 2 + 1},{4.5 if liked else 2},{1_000_000_000 + person}")
        cls.ratings = cls.path / "ratings.csv"
        cls.ratings.write_text("\r\n".join(ratings) + "\r\n", newline="")
        cls.links = cls.path / "links.csv"
        cls.links.write_text("movieId,imdbId,tmdbId\r\n" + "".join(f"{n * 2 + 1},{n:07},{n}\r\n" for n, _ in films), newline="")

    @staticmethod
    def random_numbers(seed):
        while True:
            seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
            yield seed >> 33

    def evaluate(self, *arguments):
        return run("evaluate", "related", self.bundle, "--ratings", self.ratings, "--links", self.links, "--resamples", 200, *arguments)

    def test_json(self):
        result = self.evaluate("--json", "--quiet")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(result.stderr, "")
        report = json.loads(result.stdout)
        figures = {method["name"]: method["ndcg"]["mean"] for method in report["methods"]}
        self.assertEqual(report["methods"][0]["name"], "own ranking")
        self.assertIsNone(report["methods"][0]["own_ahead_by"])
        self.assertGreater(figures["own ranking"], 2 * figures["random order"])
        self.assertGreater(report["films"], 100)
        for method in report["methods"]:
            self.assertLessEqual(method["ndcg"]["low"], method["ndcg"]["mean"])
            self.assertLessEqual(method["ndcg"]["mean"], method["ndcg"]["high"])
        self.assertEqual(len(report["inputs"][0]["sha256"]), 64)
        self.assertEqual(report["bootstrap"], {"resamples": 200, "level": 0.95, "seed": 42})
        self.assertEqual(self.evaluate("--json", "--quiet", "--threads", 1).stdout, result.stdout, "the same at any number of threads")

    def test_text_fits_the_line(self):
        result = self.evaluate("--against", self.bundle)
        self.assertEqual(result.returncode, 0, result.stderr)
        for part in ("Related films  sample.kinora", "NDCG@10", "own ranking", "vectors alone", "sample: own ranking", "TF-IDF of genres",
                     "random order", "Films with", "keywords"):
            self.assertIn(part, result.stdout)
        self.assertLessEqual(max(map(len, result.stdout.splitlines())), 100)
        self.assertIn("rankings", result.stderr)

    def test_markdown(self):
        file = self.path / "QUALITY.md"
        result = self.evaluate("--output", file, "--label", "made-up ratings", "--quiet")
        self.assertEqual(result.returncode, 0, result.stderr)
        text = file.read_text()
        for part in ("# Recommendation quality", "## Related films: made-up ratings", "| **own ranking** |", "seed 42", "ratings.csv",
                     "Kinora ", "cores"):
            self.assertIn(part, text)
        self.assertNotIn(str(self.path), text, "no path of this machine")
        self.assertRegex(text, r"`[0-9a-f]{64}`")
        again = self.path / "again.md"
        self.evaluate("--output", again, "--label", "made-up ratings", "--quiet", "--threads", 1)
        figures = text.index("## Related films")
        self.assertEqual(again.read_text()[figures:], text[figures:])

    def test_ctrl_c(self):
        process = subprocess.Popen([KINORA, "evaluate", "related", self.bundle, "--ratings", self.ratings, "--links", self.links,
                                    "--resamples", "1000000", "--threads", "1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        while line := process.stderr.readline():
            if line.startswith("relatives"):
                break
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=300)
        self.assertEqual(process.returncode, 130, errors)
        self.assertIn("stopped on request", errors)
        self.assertEqual(output, "")

    def test_quarantine_and_warnings(self):
        odd = self.path / "odd.csv"
        odd.write_text(self.ratings.read_text() + "1,3\n1,3,many,5\n")
        rejected = self.path / "rejected.csv"
        result = run("evaluate", "related", self.bundle, "--ratings", odd, "--links", self.links, "--quiet", "--quarantine", rejected)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("1 for fields, 1 for rating", result.stderr)
        self.assertEqual(len(rejected.read_text().splitlines()), 3)

    def test_errors(self):
        def file(name, text):
            path = self.path / name
            path.write_text(text)
            return path

        def related(status, ratings, *rest, says):
            self.fails(status, "evaluate", "related", self.bundle, "--ratings", ratings, "--quiet", *rest, says=says)

        related(3, self.path / "none.csv", says=["none.csv"])
        related(8, self.links, says=["links between ids, no ratings", "Pass ratings.csv"])
        related(8, self.ratings, "--links", self.ratings, says=["this file holds ratings, no links"])
        related(8, file("misspelt.csv", "userId,movie,rating\n1,2,3\n"), says=["'movie'", "movieId"])
        related(9, file("foreign.csv", "userId,movieId,rating\n1,1000001,5\n"), says=["1 films in the ratings", "--links"])
        related(9, self.ratings, "--links", self.links, "--min-likes", 5000, says=["30 films or more", "--min-likes"])
        related(14, self.ratings, "--against", self.path / "none.kinora", says=["none.kinora"])
        related(12, self.ratings, "--links", self.links, "--output", "/proc/nowhere/quality.md", says=["quality.md"])
        related(2, self.ratings, "--resamples", 5, says=["--resamples"])
        for arguments in (("evaluate",), ("evaluate", "related", self.bundle), ("evaluate", "nonsense")):
            self.assertEqual(run(*arguments).returncode, 2, arguments)
        self.assertIn("--ratings", run("evaluate", "related", "--help").stdout)


if __name__ == "__main__":
    del Bundle
    unittest.main(argv=sys.argv[:1], verbosity=2)
