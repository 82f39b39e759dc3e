"""Sentences know their heading and the list introduction above them."""

from openness.clauses.segment import MAX_SENTENCE, Sentence, segment


def find(text: str, words: str) -> Sentence:
    return next(s for s in segment(text) if words in s.text)


def test_items_carry_their_introduction() -> None:
    text = "You agree not to use the model:\n\n(a) for warfare;\n(b) to spam.\n\nThe licensor may assign this."
    assert find(text, "warfare").stem.endswith("you agree not to use the model:")
    assert find(text, "spam").stem
    assert not find(text, "assign").stem


def test_nested_lists_keep_the_outer_introduction() -> None:
    text = "3. Limits. You will not:\n   1. use it for:\n      - gambling\n   2. sell it.\n4. Term. It lasts."
    assert "you will not:" in find(text, "gambling").stem
    assert "you will not:" in find(text, "sell it").stem
    assert "use it for" not in find(text, "sell it").stem
    assert not find(text, "it lasts").stem


def test_headings_inside_a_list_do_not_end_it() -> None:
    text = "You may not use it to:\n\n### Violence\n- incite riots\n\n### Fraud\n- forge papers\n"
    assert find(text, "riots").stem
    assert find(text, "forge").stem


def test_hard_wrapped_lines_are_one_sentence() -> None:
    text = (
        "You may use the model only for research as stated in section\n2.1 of this license and for nothing else at all."
    )
    assert find(text, "you may use").text.endswith("at all.")
    text = "You must not use the weights of Heron\n3 or let anybody else use them."
    assert find(text, "you must").text.endswith("use them.")


def test_abbreviations_do_not_end_sentences() -> None:
    text = "Acme Inc. grants rights, e.g. to copy. It ends here."
    assert [s.text for s in segment(text)] == ["acme inc. grants rights, e.g. to copy.", "it ends here."]


def test_headings_are_marked() -> None:
    text = "# Use Restrictions\n\nYou may not resell it.\n\nGRANT OF RIGHTS\n\nYou may copy it."
    assert [s.text for s in segment(text) if s.is_heading] == ["# use restrictions", "grant of rights"]
    assert "use restrictions" in find(text, "resell").heading


def test_sentences_are_bounded() -> None:
    assert all(len(s.text) <= MAX_SENTENCE for s in segment("a b " * 20_000))


def test_parts_of_an_inline_list() -> None:
    sentence = segment("You shall: (a) keep notices; (b) pay nothing; and (c) obey.")[0]
    at = sentence.text.index("pay")
    left, right = sentence.part(at, at + 3)
    assert sentence.text[left:right].strip() == "pay nothing"


def test_a_permission_after_a_ban_is_a_part_of_its_own() -> None:
    sentence = segment("You may not share the weights, but you may share your own, provided that you name us.")[0]
    assert sentence.part(0, 10)[1] < sentence.text.index("provided")
