"""`gaigao text` and `gaigao outline`: what a file says and how it is built. No engine is loaded."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from assistant.commands.console import Console
from assistant.settings import Settings
from assistant.structure.outline import Section, outline
from assistant.structure.outline_json import outline_json
from assistant.wording import Language, wording


def arguments(parser: ArgumentParser, console: Console) -> None:
    """One file."""
    parser.add_argument("file", type=Path, metavar="FILE", help=console.say("help.file"))


def text(args: Namespace, settings: Settings, console: Console) -> int:
    """Print a file's text."""
    from assistant.documents import read

    document = read(args.file, libreoffice=settings.libreoffice)
    console.notices(document.warnings)
    warnings = [notice.as_json(console.language) for notice in document.warnings]
    console.result({"text": document.text, "warnings": warnings}, [document.text])
    return 0


def show(args: Namespace, settings: Settings, console: Console) -> int:
    """Print a file's outline."""
    from assistant.documents import read

    document = read(args.file, libreoffice=settings.libreoffice)
    tree = outline(document)
    console.notices((*document.warnings, *tree.warnings))
    console.result(outline_json(document, tree, console.language), _tree(tree.sections, console.language))
    return 0


def _tree(sections: tuple[Section, ...], language: Language, depth: int = 0) -> Iterator[str]:
    for section in sections:
        role = wording(f"roles.{section.role}", language)
        unlabelled = (
            section.heading if section.kind == "section" else wording(f"structure.{section.kind}", language)
        )
        name = section.name if section.label else unlabelled or role
        yield f"{'  ' * depth}{name}  [{role} · {section.id} · {section.end - section.start}]"
        yield from _tree(section.children, language, depth + 1)
