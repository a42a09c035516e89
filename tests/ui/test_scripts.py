"""The page's scripts and styles: they draw with text nodes only, name no other host, and every text they say exists."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from assistant.ui import theme
from assistant.ui.part import part, script
from assistant.wording import catalogue

UI = Path(theme.__file__).parent
SCRIPTS = sorted(UI.glob("*.js"))
STYLES = sorted(UI.glob("*.css"))
MODULES = sorted(UI.glob("*.py"))
MARKUP = (
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "DOMParser",
    "createContextualFragment",
    "eval(",
    "new Function",
    "srcdoc",
)
SAID = re.compile(r"""\bsay\(\s*(?:(["'])(?P<plain>[\w.]+)\1|`(?P<pattern>[^`]+)`)""")
BOTH = re.compile(
    r"""\bsay\([^()]*\?\s*"(?P<one>[\w.]+)"\s*:\s*"(?P<other>[\w.]+)"|\bsay\("(?P<plain>[\w.]+)\""""
)


def page_texts() -> dict[str, dict[str, str]]:
    return {k.removeprefix("page."): dict(v) for k, v in catalogue().items() if k.startswith("page.")}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.name)
def test_no_text_becomes_markup(path: Path) -> None:
    code = path.read_text(encoding="utf-8")
    assert not [word for word in MARKUP if word in code]


@pytest.mark.parametrize("path", [*SCRIPTS, *STYLES], ids=lambda p: p.name)
def test_no_other_host_is_named(path: Path) -> None:
    code = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.findall(r"(?:https?:)?//[\w-]+\.\w+[^\s\"']*|@import|@font-face", code)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.name)
def test_every_text_a_script_says_exists(path: Path) -> None:
    known = page_texts()
    code = path.read_text(encoding="utf-8")
    missing = [
        key
        for m in BOTH.finditer(code)
        for key in (m["one"], m["other"], m["plain"])
        if key and key not in known
    ]
    for match in SAID.finditer(code):
        if match["pattern"]:
            pattern = re.sub(r"\\\$\\\{.*?\\\}", r"[\\w]+", re.escape(match["pattern"]))
            if not any(re.fullmatch(pattern, key) for key in known):
                missing.append(match["pattern"])
    assert not missing


def test_every_text_is_said_somewhere() -> None:
    code = "\n".join(p.read_text(encoding="utf-8") for p in [*SCRIPTS, *MODULES])
    quoted = set(re.findall(r"[\"'`](?:page\.)?([\w.]+)[\"'`]", code))
    begun = re.findall(r"[\"`](?:page\.)?((?:\w+\.)+\w*)\$?\{", code)
    unused = [key for key in page_texts() if key not in quoted and not key.startswith(tuple(begun))]
    assert not unused, unused


def test_what_scripts_fill_in_is_named_plainly() -> None:
    """Scripts replace `{name}` only: a format or an attribute would be shown as it is."""
    for key, entry in page_texts().items():
        for text in entry.values():
            assert all(
                re.fullmatch(r"\w*", name or "") for _, name, _, _ in string.Formatter().parse(text)
            ), key


def test_a_part_is_a_static_template() -> None:
    made = part("sheet", {"paras": ["<img src=x onerror=alert(1)>", "${1+1}", "{{value}}"]})
    assert made.html_template == '<div class="part-sheet"></div>'
    assert made.css_template == ""
    assert made.js_on_load == script("sheet")


def test_no_text_can_end_the_script_in_the_head(monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = {"page.app.name": {"zh": "</script><script>alert(1)</script>", "en": "x"}}
    monkeypatch.setattr(theme, "catalogue", lambda: hostile)
    assert "</script><script>alert" not in theme.head()


def test_every_style_and_shared_script_is_in_the_head() -> None:
    head = theme.head()
    for name in theme.STYLES:
        assert (UI / f"{name}.css").read_text(encoding="utf-8") in head
    loaded = {
        *theme.SHARED_SCRIPTS,
        *re.findall(r'part\(\s*"(\w+)"', (UI / "layout.py").read_text(encoding="utf-8")),
    }
    assert {p.stem for p in SCRIPTS} == loaded
    assert {p.stem for p in STYLES} == {*theme.STYLES, "opening"}
