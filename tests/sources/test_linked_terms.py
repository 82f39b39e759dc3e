"""Terms behind links, with a guard that answers from a table."""

import pytest

from openness.settings import Settings
from openness.sources.hub_client import HubClient
from openness.sources.link_guard import LinkGuard, Page, Refusal
from openness.sources.linked_terms import LinkedTerms, TermsRead
from openness.sources.links import read_link
from openness.sources.memo import Memo

RAW = "https://raw.githubusercontent.com"
GONE = Refusal("Its server says that it does not exist.", missing=True)


class Table(LinkGuard):
    """A guard that reaches nobody."""

    def __init__(self, pages: dict[str, Page | Refusal]) -> None:
        super().__init__(Settings())
        self.pages = pages
        self.asked: list[str] = []

    def read(self, url: str) -> Page | Refusal:
        self.asked.append(url)
        return self.pages.get(url, GONE)


def follow(value: str, pages: dict[str, bytes], *, html: bool = False) -> tuple[TermsRead, list[str]]:
    guard = Table({url: Page(url, data, False, html) for url, data in pages.items()})
    settings = Settings()
    read = LinkedTerms(settings, HubClient(settings), guard).follow(read_link(value))
    return read, guard.asked


def test_a_file_on_a_code_host() -> None:
    read, asked = follow("https://github.com/o/r/blob/main/LICENSE", {f"{RAW}/o/r/main/LICENSE": b"Terms."})
    assert read.state == "exists"
    assert [t.text for t in read.texts] == ["Terms."]
    assert read.texts[0].path == "link:https://github.com/o/r/blob/main/LICENSE"
    assert read.texts[0].url == f"{RAW}/o/r/main/LICENSE"
    assert len(asked) == 1


def test_a_repository_stands_for_the_license_at_its_root() -> None:
    read, asked = follow("http://github.com/o/r", {f"{RAW}/o/r/HEAD/LICENSE.md": b"Terms."})
    assert [t.text for t in read.texts] == ["Terms."]
    assert asked == [f"{RAW}/o/r/HEAD/LICENSE", f"{RAW}/o/r/HEAD/LICENSE.md"]
    nothing, _ = follow("https://github.com/o/r", {})
    assert nothing.state == "unknown"  # the guess was ours
    assert "no LICENSE at its root" in nothing.gaps[0].why


def test_a_dead_link() -> None:
    read, _ = follow("https://github.com/o/r/blob/main/LICENSE", {})
    assert read.state == "missing"
    assert "does not exist" in read.gaps[0].why


def test_a_page_that_waits_for_its_scripts() -> None:
    read, _ = follow("https://x.org/terms", {"https://x.org/terms": b"<div id=app></div><script>1</script>"}, html=True)
    assert (read.state, read.texts) == ("exists", ())
    assert "scripts" in read.gaps[0].why


@pytest.mark.parametrize("value", ["../../x", "javascript:1", "data:text/plain,x"])
def test_what_is_no_link(value: str) -> None:
    settings = Settings()
    read = LinkedTerms(settings, HubClient(settings), LinkGuard(settings)).follow(read_link(value))
    assert (read.state, read.texts) == ("unknown", ())
    assert len(read.gaps) == 1


def test_terms_that_many_models_link_are_read_once_in_a_while() -> None:
    guard = Table({"https://x.org/terms": Page("https://x.org/terms", b"Terms.", False, False)})
    settings = Settings()
    terms = LinkedTerms(settings, HubClient(settings), guard)
    for _ in range(3):
        assert terms.follow(read_link("https://x.org/terms")).texts[0].text == "Terms."
        terms.follow(read_link("https://y.org/terms"))
    assert guard.asked.count("https://x.org/terms") == 1


def test_memory_of_live_answers_fades() -> None:
    time = [0.0]
    memo: Memo[int] = Memo(fresh=10.0, clock=lambda: time[0])
    assert memo.get("a", lambda: 1, keep=lambda _: True) == 1
    assert memo.get("a", lambda: 2, keep=lambda _: True) == 1
    time[0] = 11.0
    assert memo.get("a", lambda: 3, keep=lambda _: False) == 3
    assert memo.get("a", lambda: 4, keep=lambda _: True) == 4
