import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness.sources.decode import decode
from tests.quick import quick

CHINESE = "许可证：本模型仅供学术研究使用，不得用于商业目的。"
WORDS = "Permission is hereby granted, free of charge, to any person.\r\n"


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"", "", "utf-8"),
        (WORDS.encode(), WORDS, "utf-8"),
        (codecs.BOM_UTF8 + b"---\n", "\ufeff---\n", "utf-8"),
        (codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"), "\ufeff" + WORDS, "utf-16-le"),
        (codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), "\ufeff" + WORDS, "utf-16-be"),
        (codecs.BOM_UTF32_LE + WORDS.encode("utf-32-le"), "\ufeff" + WORDS, "utf-32-le"),
        (WORDS.encode("utf-16-le"), WORDS, "utf-16-le"),
        (WORDS.encode("utf-16-be"), WORDS, "utf-16-be"),
        ("© 2020 Société “X”".encode("cp1252"), "© 2020 Société “X”", "cp1252"),
        (CHINESE.encode("gb18030"), CHINESE, "gb18030"),
        ("许可".encode() + b"\xff" + "证书".encode(), "许可\ufffd证书", "utf-8/replace"),
    ],
)  # fmt: skip
def test_texts(data: bytes, text: str, encoding: str) -> None:
    found = decode(data)
    assert (found.text, found.encoding, found.problem) == (text, encoding, None)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04abc", "ZIP"),
        (b"\x7fELF\x01", "program"),
        (bytes(range(256)) * 4, "binary"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", "LFS pointer"),
    ],
)
def test_no_texts(data: bytes, problem: str) -> None:
    found = decode(data)
    assert found.text is None
    assert problem in (found.problem or "")


def test_a_cut_in_the_middle_of_a_character() -> None:
    data = "é许".encode()[:-1]
    assert decode(data, cut=True).text == "é"
    assert decode(data, cut=True).encoding == "utf-8"


@quick
@given(st.binary(max_size=2000), st.booleans())
def test_all_bytes_are_text_or_a_reason(data: bytes, cut: bool) -> None:
    found = decode(data, cut=cut)
    assert (found.text is None) == (found.problem is not None)


@quick
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=500))
def test_utf8_text_survives(text: str) -> None:
    found = decode(text.encode())
    assert found.problem is not None or found.text == text or found.encoding != "utf-8"
