"""script/check-edges on small trees, each with one thing wrong."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "script/check-edges"
TABLE = "| module | may include |\n|---|---|\n| base | – |\n| math | base |\n| store | base, math |\n"


class CheckEdges(unittest.TestCase):
    def check(self, files, table=TABLE):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for name, text in {"ARCHITECTURE.md": table, **files}.items():
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            done = subprocess.run([SCRIPT], env={**os.environ, "KINORA_ROOT": folder}, capture_output=True, text=True, check=False)
            return done.returncode, done.stdout

    def fails_with(self, text, files, table=TABLE):
        code, output = self.check(files, table)
        self.assertEqual(code, 1, output)
        self.assertIn(text, output)

    def test_allowed_edges_pass(self):
        code, output = self.check({
            "src/base/check.hpp": "#include <vector>\n",
            "src/store/table.cpp": '#include "kinora/store/table.hpp"\n#include "base/check.hpp"\n#include <zlib.h>\n',
            "src/store/CMakeLists.txt": "kinora_module(store SOURCES table.cpp DEPENDS base math LIBS ZLIB::ZLIB)\n",
            "include/kinora/store/table.hpp": '#include "kinora/math/matrix.hpp"\n#include <span>\n#include <tl/expected.hpp>\n',
            "include/kinora/math/matrix.hpp": '#include "kinora/base/result.hpp"\n',
            "include/kinora/base/result.hpp": "",
            "app/cli/main.cpp": '#include "cli/terminal.hpp"\n#include "kinora/store/table.hpp"\n#include <CLI/CLI.hpp>\n',
            "app/cli/terminal.hpp": "",
        })
        self.assertEqual((code, output), (0, ""))

    def test_edge_that_nothing_uses(self):
        self.fails_with("ARCHITECTURE.md: store may include math and does not", {"src/store/a.cpp": '#include "base/check.hpp"\n'})

    def test_dependencies_are_what_is_included(self):
        files = {"src/base/check.hpp": "", "src/store/a.cpp": '#include "base/check.hpp"\n',
                 "src/store/CMakeLists.txt": "kinora_module(store SOURCES a.cpp DEPENDS math)\n"}
        self.fails_with("src/store/CMakeLists.txt: includes base and does not depend on it", files)
        self.fails_with("src/store/CMakeLists.txt: depends on math and includes nothing of it", files)

    def test_edge_upwards(self):
        self.fails_with("src/base/check.cpp:2: base must not include math",
                        {"src/base/check.cpp": '#include <vector>\n#include "math/kernels.hpp"\n'})

    def test_edge_upwards_through_a_public_header(self):
        self.fails_with("math must not include store", {"src/math/a.cpp": '#include "kinora/store/table.hpp"\n'})
        self.fails_with("math must not include store", {"include/kinora/math/a.hpp": '#include "kinora/store/table.hpp"\n'})

    def test_public_header_with_internals(self):
        self.fails_with("includes the internal", {"include/kinora/store/a.hpp": '#include "base/check.hpp"\n'})

    def test_public_header_with_a_third_party(self):
        self.fails_with("needs <nlohmann/json.hpp>", {"include/kinora/store/a.hpp": "#include <nlohmann/json.hpp>\n"})
        self.fails_with("needs <zlib.h>", {"include/kinora/store/a.hpp": "#include <zlib.h>\n"})

    def test_include_without_its_module(self):
        self.fails_with('name the module: "store/b.hpp"', {"src/store/a.cpp": '#include "b.hpp"\n', "src/store/b.hpp": ""})

    def test_program_that_looks_inside(self):
        files = {"src/base/check.hpp": "", "app/main.cpp": '#include "base/check.hpp"\n'}
        self.fails_with("is neither a public header nor one of app/", files)
        self.fails_with("examples/", {"examples/a.cpp": '#include "base/check.hpp"\n'})
        self.fails_with("bench/", {"bench/a.cpp": '#include "base/check.hpp"\n'})

    def test_circle_in_the_table(self):
        self.fails_with("base → math → base", {}, TABLE.replace("| base | – |", "| base | math |"))

    def test_module_that_the_table_lacks(self):
        self.fails_with("src/extra", {"src/extra/a.cpp": ""})

    def test_table_that_is_gone(self):
        self.fails_with("has no table", {}, "# Architecture\n")

    def test_cmake_edge(self):
        self.fails_with("depends on store", {"src/math/CMakeLists.txt": "kinora_module(math SOURCES a.cpp DEPENDS base store)\n"})
        self.fails_with("declares no kinora_module", {"src/math/CMakeLists.txt": "add_library(math a.cpp)\n"})


if __name__ == "__main__":
    unittest.main()
