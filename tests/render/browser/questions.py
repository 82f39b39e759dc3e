"""A lawyer's ten questions about tests/render/sample.py: what to click, and what must then be before the eyes.

docs/reports.md lists the same questions with the same click paths; a test compares the two.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question, its clicks, the subjects that are shown after it, and words that answer it."""

    question: str
    clicks: tuple[str, ...]  # names of what is clicked; the first match on the page
    subjects: tuple[str, ...] | None = None
    answer: tuple[str, ...] = ()
    at: str = ""  # what the reader scrolls to, without a click
    link: str = ""  # an address on screen that holds these words


QUESTIONS = (
    Question(
        question="Which models bar commercial use?",
        clicks=("Which bar commercial use?",),
        subjects=("acme/thesis",),
        answer=("not permitted by the terms read",),
    ),
    Question(
        question="Under which conditions may we use this one commercially?",
        clicks=("Which allow commercial use only under conditions?", "acme/rocket"),
        subjects=("acme/rocket", "acme/blend", "acme/waived", "acme/corpus"),
        answer=("up to 700,000,000 monthly users",),
        at="#m1 .conditions",
    ),
    Question(
        question="Which words must we show, and for which models?",
        clicks=(),
        answer=("Words that must be shown", "Built with Llama", "when you pass it on", "acme/rocket, acme/blend"),
        at=".notices",
    ),
    Question(
        question="What changed since the last audit?",
        clicks=("Which changed since the last audit?", "acme/rocket"),
        subjects=("acme/rocket", "acme/blend"),
        answer=("up to 700 million users", "a limit of 500 million users"),
        at="#m1 .s-changes li",
    ),
    Question(
        question="Who approved what?",
        clicks=("Which are waived or under an agreement, and who approved it?", "acme/waived"),
        subjects=("acme/waived",),
        answer=("waiver W-7 accepts this until 2027-01-31 (pilot; approved by A. Counsel)",),
        at="#m5 .decision",
    ),
    Question(
        question="Where do the sources contradict each other, and in which words?",
        clicks=("Where do the sources contradict each other?", "acme/fox"),
        subjects=("acme/fox",),
        answer=("the card says more than the tag", "greater than 700 million monthly active users"),
        at="#m4 .conflict blockquote:last-of-type",
    ),
    Question(
        question="Which models carry the terms of a base model, and of which?",
        clicks=("Which carry terms of a base model?", "acme/blend"),
        subjects=("acme/blend",),
        answer=("meta-llama/Llama-2-7b", "merged into it, inferred; llama-2"),
        at="#m3 svg.lineage text:last-of-type",
    ),
    Question(
        question="Where exactly does it say so?",
        clicks=("acme/rocket",),
        answer=("greater than 700 million monthly active users", "LICENSE, line 3, characters 10"),
        at="#m1 .s-findings blockquote",
        link="/blob/" + "a" * 40 + "/LICENSE#L3",
    ),
    Question(
        question="What could not be read, and what follows from it?",
        clicks=("Not read: 2.",),
        answer=("acme/gone: there is no such repository", "acme/slow: the Hub did not answer"),
    ),
    Question(
        question="Which models are under this license?",
        clicks=("Licenses in this report",),
        answer=("Apache-2.0", "acme/blend"),
        at=".s-index td:last-of-type",
    ),
)
