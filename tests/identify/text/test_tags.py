import pytest

from openness.identify.text.index import load
from openness.identify.text.tags import badges, parse, tags

EXPRESSIONS = [
    ("MIT", "MIT"),
    ("mit", "MIT"),
    ("Apache-2.0 OR MIT", "Apache-2.0 OR MIT"),
    ("(MIT OR Apache-2.0)", "MIT OR Apache-2.0"),
    ("MIT AND BSD-3-Clause", "MIT AND BSD-3-Clause"),
    ("(MIT OR GPL-2.0-only) AND CC-BY-4.0", "(MIT OR GPL-2.0-only) AND CC-BY-4.0"),
    ("GPL-2.0-or-later", "GPL-2.0-or-later"),
    ("GPL-2.0+", "GPL-2.0-or-later"),
    ("GPL-2.0", "GPL-2.0-only"),
    ("LGPL-2.1+", "LGPL-2.1-or-later"),
    ("LGPL-3.0", "LGPL-3.0-only"),
    ("AGPL-3.0+", "AGPL-3.0-or-later"),
    ("GPL-2.0-only WITH Linux-syscall-note", "GPL-2.0-only WITH Linux-syscall-note"),
    ("GPL-2.0 WITH Linux-syscall-note", "GPL-2.0-only WITH Linux-syscall-note"),
    ("GPL-2.0-or-later WITH Classpath-exception-2.0", "GPL-2.0-or-later WITH Classpath-exception-2.0"),
    ("GPL-3.0-or-later WITH GCC-exception-3.1", "GPL-3.0-or-later WITH GCC-exception-3.1"),
    ("Apache-2.0 WITH LLVM-exception", "Apache-2.0 WITH LLVM-exception"),
    ("(GPL-2.0-only WITH Linux-syscall-note) OR MIT", "GPL-2.0-only WITH Linux-syscall-note OR MIT"),
    ("((GPL-2.0 WITH Linux-syscall-note) OR BSD-2-Clause)", "GPL-2.0-only WITH Linux-syscall-note OR BSD-2-Clause"),
    ("GPL-2.0-with-classpath-exception", "GPL-2.0-only WITH Classpath-exception-2.0"),
    ("MIT OR MIT", "MIT"),
    ("ISC AND MIT AND 0BSD", "ISC AND MIT AND 0BSD"),
    ("BSD-2-Clause OR BSD-3-Clause OR MIT", "BSD-2-Clause OR BSD-3-Clause OR MIT"),
    ("MPL-2.0 */", "MPL-2.0"),
    ("CC0-1.0 -->", "CC0-1.0"),
    ("EPL-2.0 OR GPL-2.0-only WITH Classpath-exception-2.0", "EPL-2.0 OR GPL-2.0-only WITH Classpath-exception-2.0"),
]


@pytest.mark.parametrize(("said", "expected"), EXPRESSIONS)
@pytest.mark.parametrize("frame", ["// SPDX-License-Identifier: {}", "# spdx-license-identifier: {}\nimport os\n"])
def test_fifty_files_with_a_tag(said, expected, frame):
    found = tags(frame.format(said), load().known_ids())
    assert [t.expression for t in found] == [expected]


def test_an_unknown_id_is_no_license():
    assert parse("No-Such-License-9", load().known_ids()) is None


def test_stops_where_the_expression_ends():
    assert parse("MIT and this is prose", load().known_ids()) == ("MIT", 3)


def test_deep_nesting_ends():
    assert parse("(" * 5000 + "MIT", load().known_ids()) is None


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("license-MPL--2.0%20OR%20Apache--2.0-blue.svg", ["MPL-2.0 OR Apache-2.0"]),
        ("License-CC%20BY--NC%204.0-lightgrey.svg", ["CC-BY-NC-4.0"]),
        ("code_license-BSD_3--Clause-blue", ["BSD-3-Clause"]),
        ("Model%20License-Llama--3.1-blue", ["LicenseRef-llama-3.1"]),
        ("license-custom-red", []),
        ("build-MIT-green", []),
        ("license-MIT%20with%20extras-green", []),
    ],
)
def test_badges(address, expected):
    text = f"[![License](https://img.shields.io/badge/{address})](LICENSE)"
    found = badges(text, load().known_ids())
    assert [tag.expression for tag in found] == expected
    assert all("badge" in text[tag.start : tag.end] for tag in found)
