"""The README says what the committed run says."""

import pytest

from eval import baseline
from eval.baseline import Kept
from eval.readme import BASELINE, BEGIN, END, README, renewed, results


def test_the_readme_shows_the_committed_figures() -> None:
    text = README.read_text(encoding="utf-8")
    assert text == renewed(text, results(baseline.load(BASELINE))), "run python -m eval.readme"


def test_figures_are_shown_with_intervals_beside_the_plain_baselines() -> None:
    cases = {str(n): {"sessions": 1.0, "passes": float(n < 6)} for n in range(8)}
    kept = Kept("conversations", "conversations", {"product": {"sessions that pass": 0.75}}, {}, cases)
    shown = results({kept.key: kept})
    assert "(`python -m eval conversations`, conversations, 8 cases)" in shown
    assert "| sessions in which every check holds | **0.750** | 0.375 to 1.000 |" in shown


def test_what_stands_between_the_marks_is_replaced_alone() -> None:
    assert renewed(f"a\n{BEGIN}\nold\n{END}\nb", "new") == f"a\n{BEGIN}\n\nnew\n\n{END}\nb"
    with pytest.raises(ValueError, match="unpack"):
        renewed("no marks", "new")
