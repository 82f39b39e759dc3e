"""Options that are wrong are told before any work, and never cost a check."""

import pytest

CARD = "---\nlicense: mit\n---\n# M\n"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--language", "xx"), "there are no phrases in 'xx'"),
        (("--language", "xx", "--format", "html"), "Languages: de, en."),
        (("--explain", "osaid"), "Did you mean 'osaid-1.0'?"),
        (("--explain", "osaid-1.0", "--format", "html"), "--explain has no html form"),
    ],
)
def test_what_is_wrong_is_said_before_the_check(openness, hub, options, says):
    hub.add("acme/rocket", {"README.md": CARD})
    answer = openness("check", "acme/rocket", *options)
    assert answer.code == 2
    assert says in answer.err
    assert hub.count("/api/models/acme/rocket") == 0


def test_the_language_of_the_environment_is_checked_too(openness, hub):
    answer = openness("check", "acme/rocket", OPENNESS_LANGUAGE="xx")
    assert (answer.code, hub.count("/api/models/acme/rocket")) == (2, 0)


def test_several_targets_are_told_briefly_one_in_full(openness, elsewhere):
    for name in ("a", "b"):
        (elsewhere / name).mkdir()
        (elsewhere / name / "README.md").write_text(CARD)
    options = ("--offline", "--assume", "weights")
    assert "May I …?" in openness("check", "a", *options).out
    both = openness("check", "a", "b", *options).out
    assert both.startswith("subject")
    assert both.count("What you must do") == 2
    assert "May I …?" not in both
    assert openness("check", "a", "b", *options, "--verbose").out.count("May I …?") == 2
