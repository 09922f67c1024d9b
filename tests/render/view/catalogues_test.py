# SPDX-License-Identifier: Apache-2.0
"""The build's check of the catalogues: what is amiss is named with its file and key. Arguments: cmake, the source folder."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

CMAKE, VIEW = sys.argv[1], pathlib.Path(sys.argv[2]) / "render/view"


class Catalogues(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        shutil.copytree(VIEW / "locale", self.folder / "locale")

    def make(self):
        return subprocess.run([CMAKE, f"-DOUTPUT={self.folder}/out.hpp", f"-DLOCALES={self.folder}/locale", "-P", str(VIEW / "catalogues.cmake")],
                              capture_output=True, text=True)

    def edit(self, name, old, new):
        path = self.folder / "locale" / name
        text = path.read_text(encoding="utf-8")
        self.assertIn(old, text)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def refused(self, *words):
        made = self.make()
        self.assertNotEqual(made.returncode, 0)
        said = " ".join(made.stderr.split())
        for word in words:
            self.assertIn(word, said)

    def test_the_catalogues_as_they_are(self):
        made = self.make()
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertEqual((self.folder / "out.hpp").read_text().count("constexpr Words words_"), len(list((VIEW / "locale").glob("*.txt"))))

    def test_another_file_is_another_language(self):
        shutil.copy(self.folder / "locale/de.txt", self.folder / "locale/gsw-CH.txt")
        self.assertEqual(self.make().returncode, 0)
        self.assertIn("words_gsw_CH()", (self.folder / "out.hpp").read_text())

    def test_a_missing_key(self):
        self.edit("fi.txt", "\nhistory = Historia", "")
        self.refused("fi.txt: history is missing, in English 'History'")

    def test_a_missing_plural_category(self):
        self.edit("ar.txt", "\ndays.few = ", "\n# ")
        self.refused("ar.txt: days.few is missing")

    def test_other_placeholders(self):
        self.edit("es.txt", "meta = {0}: ", "meta = ")
        self.refused("es.txt: meta has the placeholders")

    def test_a_plural_without_its_figure(self):
        self.edit("de.txt", "days.other = {0} Tage", "days.other = Tage")
        self.refused("de.txt: days.other has the placeholders")

    def test_a_placeholder_that_is_none(self):
        self.edit("fr.txt", "date = {day} {month}", "date = {jour} {month}")
        self.refused("fr.txt: date: {jour} stands for nothing")

    def test_a_key_too_many(self):
        self.edit("tr.txt", "\npause = ", "\npawse = x\npause = ")
        self.refused("tr.txt: pawse is no key of en.txt")

    def test_a_key_twice(self):
        self.edit("tr.txt", "\npause = ", "\npause = x\npause = ")
        self.refused("tr.txt:", "pause is there twice")

    def test_a_line_that_is_none(self):
        self.edit("ja.txt", "\npause = ", "\npause: ")
        self.refused("ja.txt:", "write 'key = text'")

    def test_a_plural_rule_that_is_none(self):
        self.edit("pt.txt", "plural.one = n = 0..1", "plural.one = i = 0,1")
        self.refused("pt.txt: 'i = 0,1' is no plural condition")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
