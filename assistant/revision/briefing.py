"""What a prompt's variables are filled with: texts in fences nobody can forge, cut to the room there is. Pure.

Imports material, errors and the wording's types. Everything that comes from a document, the user or the library goes
through `Fence.block`; nothing else goes into a user message.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.errors import ModelError
from assistant.revision.material import Material, choose
from assistant.wording import Notice

LONGEST_WISH = 2_000
# While there are passages, material leaves them a quarter of the room.
_MATERIAL_SHARE = 0.75
NOTHING = "（无）"

_NAMES = "原文|位置|素材|参考片段|要求|问题|稿子|目录|选中|话|句子|前文|后文"
# What a text may hold to look like the end of its fence, or like the marks between the turns of a chat, which servers
# of local models read as such wherever they stand.
_FORGED = (
    rf"\s*[/／]?\s*(?:{_NAMES}|system|user|assistant|instructions?|think|thinking)(?!\w)"
    r"|[|｜][^<>\n]{1,40}[|｜]>|/?s>|/?SYS>>|(?:start|end)_of_(?:turn|text)>"
)
_OPENING = re.compile(rf"<(?={_FORGED})", re.IGNORECASE)
_REOPENED = re.compile(rf"‹(?={_FORGED})", re.IGNORECASE)
_INST = re.compile(r"\[(?=/?INST\])", re.IGNORECASE)
_REINST = re.compile(r"［(?=/?INST\])", re.IGNORECASE)


def neutralise(text: str) -> str:
    """`text` with look-alikes of fences and chat marks made harmless: their `<` becomes `‹`. Length is kept."""
    return _INST.sub("［", _OPENING.sub("‹", text))


def restore(text: str) -> str:
    """What `neutralise` changed, changed back."""
    return _REINST.sub("[", _REOPENED.sub("<", text))


@dataclass(frozen=True, slots=True)
class Fence:
    """The fences of one request. mark: fresh for each, so that no text can hold it."""

    mark: str = field(default_factory=lambda: secrets.token_hex(4))

    def block(self, name: str, text: str) -> str:
        """`text` between two tags of this name; an empty text is said to be none."""
        inside = neutralise(text).replace(self.mark, "") if text.strip() else NOTHING
        return f'<{name} 编号="{self.mark}">\n{inside}\n</{name} 编号="{self.mark}">'

    def cost(self, name: str) -> int:
        """Characters of the two tags."""
        return len(self.block(name, "x")) - 1


@dataclass(frozen=True, slots=True)
class Brief:
    """The blocks of a request for a rewrite. passages_shown: how many of the passages are in it, the best ones."""

    original: str
    wish: str
    material: str
    passages: str
    passages_shown: int
    notices: tuple[Notice, ...]


def brief(
    original: str,
    wish: str,
    materials: Sequence[Material],
    passages: Sequence[str],
    *,
    room: int,
    limit: int,
    heading: str = "",
    fence: Fence | None = None,
) -> Brief:
    """The blocks, at most `room` characters in all: the section whole, then the wish, material, passages.

    limit: the bound of the whole prompt, for the message. Raises ModelError("section_too_long").
    """
    fence = fence or Fence()
    notices: list[Notice] = []
    said = wish.strip()
    if len(said) > LONGEST_WISH:
        said = said[:LONGEST_WISH]
        notices.append(Notice("wish_shortened", {"kept": LONGEST_WISH}))
    left = room - sum(fence.cost(name) for name in ("原文", "要求", "素材", "参考片段")) - 2 * len(NOTHING)
    left -= len(original) + len(said)
    if left < 0:
        raise ModelError("section_too_long", where=heading, length=len(original), limit=limit)
    material, told = fit_material(
        materials, f"{original}\n{wish}", int(left * _MATERIAL_SHARE) if passages else left
    )
    notices += told
    shown, told = fit_passages(passages, left - len(material))
    notices += told
    return Brief(
        fence.block("原文", original),
        fence.block("要求", said),
        fence.block("素材", material),
        fence.block("参考片段", "\n".join(shown)),
        len(shown),
        tuple(notices),
    )


def fit_material(materials: Sequence[Material], query: str, room: int) -> tuple[str, list[Notice]]:
    """The materials as one text of at most `room` characters, what matters for `query` first; what was left out."""
    given = [material for material in materials if material.text.strip()]
    heads = [f"《{material.name}》\n" for material in given]
    parts: list[str] = []
    notices: list[Notice] = []
    for head, chosen in zip(heads, choose(given, query, max(0, room - sum(map(len, heads)))), strict=True):
        name, length = chosen.material.name, len(chosen.material.text.strip())
        if not chosen.text:
            notices.append(Notice("material_left_out", {"name": name}))
            continue
        parts.append(head + chosen.text)
        if not chosen.complete:
            notices.append(
                Notice("material_shortened", {"name": name, "kept": len(chosen.text), "length": length})
            )
    return "\n".join(parts), notices


def fit_passages(passages: Sequence[str], room: int) -> tuple[list[str], list[Notice]]:
    """The first passages that fit whole, numbered from 1; how many were left out."""
    shown: list[str] = []
    for number, passage in enumerate(passages, 1):
        line = f"[{number}] {passage.strip()}"
        if len(line) + 1 > room:
            break
        shown.append(line)
        room -= len(line) + 1
    left_out = len(passages) - len(shown)
    return shown, [Notice("passages_left_out", {"count": left_out})] if left_out else []
