"""script/check-size on small trees."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "script/check-size"


class CheckSize(unittest.TestCase):
    def check(self, files):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["git", "-C", folder, "init", "-q"], check=True)
            for name, lines in files.items():
                path = Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text("x\n" * lines, encoding="utf-8")
            done = subprocess.run([SCRIPT], env={**os.environ, "KINORA_ROOT": folder}, capture_output=True, text=True, check=False)
            return done.returncode, done.stdout

    def test_at_the_limits(self):
        files = {"src/a/a.cpp": 500, "include/kinora/a/a.hpp": 200, "tests/a/a_test.cpp": 800, "docs/long.md": 9000, "data/sample/movies.csv": 9000}
        self.assertEqual(self.check(files), (0, ""))

    def test_over_the_limits(self):
        code, output = self.check({"src/a/a.cpp": 501, "include/kinora/a/a.hpp": 201, "tests/a/a_test.cpp": 801})
        self.assertEqual(code, 1)
        self.assertEqual(output.count("split it by idea"), 3)


if __name__ == "__main__":
    unittest.main()
