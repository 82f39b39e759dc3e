"""Data sets that the subject says it was trained on → evidence."""

import re
from functools import lru_cache

from openness.evidence.card import scalars
from openness.evidence.linear import linear
from openness.evidence.mentions import mark
from openness.evidence.subject import Subject
from openness.model import Basis, Component, Gap, Kind
from openness.model.ledger import Ledger

_TRAINED = linear(
    r"\b(?:pre-?|post-?|re)?train(?:ed|ing|s)?\b|fine-? ?tun|finetun|instruction[- ]tun|tuned on|"
    r"alignment|\bdpo\b|\bsft\b|"
    r"dataset(?:s)? used|data (?:mix|source|used)|corpus|corpora|训练|訓練|微调|学習|학습|entra[iî]n|trainiert|"
    r"entrenad|treinad|addestrat|обучен"
)
_TESTED = linear(r"evaluat|\btest(?:ed|s)?\b|benchmark|leaderboard|compar|评测|評価|평가")
_DATA_HEADING = linear(r"training data|datasets?|data\b|corpus|数据|データ|데이터|données|daten|datos|dados|dati|данн")
# Corpora that prose names without a link: what the name stands for on the Hub.
_NAMED = (
    ("EleutherAI/pile", r"\bthe pile\b|\bpile dataset"),
    ("cerebras/SlimPajama-627B", r"\bslim ?pajama\b"),
    ("togethercomputer/RedPajama-Data-1T", r"\bred ?pajama\b"),
    ("tiiuae/falcon-refinedweb", r"\brefined ?web\b"),
    ("allenai/c4", r"\bc4\b(?: dataset| corpus)?|colossal clean crawled"),
    ("laion/laion5b", r"\blaion[- ]?5b\b"),
    ("laion/laion2B-en", r"\blaion[- ]?2b"),
    ("bigcode/the-stack", r"\bthe stack\b"),
    ("bigcode/starcoderdata", r"\bstar ?coder ?data\b"),
    ("HuggingFaceFW/fineweb", r"\bfine ?web\b"),
    ("mc4", r"\bmc4\b"),
    ("oscar-corpus/oscar", r"\boscar(?: corpus| dataset| \d+)"),
    ("wikimedia/wikipedia", r"\bwikipedia\b"),
    ("bookcorpus", r"\bbook ?corpus\b"),
    ("imagenet-1k", r"\bimagenet(?:-1k)?\b"),
    ("openslr/librispeech_asr", r"\blibri ?speech\b"),
    ("mozilla-foundation/common_voice", r"\bcommon ?voice\b"),
    ("tatsu-lab/alpaca", r"\balpaca(?: dataset| data|-52k)"),
    ("Open-Orca/OpenOrca", r"\bopen ?orca\b"),
    ("databricks/databricks-dolly-15k", r"\bdolly[- ]15k\b"),
)
_CORPORA = tuple((name, linear(words)) for name, words in _NAMED)
_ANY_CORPUS = linear("|".join(f"(?:{words})" for _, words in _NAMED))
_MAX = 200
_NO_DATA = re.compile(r"none|null|n/?a|unknown|private|custom|-", re.IGNORECASE)


def collect_datasets(subject: Subject, ledger: Ledger) -> tuple[Gap, ...]:
    """Evidence for each data set that metadata or a sentence names as training data."""
    if subject.snapshot.kind is Kind.DATASET:
        return ()
    hub = subject.snapshot.hub
    for tag in hub.tags if hub is not None else ():
        if tag.startswith("dataset:"):
            ledger.note(
                "hub:tags", tag, kind="dataset-declared", component=Component.DATA, basis=Basis.DECLARED, value=tag[8:]
            )
    card, file = subject.card, subject.file
    if card is None or file is None:
        return ()
    gaps: list[Gap] = []
    for field in card.all("datasets", "dataset"):
        values = scalars(field.node)
        if len(values) > _MAX:
            gaps.append(Gap(what="datasets", why=f"{len(values)} data sets are named; the first {_MAX} are read"))
        for value in values[:_MAX]:
            name = (value.text or "").strip().rstrip("/")
            name = re.sub(r"^https?://(?:www\.)?(?:huggingface\.co|hf\.co)/datasets/", "", name)
            if not name or _NO_DATA.fullmatch(name):
                continue
            ledger.quote(
                file, value.start, value.end, kind="dataset-declared", component=Component.DATA, basis=Basis.DECLARED,
                value=name[:200],
            )  # fmt: skip
    _prose(subject, ledger)
    return tuple(gaps)


@lru_cache(maxsize=256)
def _about_data(title: str) -> bool:
    """Whether a section of that title tells of training data."""
    return _DATA_HEADING.search(title.lower()) is not None


def _prose(subject: Subject, ledger: Ledger) -> None:
    file = subject.file
    if file is None:
        return
    seen: set[str] = set()
    for sentence in subject.sentences:
        low = sentence.text.lower()
        below = _about_data(sentence.section.title)
        if not (below or _TRAINED.search(low)) or _TESTED.search(low):
            continue
        names: list[str] = []
        if "datasets/" in low:
            names += [m.id for m in mark(sentence.text, subject.own).datasets]
        if _ANY_CORPUS.search(low):
            names += [name for name, pattern in _CORPORA if pattern.search(low)]
        for name in names:
            if name.lower() in seen or len(seen) >= _MAX:
                continue
            seen.add(name.lower())
            ledger.quote(
                file, sentence.start, sentence.end, kind="dataset-prose", component=Component.DATA, basis=Basis.PROSE,
                value=name,
            )  # fmt: skip
