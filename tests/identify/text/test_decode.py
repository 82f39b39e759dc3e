import time

import pytest

from openness.identify.text import identify_bytes, primary
from openness.identify.text.decode import LIMIT, decode

NOTICE = 'Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance with the License.'


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"]
)
def test_encodings(encoding):
    assert primary(identify_bytes((NOTICE + "\n© Müller\n").encode(encoding))) == "Apache-2.0"


def test_offsets_count_the_mark():
    assert decode(b"\xef\xbb\xbfMIT").text == "\ufeffMIT"


@pytest.mark.parametrize(
    "data",
    [b"", b"\0", b"\0" * 9000, bytes(range(256)) * 64, b"%PDF-1.7 x", b"\x89PNG\r\n", b"\xff" * 5000, b"\n" * 9000],
)
def test_nothing_to_read_is_no_license(data):
    assert primary(identify_bytes(data)) is None


def test_nuls_inside_a_text_do_not_hide_it():
    assert primary(identify_bytes(b"\0 " + NOTICE.encode() + b"\0\n")) == "Apache-2.0"


def test_mixed_encodings_do_not_hide_it():
    assert primary(identify_bytes("Grüße\n".encode("latin-1") + NOTICE.encode() + "许可".encode())) == "Apache-2.0"


@pytest.mark.parametrize(
    "data",
    [
        b"a" * LIMIT * 12,
        b"the software is provided as is " * 1_700_000,
        b"MIT " * 1_000_000,
        b"<" * 1_000_000,
        b"&" * 500_000 + b";",
        b"(c) " * 300_000,
        b"copyright copyright " * 50_000,
        b"foo-\n" * 200_000,
        b"SPDX-License-Identifier: ((((((((((((((((((((" * 20_000,
        b"Permission is hereby granted, free of charge, to any person " * 20_000,
        b" ".join(b"%d" % n for n in range(150_000)),
    ],
    ids=["50MB", "repeated-50MB", "MIT", "angle", "amp", "c", "copyright", "hyphen", "spdx", "permission", "numbers"],
)
def test_hostile_input_ends_soon(data):
    start = time.process_time()
    identify_bytes(data)
    assert time.process_time() - start < 8


def test_a_limit_is_said():
    assert decode(b"x " * LIMIT).gap == "only the first 4 MiB were read"
