import pytest

from openness.identify.text.expression import primary
from openness.model import TextMatch


def match(license_, kind="text", start=0, end=5000, family=None):
    return TextMatch(license=license_, family=family, candidates=(), score=1.0, kind=kind, start=start, end=end)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], None),
        ([match("MIT")], "MIT"),
        ([match("MIT"), match("MIT", "reference", 0, 9)], "MIT"),
        ([match("MIT"), match("Apache-2.0")], "Apache-2.0 AND MIT"),
        ([match("MIT OR Apache-2.0", "notice"), match("MIT", "reference", 0, 9)], "MIT OR Apache-2.0"),
        ([match("MIT OR Apache-2.0", "notice"), match("ISC")], "ISC AND (MIT OR Apache-2.0)"),
        ([match("GPL-2.0-only"), match("GPL-2.0-or-later", "notice", 0, 700)], "GPL-2.0-or-later"),
        (
            [match("GPL-2.0-or-later", "notice", 0, 700), match("GPL-1.0-or-later", "reference", 0, 9)],
            "GPL-2.0-or-later",
        ),
        ([match("LicenseRef-scancode-unknown-license-reference", "reference", 0, 20)], None),
        ([match(None, family="llama")], None),
        ([match(None, family="llama"), match("MIT", "reference", 0, 10)], None),
        ([match("Python-2.0"), match("GPL-1.0-or-later", "notice", 0, 18)], "Python-2.0"),
        ([match("MIT", "tag", 0, 30), match("MIT", "notice", 0, 90)], "MIT"),
        # a short notice that offers the texts of the file as a choice
        (
            [match("MIT OR GPL-3.0-only", "notice", 0, 60), match("MIT", start=99), match("GPL-3.0-only", start=9000)],
            "MIT OR GPL-3.0-only",
        ),
        # one that names a license which the file does not print is an aside
        ([match("MIT OR GPL-3.0-only", "notice", 0, 60), match("MIT", start=99)], "MIT"),
    ],
)
def test_primary(found, expected):
    assert primary(tuple(found)) == expected
