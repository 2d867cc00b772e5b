"""The arrows of the house: who may import whom."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "advisor").rglob("*.py")) + sorted((ROOT / "eval").rglob("*.py")) + [ROOT / "app.py"]

# A library -> the only places that may import it.
ALONE = {
    "chromadb": ("advisor/search/store.py", "eval/plain.py"),
    "sqlalchemy": ("advisor/records/",),
    "alembic": ("advisor/records/",),
    "streamlit": ("advisor/ui/", "app.py"),
    "langchain": ("advisor/llm.py",),
    "sentence_transformers": ("advisor/search/encoder.py", "eval/plain.py"),
    "bm25s": ("advisor/search/lexical.py",),
    "pypdfium2": ("advisor/passages/", "eval/suites/scale.py", "eval/plain.py"),
    "docx": ("advisor/passages/", "eval/written.py"),
    "pptx": ("advisor/passages/", "eval/written.py"),
    "openpyxl": ("advisor/passages/", "eval/written.py"),
    "rapidocr": ("advisor/passages/",),
    "pypdf": ("advisor/passages/",),
    "onnxruntime": ("advisor/search/cross.py",),
    "openvino": ("advisor/search/minilm.py",),
}
# A room -> the rooms of the advisor that it may import beside itself.
SHARED = {"cores", "errors", "yamls", "jsonl"}
ROOMS = {
    "cores": set(),
    "errors": set(),
    "yamls": set(),
    "jsonl": set(),
    "progress": set(),
    "terminal": {"answers", "conversation"},
    "settings": set(),
    "passages": set(),
    "search": {"passages"},
    "llm": {"passages"},
    "answers": {"passages", "search", "llm"},
    "framework": set(),
    "judging": {"framework", "passages", "search"},
    "assessment": {"framework"},
    "interview": {"assessment", "framework", "judging", "passages", "search"},
    "documents": {"passages", "search", "framework", "judging", "assessment", "answers"},
    "conversation": {"passages", "search", "answers", "assessment", "framework", "interview"},
    "records": {"passages", "search", "conversation", "assessment", "framework"},
    "wiring": {
        "passages", "search", "answers", "assessment", "conversation", "framework", "interview", "judging", "records",
        "settings", "llm", "documents",
    },
    "cli": {
        "__version__", "wiring", "answers", "conversation", "documents", "framework", "judging", "search", "progress", "terminal",
    },
    "ui": {"wiring", "documents", "answers", "assessment", "conversation", "framework", "interview", "passages", "records"},
    "__main__": {"cli"},
    "__init__": set(),
}  # fmt: skip
# The benchmarks look at the advisor, and nothing of the advisor looks at them, save the one page that shows and runs them.
EVALUATION_PAGE = ("advisor/ui/evaluation/", "advisor/ui/views/evaluation.py")


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{name.name}" for name in node.names}
    return found


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_only_one_place_imports_a_library(path: Path) -> None:
    for module in imports(path):
        allowed = ALONE.get(module.split(".")[0])
        assert allowed is None or name_of(path).startswith(allowed), f"{name_of(path)} imports {module}"


@pytest.mark.parametrize("path", sorted((ROOT / "advisor").rglob("*.py")), ids=name_of)
def test_arrows_point_one_way(path: Path) -> None:
    room = path.relative_to(ROOT / "advisor").parts[0].removesuffix(".py")
    assert room in ROOMS, f"the room {room} has no place in the plan of the house"
    for module in imports(path):
        parts = module.split(".")
        if parts[0] == "advisor" and len(parts) > 1:
            assert parts[1] in ROOMS[room] | SHARED | {room}, f"{name_of(path)} imports {module}"
        assert parts[0] not in {"tests", "training"}, f"{name_of(path)} imports {module}"
        assert parts[0] != "eval" or name_of(path).startswith(EVALUATION_PAGE), f"{name_of(path)} imports {module}"


def test_every_file_is_looked_at() -> None:
    assert len(FILES) > 40
