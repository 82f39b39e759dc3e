"""On texts that are on every machine: the repository's own license and sentences of our own."""

import random
import re
from importlib.metadata import distribution
from pathlib import Path

import pytest

from bench.mutations import MUTATIONS
from bench.transforms import TRANSFORMS
from openness.identify.text import identify_text, primary
from openness.kb.locate import data_dir

APACHE = (data_dir().parent / "LICENSE").read_text(encoding="utf-8")
HARMLESS = sorted(set(TRANSFORMS) - {"delete-10%"})


@pytest.mark.parametrize("name", HARMLESS)
def test_a_text_is_known_in_every_dress(name):
    found = identify_text(TRANSFORMS[name](APACHE, random.Random(1)))
    assert primary(found) == "Apache-2.0"
    assert not any(d for m in found if m.kind == "text" for d in m.deviations if d.end - d.start > 40)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("name", sorted(set(MUTATIONS) - {"change-number"}))  # Apache-2.0 sets no number
def test_a_changed_text_is_not_the_license(name, seed):
    text, start, end = MUTATIONS[name](APACHE, random.Random(seed))
    found = identify_text(text)
    assert primary(found) == "LicenseRef-modified-Apache-2.0"
    assert found[0].derived_from == "Apache-2.0"
    near = [d for m in found for d in m.deviations if d.start <= end + 2 and start - 2 <= d.end]
    between = [d for m in found for d in m.deviations if not text[min(d.end, start) : max(d.end, start)].strip()]
    assert near or between


def test_deleted_lines_are_deviations():
    found = identify_text(TRANSFORMS["delete-10%"](APACHE, random.Random(3)))
    assert found[0].license == "LicenseRef-modified-Apache-2.0"
    assert {d.kind for d in found[0].deviations} <= {"removed", "changed"}
    assert all(d.canonical_section for d in found[0].deviations if d.kind == "removed" and d.start > 200)


def test_an_added_paragraph_is_found_with_its_offsets():
    more = "Companies with more than 100 employees must obtain a separate license before they use the software."
    text = APACHE + "\n\n" + more + "\n"
    (found,) = identify_text(text)
    assert found.license == "LicenseRef-modified-Apache-2.0"
    assert [text[d.start : d.end] for d in found.deviations] == [more]


def bsd() -> str:
    """The license of a package that is installed wherever the tests run."""
    package = distribution("click")
    file = next(f for f in package.files or () if f.name.startswith("LICENSE"))
    return Path(str(file.locate())).read_text(encoding="utf-8")


def test_years_and_lists_of_holders_change_nothing():
    years = ", ".join(str(year) for year in range(2001, 2024))
    assert primary(identify_text(APACHE.replace("1. Definitions.", f"{years}\n\n1. Definitions.", 1))) == "Apache-2.0"
    named = re.sub(r"(?s)Neither the name of.{0,40}nor", "Neither the name Facebook, nor Meta, nor", bsd(), count=1)
    assert "Meta" in named
    assert primary(identify_text(named)) == "BSD-3-Clause"


def test_what_is_said_beside_a_license_without_demanding_anything():
    intro = "Unless otherwise noted, all code of this project is licensed under the three clause BSD license below.\n\n"
    assert primary(identify_text(intro + bsd(), path="LICENSE")) == "BSD-3-Clause"
    code = bsd() + "\n\nWe cannot use proper aliases here, as their use does not work when linking statically.\n"
    assert primary(identify_text(code, path="local.h")) == "BSD-3-Clause"
    limit = bsd() + "\n\nThe software must not be used for commercial purposes.\n"
    assert primary(identify_text(limit, path="local.h")) == "LicenseRef-modified-BSD-3-Clause"


def test_ten_words_that_are_gone_are_a_change_whatever_they_say():
    gone = re.sub(r"based on \(or derived from\) the Work and for which the\s+", "", APACHE, count=1)
    assert gone != APACHE
    assert primary(identify_text(gone)) == "LicenseRef-modified-Apache-2.0"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Released under the Apache license 2.0 and Mozilla Public License 2.0", "Apache-2.0 AND MPL-2.0"),
        ("Released under the Apache license 2.0 or Mozilla Public License 2.0", "Apache-2.0 OR MPL-2.0"),
        (
            "[GNU Lesser General Public License](https://www.gnu.org/licenses/lgpl-3.0.en.html)",
            "LGPL-3.0-only",
        ),
        (
            "This project is public domain. Read about the [Unlicense](http://unlicense.org/).",
            "Unlicense",
        ),
        ("Released under the Apache license 2.0. Not the Mozilla Public License 2.0", "Apache-2.0"),
    ],
)
def test_a_notice_goes_on_with_a_name(said, expected):
    assert primary(identify_text(said)) == expected


def test_a_readme_around_a_license_is_no_addition():
    text = "# Tool\n\nUsers must run `make` first; the program may not work otherwise.\n\n## License\n\n" + APACHE
    assert primary(identify_text(text, path="README.md")) in ("Apache-2.0", "LicenseRef-modified-Apache-2.0")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("This project is released under the Apache 2.0 license.", "Apache-2.0"),
        ("Licensed under the MIT license, see https://opensource.org/licenses/MIT", "MIT"),
        ("This work is licensed under https://creativecommons.org/licenses/by-nc/4.0/", "CC-BY-NC-4.0"),
        ("Distributed under the terms of the BSD 3-Clause License.", "BSD-3-Clause"),
        ("Ce projet est distribué sous licence Apache 2.0.", "Apache-2.0"),
        ("本项目采用 MIT 许可证。", "MIT"),
        ("Dieses Projekt steht unter der MIT-Lizenz.", "MIT"),
        ("Este proyecto está bajo la licencia MIT.", "MIT"),
        ("このプロジェクトはMITライセンスの下で公開されています。", "MIT"),
        ("Dual licensed under MIT OR Apache-2.0 at your option.", "MIT OR Apache-2.0"),
        (
            (
                "This library is free software; you can redistribute it and/or modify it under the terms of the GNU Lesser General "
                "Public License as published by the Free Software Foundation; either version 2.1 of the License, or (at your option) "
                "any later version."
            ),
            "LGPL-2.1-or-later",
        ),
        (
            (
                "This program is free software; you can redistribute it and/or modify it under the terms of the GNU General Public "
                "License version 2 as published by the Free Software Foundation."
            ),
            "GPL-2.0-only",
        ),
    ],
)
def test_notices(said, expected):
    assert primary(identify_text(said)) == expected


@pytest.mark.parametrize(
    "said",
    [
        "",
        "about_resource: codes-index.json\nlicense_note: none was chosen\n",
        "We release the code soon. Contributions are welcome; run the tests first.",
        "The commit message says: transmit the data, then permit the next one.",
        "def license_key(user):\n    return hash(user) % 7\n",
        "We value your privacy. We collect your name and e-mail address to provide the service.",
        "Abstract. We introduce a model with 7B parameters trained on 2T tokens and evaluate it on ten benchmarks.",
    ],
)
def test_not_a_license(said):
    assert primary(identify_text(said)) is None


def test_the_title_of_a_modified_license_is_not_proprietary():
    found = identify_text("Modified MIT License\n\nSoftware Copyright (c) 2019 Example\n")
    assert not any(m.license and "proprietary" in m.license for m in found)


def test_a_name_or_a_tag_has_no_deviations():
    found = identify_text("License: BSD-3-Clause\n\nSPDX-License-Identifier: BSD-3-Clause-Open-MPI\n")
    assert {m.license for m in found} == {"BSD-3-Clause", "BSD-3-Clause-Open-MPI"}
    assert not any(m.deviations for m in found)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("This file is under the Sun Industry Standards Source License, Version 1.2.", "SISSL-1.2"),
        ("Covered by the Open Software License v. 3.0", "OSL-3.0"),
        ("Terms: Common Development and Distribution License 1.1", "CDDL-1.1"),
    ],
)
def test_full_names_with_a_version(said, expected):
    assert primary(identify_text(said)) == expected
