"""script/check-hermetic on small trees, each with one file that is not the test's own."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "script/check-hermetic"


class CheckHermetic(unittest.TestCase):
    def check(self, name, text):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            done = subprocess.run([SCRIPT], env={**os.environ, "KINORA_ROOT": folder}, capture_output=True, text=True, check=False)
            return done.returncode, done.stdout

    def test_folders_of_their_own_pass(self):
        for name, text in {
            "tests/a/a_test.cpp": 'const testing::TempDirectory folder;\nstd::ofstream file(folder / "a.csv");\n',
            "tests/a/a_test.py": 'with tempfile.TemporaryDirectory() as folder:\n    open(folder + "/a", "w")\n    open("README.md")\n',
            "tests/a/a.mjs": 'const directory = mkdtempSync(join(tmpdir(), "kinora-"));\n',
            "tests/support/temp_directory.hpp": "auto path = std::filesystem::temp_directory_path();\n",
            "src/a/a.cpp": 'open("/tmp/x");\n',
        }.items():
            self.assertEqual(self.check(name, text), (0, ""), name)

    def test_files_outside_are_named(self):
        for name, line in (
            ("tests/a/a_test.cpp", 'path_ = fs::path(testing::TempDir()) / "kinora.safetensors";'),
            ("tests/a/a.hpp", 'auto out = std::filesystem::temp_directory_path() / "out.csv";'),
            ("tests/a/a_test.cpp", 'build("/tmp/movies.kinora");'),
            ("tests/a/a_test.cpp", 'std::ofstream file("films.csv");'),
            ("tests/a/a_test.cpp", 'write_file("films.csv", text);'),
            ("tests/a/a_test.py", 'open("films.csv", "w").close()'),
            ("tests/a/a_test.py", "path = tempfile.gettempdir()"),
            ("tests/a/a.mjs", 'const path = join(tmpdir(), "films.csv");'),
            ("fuzz/a_fuzzer.cpp", 'const char* name = "/dev/shm/fuzz";'),
        ):
            code, output = self.check(name, "\n" + line + "\n")
            self.assertEqual(code, 1, line)
            self.assertIn(f"{name}:2: a file outside a folder of the test's own", output)


if __name__ == "__main__":
    unittest.main()
