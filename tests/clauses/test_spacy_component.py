from itertools import pairwise

import pytest

spacy = pytest.importorskip("spacy", reason="the [analyze] extra is not installed")

TEXT = (
    "Acme License.\n1. You may not use the Model for commercial purposes.\n"
    "2. If you have more than 5 million monthly active users, you must request a license from Acme.\n"
)


def test_clauses_come_back_as_spans():
    from openness.clauses.detect import detect
    from openness.clauses.spacy_component import KEY, sentences_with_clauses

    nlp = spacy.blank("en")
    nlp.add_pipe("openness_clauses")
    doc = nlp(TEXT)
    assert {span.label_ for span in doc.spans[KEY]} == {c.clause for c in detect(TEXT)}
    assert {"non-commercial", "user-threshold"} <= {span.label_ for span in doc.spans[KEY]}
    threshold = next(span for span in doc.spans[KEY] if span.label_ == "user-threshold")
    assert threshold._.openness_params["users"] == 5_000_000
    kept = sentences_with_clauses(doc)
    assert all(a.end <= b.start for a, b in pairwise(kept))


def test_spacy_finds_it_by_its_entry_point():
    from importlib.metadata import entry_points

    assert [e.value for e in entry_points(group="spacy_factories") if e.name == "openness_clauses"] == [
        "openness.clauses.spacy_component:ClauseComponent"
    ]
