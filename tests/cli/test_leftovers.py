"""A paragraph under a license text that takes back what the text gives."""

import pytest

from tests.cli.test_lock import MIT


@pytest.mark.parametrize("declared", ["mit", None])
def test_check_never_calls_it_open(openness, elsewhere, declared):
    (elsewhere / "m").mkdir()
    (elsewhere / "m" / "README.md").write_text(f"---\nlicense: {declared}\n---\n# M\n" if declared else "# M\n")
    limit = "The Software may only be used for non-commercial purposes. Commercial use is not permitted."
    (elsewhere / "m" / "LICENSE").write_text(f"{MIT}\n\n{limit}\n")
    report = openness("check", "m", "--offline", "--assume", "weights", "--format", "json").report
    assert report["spectrum"]["level"] == "research-weights"
    assert report["uses"]["commercial"]["answer"] == "no"


def test_a_notice_with_a_limit_beside_it_is_not_the_plain_license(openness, elsewhere):
    (elsewhere / "m").mkdir()
    (elsewhere / "m" / "README.md").write_text("# M\n")
    (elsewhere / "m" / "LICENSE").write_text(
        "This model is licensed under the Apache License, Version 2.0.\n\n"
        "You may not use the model or its outputs for any commercial purpose.\n"
    )
    report = openness("check", "m", "--offline", "--assume", "weights", "--format", "json").report
    assert report["spectrum"]["level"] == "research-weights"
    assert report["uses"]["commercial"]["answer"] == "no"
