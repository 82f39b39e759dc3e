"""The clause detector as a spaCy pipeline component, for those who read documents with spaCy.

    nlp = spacy.blank("en")
    nlp.add_pipe("openness_clauses")
    doc = nlp(text)
    for span in doc.spans["openness"]: print(span.label_, span.text)

Installed with the [analyze] extra; spaCy finds it through the entry point group `spacy_factories`. Its tokens have no
part in the detection: the detector reads the text itself, and its findings come back as spans.
"""

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from openness.clauses.detect import detect

KEY = "openness"  # of doc.spans


@Language.factory("openness_clauses", default_config={"context": "license"})
class ClauseComponent:
    """Puts every clause of a text into `doc.spans["openness"]`, with values in `span._.openness_params`."""

    def __init__(self, nlp: Language, name: str, context: str) -> None:  # noqa: ARG002 - spaCy's signature
        self.context = context
        if not Span.has_extension("openness_params"):
            Span.set_extension("openness_params", default=None)

    def __call__(self, doc: Doc) -> Doc:
        """The document, with its clauses; spans are widened to whole tokens."""
        spans = []
        for clause in detect(doc.text, context=self.context):
            span = doc.char_span(clause.start, clause.end, label=clause.clause, alignment_mode="expand")
            if span is not None:
                span._.openness_params = dict(clause.params)
                spans.append(span)
        doc.spans[KEY] = spans
        return doc


def sentences_with_clauses(doc: Doc) -> list[Span]:
    """The clause spans of a document without overlaps, longest first kept, in order of the text."""
    return list(filter_spans(list(doc.spans.get(KEY, []))))
