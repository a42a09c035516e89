"""The lists of the README files, made from the code. `make readme` writes them in; a test holds them there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from pydantic import SecretStr

from assistant.commands import COMMANDS
from assistant.documents import formats
from assistant.language_model.services import services
from assistant.settings import Settings
from assistant.wording import Language, wording
from tests.benchmarks.near_copies import NAMES
from tests.guard.measured import figures

ROOT = Path(__file__).resolve().parent.parent
READMES: dict[Path, Language] = {ROOT / "README.md": "en", ROOT / "README.zh-CN.md": "zh"}


def commands(language: Language) -> list[str]:
    return [
        f"| `gaigao {' '.join(c.words)}` | {wording(f'cli.commands.{c.name}', language)} |" for c in COMMANDS
    ]


def settings(language: Language) -> list[str]:
    rows = []
    for name, field in Settings.model_fields.items():
        alias = field.validation_alias
        variable = alias.choices[0] if alias else f"GAIGAO_{name.upper()}"  # type: ignore[union-attr]
        default = field.get_default()
        default = "" if isinstance(default, SecretStr) or default is None or name == "data_dir" else default
        shown = f"`{str(default).lower() if isinstance(default, bool) else default}`" if default != "" else ""
        rows.append(f"| `{variable}` | {shown} | {wording(f'settings.{name}', language)} |")
    return rows


def model_services(language: Language) -> list[str]:
    return [f"| {s.name[language]} | `{s.base_url}` |" for s in services() if s.base_url]


def file_formats(language: Language) -> list[str]:
    return [f"| {', '.join(f'`{e}`' for e in f.extensions)} | {f.label(language)} |" for f in formats()]


def guard_kinds(language: Language) -> list[str]:
    return [
        f"| {wording(f'guard.kinds.{kind}', language)} | "
        + " | ".join(
            f"{rows[kind]['wanted']} | {rows[kind]['recall']:.2f} | {rows[kind]['precision']:.2f}"
            for rows in (figures()["kinds"], figures()["first_seen"])
        )
        + " |"
        for kind in figures()["kinds"]
    ]


def guard_copies(language: Language) -> list[str]:
    clean = {"zh": "没有照抄的（不报）", "en": "not copied (left alone)"}
    return [
        f"| {NAMES[kind][language] if kind in NAMES else clean[language]} | {one['count']} | {one['recall']:.2f} |"
        for kind, one in figures()["copies"].items()
    ]


LISTS: dict[str, Callable[[Language], list[str]]] = {
    "commands": commands,
    "settings": settings,
    "services": model_services,
    "formats": file_formats,
    "guard kinds": guard_kinds,
    "guard copies": guard_copies,
}


def filled(text: str, language: Language) -> str:
    """`text` with every list between its marks made anew; the header rows stand before the opening mark's line end."""
    for name, rows in LISTS.items():
        pattern = re.compile(rf"(<!-- {name} -->\n(?:\|[^\n]*\n\|[-| ]+\n))(?:\|[^\n]*\n)*(<!-- /{name} -->)")
        if not pattern.search(text):
            raise AssertionError(f"no list «{name}» in the README")
        body = "".join(f"{row}\n" for row in rows(language))
        text = pattern.sub(lambda m, body=body: m.group(1) + body + m.group(2), text)
    return text


if __name__ == "__main__":
    for path, language in READMES.items():
        path.write_text(filled(path.read_text(encoding="utf-8"), language), encoding="utf-8")
