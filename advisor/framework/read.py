"""corpus/framework/*.yaml, or a framework of somebody else's, -> Framework; errors name file and line."""

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from advisor.errors import CorpusError
from advisor.framework.types import Dimension, Framework
from advisor.yamls import Place, line_of, read_yaml

_Located = tuple[Dimension, Path, Place]


def read_framework(path: Path, *, sections: Collection[str] | None = None) -> Framework:
    """The framework of a file, or of a folder with one file for each dimension, by name.

    A file holds a dimension (`id`, `name`, `criteria`), a list of dimensions, a bare list of criteria, or either list
    under `dimensions` or `criteria`. A criterion needs no more than `id` and `satisfied`. Where `sections` is given,
    every section that is named must be one of them. Raises CorpusError.
    """
    files = sorted([*path.glob("*.yaml"), *path.glob("*.yml")]) if path.is_dir() else [path]
    if not files or not all(file.is_file() for file in files):
        raise CorpusError(f"{path}: no framework there; name a YAML file, or a folder of them.")
    found = [located for file in files for located in _dimensions(file)]
    _check_ids(found)
    if sections is not None:
        _check_sections(found, sections)
    return Framework(dimensions=_in_order([dimension for dimension, _, _ in found]))


def _dimensions(file: Path) -> list[_Located]:
    data = read_yaml(file)
    place: Place = ()
    if isinstance(data, dict) and "dimensions" in data:
        data, place = data["dimensions"], ("dimensions",)
    if isinstance(data, dict):
        data = data if "criteria" in data else {"criteria": data}
        return [_dimension({"id": file.stem, **data}, file, place)]
    if not isinstance(data, list) or not data:
        raise CorpusError(f"{file.name}: holds no criteria; give a list of criteria with `id` and `satisfied`.")
    if all(isinstance(item, dict) and "criteria" in item for item in data):
        return [_dimension(item, file, (*place, number)) for number, item in enumerate(data)]
    return _grouped(data, file, place)


def _grouped(criteria: Sequence[Any], file: Path, place: Place) -> list[_Located]:
    """A bare list of criteria: the part of an id before its dot names the dimension."""
    whole, _, _ = _dimension({"id": file.stem, "criteria": criteria}, file, place)
    groups: dict[str, list[Any]] = {}
    for criterion in whole.criteria:
        name = criterion.id.split(".")[0] if "." in criterion.id else file.stem
        groups.setdefault(name, []).append(criterion)
    return [(Dimension(id=name, criteria=tuple(items)), file, place) for name, items in groups.items()]


def _dimension(data: dict[str, Any], file: Path, place: Place) -> _Located:
    try:
        return Dimension.model_validate(data), file, place
    except ValidationError as error:
        first = error.errors()[0]
        where = (*place, *first["loc"])
        what = ".".join(str(part) for part in first["loc"])
        raise CorpusError(
            f"{file.name}, line {line_of(file, where)}: {what}: {first['msg'].lower()}; "
            "a criterion needs `id` and `satisfied` as text (see corpus/README.md)."
        ) from None


def _check_ids(found: Sequence[_Located]) -> None:
    """Every criterion's id stands once."""
    counts = Counter(criterion.id for dimension, _, _ in found for criterion in dimension.criteria)
    for dimension, file, place in found:
        for number, criterion in enumerate(dimension.criteria):
            if counts[criterion.id] > 1:
                line = line_of(file, (*place, "criteria", number))
                raise CorpusError(f"{file.name}, line {line}: the id {criterion.id!r} stands twice; ids must differ.")


def _check_sections(found: Sequence[_Located], sections: Collection[str]) -> None:
    """Every section that is named is one of the articles'."""
    for dimension, file, place in found:
        for number, criterion in enumerate(dimension.criteria):
            named = [*criterion.sections, *(criterion.why.sections if criterion.why else ())]
            odd = [section for section in named if section not in sections]
            if odd:
                line = line_of(file, (*place, "criteria", number))
                raise CorpusError(
                    f"{file.name}, line {line}: {criterion.id} names the section {odd[0]!r}, which no article has."
                )


def _in_order(dimensions: Sequence[Dimension]) -> tuple[Dimension, ...]:
    """The dimensions with those of one id put together."""
    together: dict[str, Dimension] = {}
    for dimension in dimensions:
        same = together.get(dimension.id)
        merged = Dimension(
            id=dimension.id,
            name=(same.name if same else "") or dimension.name,
            criteria=(*(same.criteria if same else ()), *dimension.criteria),
        )
        together[dimension.id] = merged
    return tuple(together.values())
