import subprocess
import sys
import time

import pytest

from openness.model.snapshot import Gap, TextFile
from openness.sources import pdf
from openness.sources.page import page_text
from openness.sources.pdf import pdf_text
from openness.sources.texts import as_text


def make_pdf(words: str) -> bytes:
    """A one-page document without compression."""
    stream = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets)
    return out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % table


def test_pdf() -> None:
    pytest.importorskip("pypdf")
    text = as_text("License.pdf", make_pdf("Community License Agreement"))
    assert isinstance(text, TextFile)
    assert text.text.strip() == "Community License Agreement"
    assert text.encoding == "pdf"


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-" + bytes(range(256)) * 20, make_pdf("x")[:300]])
def test_broken_pdf(data: bytes) -> None:
    pytest.importorskip("pypdf")
    gap = as_text("License.pdf", data)
    assert isinstance(gap, Gap)
    assert "PDF document" in gap.why


def test_pdf_that_takes_too_long() -> None:
    assert pdf_text(make_pdf("x"), timeout=0.001).problem.startswith("reading it took longer")


def test_pdf_without_its_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    done = subprocess.CompletedProcess([], pdf.NO_READER, b"", b"")
    monkeypatch.setattr(subprocess, "run", lambda *a, **k: done)
    assert "openness[pdf]" in pdf_text(make_pdf("x")).problem


def test_pdf_that_is_cut_or_huge(monkeypatch: pytest.MonkeyPatch) -> None:
    gap = as_text("L.pdf", make_pdf("x"), cut=True)
    assert isinstance(gap, Gap)
    assert "too large" in gap.why
    monkeypatch.setattr(pdf, "MAX_BYTES", 10)
    assert "are not read" in pdf_text(make_pdf("x")).problem


def test_page() -> None:
    html = (
        "<html><head><title>T</title></head><body><nav>Menu</nav><h1>Terms &amp; Use</h1><p>You   may\nuse <b>it</b>."
        "</p><script>evil()</script><pre>a\nb</pre><![if x]><!-- c --></body>"
    )
    assert page_text(html) == "Terms & Use\n\nYou may use it.\n\na\nb\n"


@pytest.mark.parametrize(
    "html", ["", "<", "<!DOCTYPE", "<![CDATA[", "<p" * 5000, "</script>" * 100, "<script>" + "x" * 10000]
)
def test_broken_pages(html: str) -> None:
    assert page_text(html).endswith("\n")


@pytest.mark.parametrize(
    "part",
    [
        "<a ",
        "</a ",
        "<!--",
        "<![CDATA[",
        "<nav>",
        "<nav></p>",
        "<a b='",
        "<a b= ",
        "<script>",
        "</script",
        "&#",
        "<",
        "<? ",
    ],
)
def test_a_hostile_page_takes_no_time(part: str) -> None:
    """html.parser of the standard library takes minutes for some of these."""
    started = time.process_time()
    page_text(part * (200_000 // len(part)))
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>MIT.</p>&#" + "9" * 5000 + ";<p>No commercial use.</p>", "No commercial use."),
        ("<head><title>T</title><body>No commercial use.", "No commercial use."),
        ("<a title='>' href=x>No commercial use.</a>", "No commercial use."),
        ("<script>if (a < b) '</scripty>'</SCRIPT>No commercial use.", "No commercial use."),
        ("a < b, <3 and <!DOCTYPE html>No commercial use.", "a < b, <3 and No commercial use."),
    ],
)
def test_no_words_are_lost(html: str, words: str) -> None:
    assert words in page_text(html)
    assert "scripty" not in page_text(html)


def test_an_html_license_file_is_read_as_a_page() -> None:
    text = as_text("LICENSE.html", b"<p>Terms.</p>")
    assert isinstance(text, TextFile)
    assert (text.text, text.encoding) == ("Terms.\n", "html")


def test_importing_the_sources_loads_no_client() -> None:
    """openness.sources may be imported anywhere; the network libraries load when something is fetched."""
    modules = "target settings hub local cache retry links link_guard lookups headers decode texts"
    code = "import sys\nimport openness.settings\n" + "".join(
        f"import openness.sources.{m}\n" for m in modules.split() if m != "settings"
    )
    code += (
        "bad = {'requests', 'huggingface_hub', 'httpx', 'httpx2', 'urllib3', 'yaml', 'pypdf', 'pydantic', 'numpy'}\n"
    )
    code += "print(sorted(bad & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_target_parser_is_cheap() -> None:
    code = "import sys; from openness.sources.target import parse_target; parse_target('a/b'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"json", "threading", "socket", "concurrent", "http"} & set(done.stdout.split())
