from advisor.passages.sentences import blocks, plain, sentences
from advisor.passages.types import Span


def said(text: str) -> list[str]:
    return [span.of(text) for block in blocks(text) if not block.heading for span in sentences(text, block.span)]


def test_sentences_stand_letter_for_letter() -> None:
    text = "Dr. Smith agreed, i.e. no. 3 of 4 sites. Costs rise 5–10x!  A 97%-accurate tool is worked around."
    assert said(text) == [
        "Dr. Smith agreed, i.e. no. 3 of 4 sites.",
        "Costs rise 5–10x!",
        "A 97%-accurate tool is worked around.",
    ]


def test_a_lead_in_keeps_its_items() -> None:
    text = "Costs include:\nIntegration\nTraining\nSupport\n\nThe rest is small."
    assert said(text) == ["Costs include:\nIntegration\nTraining\nSupport", "The rest is small."]


def test_a_list_of_full_sentences_is_not_swallowed() -> None:
    text = (
        "We found:\nThe pilot had no owner and nobody could say who would run it after the grant had ended in June.\n"
    )
    assert len(said(text)) == 2


def test_wrapped_lines_are_one_paragraph() -> None:
    text = "The sponsor signed the charter in March and will fund\nthe production work for two years. After that the line\nis open.\n"
    assert [plain(s) for s in said(text)] == [
        "The sponsor signed the charter in March and will fund the production work for two years.",
        "After that the line is open.",
    ]


def test_lines_of_their_own_are_paragraphs_of_their_own() -> None:
    assert said("Owner\nNone named yet\nBudget\nPilot only") == ["Owner", "None named yet", "Budget", "Pilot only"]


def test_bullets_are_not_part_of_what_is_said() -> None:
    assert said("• First point here.\n• Second point here.") == ["First point here.", "Second point here."]


def test_headings_are_told_apart() -> None:
    text = "# Budget\n\nThere is none."
    found = blocks(text)
    assert [(block.span.of(text), block.heading) for block in found] == [("# Budget", True), ("There is none.", False)]


def test_only_the_stretch_asked_for_is_cut() -> None:
    text = "One. Two. Three."
    assert [b.span for b in blocks(text, 5, 9)] == [Span(5, 9)]


def test_empty_and_blank_text_has_no_blocks() -> None:
    assert blocks("") == blocks(" \n\t\n ") == []


def test_a_byte_order_mark_is_no_text() -> None:
    assert said("\ufeffHello there.") == ["Hello there."]
