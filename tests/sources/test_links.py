import pytest

from openness.model.reference import Kind
from openness.sources.links import HubFile, dataset_links, hub_file, read_link, text_urls, written_link

HUB = "https://huggingface.co"


@pytest.mark.parametrize(
    ("card", "value"),
    [
        ("---\nlicense_link: LICENSE\n---\n", "LICENSE"),
        ("---\r\nlicense_link:   'a b' # c\r\n---\r\n", "a b"),
        ('---\nlicense_link: "x#y"\n---\n', "x#y"),
        ("---\nlicense_link: >-\n  https://x.org/y\nother: 1\n---\n", "https://x.org/y"),
        ("---\nlicense_link:\n  https://x.org/y\n---\n", "https://x.org/y"),
        ("---\nlicence_link: L # note\n---\n", "L"),
        ("---\nlicense_link: null\n---\n", None),
        ("---\nlicense_link:\nother: 1\n---\n", None),
        ("---\nlicense: mit\n---\n", None),
        ("x" * 70_000 + "\nlicense_link: L\n", None),
    ],
)
def test_written_link(card: str, value: str | None) -> None:
    assert written_link(card) == value


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("LICENSE", "LICENSE"),
        ("./LICENSE", "LICENSE"),
        ("/LICENSE", "LICENSE"),
        ("[LICENSE](LICENSE.md)", "LICENSE.md"),
        ("blob/main/LICENSE", "LICENSE"),
        ("Community%20License.pdf", "Community License.pdf"),
        ("LICENSE#section", "LICENSE"),
        (f"{HUB}/a/b/blob/main/LICENSE.txt", "LICENSE.txt"),
        (f"{HUB}/A/B/resolve/main/x/L", "x/L"),
        ("../../etc/passwd", None),
        ("%2e%2e/x", None),
        ("", None),
    ],
)
def test_links_into_the_own_repository(value: str, path: str | None) -> None:
    link = read_link(value, repo="a/b")
    assert link.path == path
    assert (link.file, link.url) == (None, None)


def test_links_out_of_it() -> None:
    assert read_link(f"{HUB}/c/d/blob/main/LICENSE", repo="a/b").file == HubFile("c/d", Kind.MODEL, "main", "LICENSE")
    assert read_link(f"{HUB}/a/b/blob/main/LICENSE").file == HubFile("a/b", Kind.MODEL, "main", "LICENSE")
    assert read_link("https://x.org/terms", repo="a/b").url == "https://x.org/terms"
    assert read_link("javascript:alert(1)", repo="a/b").url == "javascript:alert(1)"  # which the guard refuses


@pytest.mark.parametrize(
    "url",
    [
        f"{HUB}/terms-of-service",
        f"{HUB}/spaces/a/b",
        f"{HUB}/docs/hub/x",
        f"{HUB}/a/b/discussions/1",
        "https://[x",
        "x",
    ],
)
def test_no_repository_files(url: str) -> None:
    assert hub_file(url) is None


def test_bare_texts() -> None:
    raw = "https://raw.githubusercontent.com/o/r/main/a/LICENSE"
    assert text_urls("https://github.com/o/r/blob/main/a/LICENSE") == (raw,)
    assert text_urls("http://github.com/o/r/blob/main/a/LICENSE?plain=1#L3") == (raw,)
    assert text_urls("https://gitlab.com/g/s/r/-/blob/main/L") == ("https://gitlab.com/g/s/r/-/raw/main/L",)
    assert text_urls("https://github.com/o/r")[0] == "https://raw.githubusercontent.com/o/r/HEAD/LICENSE"
    assert text_urls("https://x.org/a") == ("https://x.org/a",)


def test_dataset_links() -> None:
    text = f"See [x]({HUB}/datasets/a/b) and {HUB}/datasets/glue/blob/main/x, {HUB}/datasets/a/c. {HUB}/datasets/a/d"
    assert dataset_links(text, 3) == {
        f"{HUB}/datasets/a/b": "a/b", f"{HUB}/datasets/glue/blob/main/x": "glue", f"{HUB}/datasets/a/c": "a/c",
    }  # fmt: skip
