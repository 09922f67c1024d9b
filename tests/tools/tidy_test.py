# SPDX-License-Identifier: Apache-2.0
"""tools/tidy finds what it is there to find."""
import importlib.machinery
import importlib.util
import tempfile
import unittest
from pathlib import Path

TOOL = Path(__file__).resolve().parents[2] / "tools/tidy"
loader = importlib.machinery.SourceFileLoader("tidy", str(TOOL))
tidy = importlib.util.module_from_spec(importlib.util.spec_from_loader("tidy", loader))
loader.exec_module(tidy)

HEAD = "// SPDX-License-Identifier: Apache-2.0\n#pragma once\n"


class Tidy(unittest.TestCase):
    def findings(self, files):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            (root / "tests/fuzz").mkdir(parents=True)
            for name, text in files.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text)
            return tidy.findings(root)

    def one(self, name, text, needle):
        found = self.findings({name: text})
        self.assertTrue(any(needle in line for line in found), (needle, found))

    def test_each_rule(self):
        self.one("core/base/a.hpp", HEAD + '#include "edge/io/stream.hpp"\n', "must not include edge")
        self.one("render/page/a.hpp", HEAD + '#include "storage/store/store.hpp"\n', "must not include storage")
        self.one("core/base/a.hpp", HEAD + '#include "core/model/uptime.hpp"\n', "turn the dependency round")
        self.one("edge/api/a.hpp", HEAD + "#include <openssl/ssl.h>\n", "go through an adapter")
        self.one("edge/api/a.hpp", HEAD + "std::mutex m;\n", "send a value")
        self.one("core/base/a.hpp", "#pragma once\n", "SPDX")
        self.one("core/base/a.hpp", HEAD + "// x\n" * 600, "split it")
        self.one("core/base/a.hpp", HEAD + "// TODO: later\n", "TODO(#12)")
        self.one("core/base/a.cpp", HEAD, "never built")
        self.one("tests/fuzz/x_fuzz.cpp", HEAD, "needs inputs")

    def test_good_files_pass(self):
        self.assertEqual(self.findings({"edge/io/a.hpp": HEAD + '#include <asio/ip/tcp.hpp>\n#include "core/base/result.hpp"\n'}), [])


if __name__ == "__main__":
    unittest.main()
