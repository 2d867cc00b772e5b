from pathlib import Path

import pytest

from advisor.errors import CorpusError
from advisor.framework import Framework, Severity, Status, read_framework

FULL = """
id: x
name: A dimension
criteria:
  - id: x.one
    satisfied: "One thing is so."
    gate: true
    from: [a#b]
    severity: critical
    samples:
      met: ["It is so."]
      aside: ["Something else."]
  - id: x.two
    satisfied: "Another thing is so."
"""


def written(folder: Path, text: str, name: str = "own.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_dimension_is_read_into_frozen_types(tmp_path: Path) -> None:
    framework = read_framework(written(tmp_path, FULL))
    first, second = framework.criteria
    assert (first.id, first.gate, first.severity, first.sections) == ("x.one", True, Severity.CRITICAL, ("a#b",))
    assert (first.samples.met, first.samples.aside) == (("It is so.",), ("Something else.",))
    assert (second.label, second.gate, second.severity) == ("Two", False, Severity.MEDIUM)
    assert "Another thing is so" in second.asked
    assert "Another thing is so." in second.settles
    assert [c.id for c in framework.gates] == ["x.one"]
    assert framework.dimension_of["x.two"].label == "A dimension"
    with pytest.raises(ValueError, match="frozen"):
        first.satisfied = "no"


@pytest.mark.parametrize(
    ("text", "ids", "dimensions"),
    [
        ('- {id: a.b, satisfied: "Yes."}\n- {id: c.d, satisfied: "Yes."}\n', ["a.b", "c.d"], ["a", "c"]),
        ('criteria:\n  - {id: 7, satisfied: "Yes."}\n', ["7"], ["own"]),
        ('criteria:\n  - {id: k, satisfied: "Yes.", weight: 3, extra: [1]}\n', ["k"], ["own"]),
        ('dimensions:\n  - {id: p, criteria: [{id: q, satisfied: "Yes."}]}\n', ["q"], ["p"]),
        ('- {id: p, criteria: [{id: q, satisfied: "Yes."}]}\n- {id: r, criteria: []}\n', ["q"], ["p", "r"]),
        ('dimensions:\n  - {id: a.b, satisfied: "Yes."}\n', ["a.b"], ["a"]),
    ],
)
def test_other_peoples_forms_are_read(tmp_path: Path, text: str, ids: list[str], dimensions: list[str]) -> None:
    framework = read_framework(written(tmp_path, text))
    assert [c.id for c in framework.criteria] == ids
    assert [d.id for d in framework.dimensions] == dimensions


def test_a_folder_is_read_by_file_name_and_dimensions_of_one_id_are_one(tmp_path: Path) -> None:
    written(tmp_path, 'id: x\ncriteria:\n  - {id: x.b, satisfied: "B."}\n', "2.yaml")
    written(tmp_path, 'id: x\nname: X\ncriteria:\n  - {id: x.a, satisfied: "A."}\n', "1.yaml")
    framework = read_framework(tmp_path)
    assert [(d.label, [c.id for c in d.criteria]) for d in framework.dimensions] == [("X", ["x.a", "x.b"])]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("criteria:\n  - id: a\n    satisfied: yes\n", "own.yaml, line 3: criteria.0.satisfied"),
        ('criteria:\n  - {id: a, satisfied: "A."}\n  - {id: b}\n', "own.yaml, line 3: criteria.1.satisfied"),
        ('- {id: a, satisfied: "A."}\n- {id: a, satisfied: "B."}\n', "the id 'a' stands twice"),
        ('criteria:\n  - {id: a, satisfied: "A."}\n  - {id: a, satisfied: "B."}\n', "line 2: the id 'a' stands twice"),
        ('criteria:\n  - {id: a, satisfied: "A.", severity: awful}\n', "line 2: criteria.0.severity"),
        ("criteria: 5\n", "line 1: criteria"),
        ("[]\n", "holds no criteria"),
        ("just words\n", "holds no criteria"),
        ("criteria: [\n", "not valid YAML"),
    ],
)
def test_a_malformed_framework_is_named_with_file_and_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CorpusError) as caught:
        read_framework(written(tmp_path, text))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_section_that_no_article_has_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"line 5: x.one names the section 'a#b'"):
        read_framework(written(tmp_path, FULL), sections={"c#d"})
    assert read_framework(written(tmp_path, FULL), sections={"a#b"})


def test_a_framework_that_is_not_there_is_named(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.yaml"):
        with pytest.raises(CorpusError, match="no framework there"):
            read_framework(path)


def test_statuses_have_words_and_only_two_are_gaps() -> None:
    assert {status for status in Status if status.open} == {Status.PARTIAL, Status.UNMET}
    assert len({status.words for status in Status}) == len(Status)
    assert Framework(dimensions=()).criteria == ()
