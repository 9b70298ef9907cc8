"""Checks that data/sample/movies.csv is what its README says. usage: sample_test.py MOVIES_CSV"""
import collections
import csv
import re
import sys
import unittest

GENRES = {
    "Action", "Adventure", "Animation", "Comedy", "Crime", "Documentary", "Drama", "Family", "Fantasy", "Foreign", "History", "Horror",
    "Music", "Mystery", "Romance", "Science Fiction", "TV Movie", "Thriller", "War", "Western",
}  # fmt: skip
PATH = sys.argv.pop()


class SampleTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with open(PATH, encoding="utf-8", newline="") as file:
            cls.text = file.read()
        cls.films = list(csv.DictReader(cls.text.splitlines(), strict=True))

    def test_form(self):
        self.assertTrue(self.text.startswith("id,title,year,genres,director,keywords\n"))
        self.assertNotIn("\r", self.text)
        self.assertGreaterEqual(len(self.films), 650)
        self.assertEqual(len(self.films), self.text.count("\n") - 1, "a film a line")
        with open(PATH.replace("movies.csv", "README.md"), encoding="utf-8") as readme:
            self.assertIn(f"{len(self.films):,} well-known films", readme.read())

    def test_ids_count_from_one_in_the_order_of_the_years(self):
        self.assertEqual([film["id"] for film in self.films], [str(number + 1) for number in range(len(self.films))])
        years = [int(film["year"]) for film in self.films]
        self.assertEqual(years, sorted(years))

    def test_every_field_is_there_and_tidy(self):
        for film in self.films:
            with self.subTest(film=film["title"]):
                self.assertEqual(len(film), 6)
                for value in film.values():
                    self.assertTrue(value)
                    self.assertEqual(value, " ".join(value.split()), "spaces at the ends or doubled")

    def test_years(self):
        for film in self.films:
            with self.subTest(film=film["title"]):
                self.assertTrue(1900 <= int(film["year"]) <= 2024)

    def test_no_film_stands_twice(self):
        counts = collections.Counter((film["title"].lower(), film["year"]) for film in self.films)
        self.assertEqual([film for film, count in counts.items() if count > 1], [])

    def test_genres_are_tmdbs(self):
        for film in self.films:
            with self.subTest(film=film["title"]):
                genres = film["genres"].split("|")
                self.assertLessEqual(set(genres), GENRES)
                self.assertTrue(1 <= len(genres) == len(set(genres)) <= 6)

    def test_directors(self):
        for film in self.films:
            with self.subTest(film=film["title"]):
                directors = film["director"].split("|")
                self.assertEqual(len(directors), len(set(directors)))

    def test_keywords(self):
        for film in self.films:
            with self.subTest(film=film["title"]):
                keywords = film["keywords"].split("|")
                self.assertTrue(2 <= len(keywords) == len(set(keywords)) <= 5)
                for keyword in keywords:
                    self.assertTrue(re.fullmatch(r"[a-z0-9' -]+", keyword), keyword)
                    self.assertNotIn(keyword, {genre.lower() for genre in GENRES})

    def test_keywords_connect_films(self):
        counts = collections.Counter(keyword for film in self.films for keyword in film["keywords"].split("|"))
        shared = sum(count for count in counts.values() if count > 1)
        self.assertGreater(shared, 0.6 * sum(counts.values()))

    def test_the_oddities_that_a_catalogue_has(self):
        titles = collections.Counter(film["title"] for film in self.films)
        self.assertGreaterEqual(titles["King Kong"], 2, "several films of a title")
        for title in ['"Crocodile" Dundee', "The Good, the Bad and the Ugly", "Amélie", "8½"]:
            self.assertIn(title, titles)


if __name__ == "__main__":
    unittest.main()
