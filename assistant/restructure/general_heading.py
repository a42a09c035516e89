"""Headings of another report as any unit may write them: what states that unit's own facts or judgements does not pass.

Pure; imports frame's values, themes and the words in `general_headings.yaml`. A heading passes where it is made of general
words alone; of others only what they are for and about is kept, and their words are used to compare, never to be written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import yaml

from assistant.restructure.frame import FrameHeading, built_in_frames
from assistant.restructure.themes import themes_named
from assistant.structure.plain import letters_of
from assistant.structure.roles import Role

_YEAR = re.compile(r"(?:(?:19|20)\d\d|[一二][〇零○九]\S{2})年(?:度|以来)?")
_AFTER = re.compile("[：:——]+|(?<=方面)[，,]")
_ABOUT = re.compile("^在(?=.*方面)")
_NAMES = re.compile("(?:方面|情况|问题|工作|事项|原因|根源|表现|措施|打算|目标|任务|方向|建设)$")
_SAYS = re.compile(
    "^(?:强化|加强|坚持|提升|提高|推进|推动|深化|聚焦|围绕|着力|切实|全面|持续|不断|进一步|扎实|努力(?!方向)|把|抓|带头|坚决|严格|严守|树牢|筑牢"
    "|压实|深入|认真|积极|大力|敢于|增强|锤炼|守|紧盯|突出(?!问题)|统筹|优化|完善|健全|改进(?!措施|打算|方向)|落实(?!情况))"
)
_LACKING = re.compile("(?<!的)(?<!和)(?<!与)(?<!及)(?<!、)(?<!题)(?<!^)(?:不足|差距|短板|薄弱)")
_LONGEST_WORD = 16


@dataclass(frozen=True, slots=True)
class _Words:
    words: frozenset[str]
    known: str
    roles: Mapping[str, str]
    behind: Mapping[str, str]
    themes: Mapping[str, str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    data = yaml.safe_load(Path(__file__).with_name("general_headings.yaml").read_text("utf-8"))
    known = "\n".join(letters_of(one.heading) for frame in built_in_frames() for one in frame.walk())
    return _Words(
        frozenset(data["words"].split()) | {"不足"}, known, data["roles"], data["behind"], data["themes"]
    )


def general_headings(headings: Sequence[FrameHeading]) -> tuple[tuple[FrameHeading, ...], int]:
    """The headings of a report as a frame may have them, and how many of them are not taken as they stand."""
    found, _, left = _general(headings, None)
    return _numbered(found), left


def heading_for(role: Role) -> str:
    """The general heading of what is for one thing."""
    return _words().roles[role]


def is_general(heading: str) -> bool:
    """Whether a heading is made of words that any unit's headings are made of."""
    plain = letters_of(heading)
    if not plain or re.search(r"\d", plain):
        return False
    if plain in _words().known.split("\n"):
        return True
    if _LACKING.search(heading) or (_SAYS.match(heading) and not _NAMES.search(heading)):
        return False
    return _made_of_words(plain)


def _made_of_words(plain: str) -> bool:
    """Whether general words, or words of the frames that come with the program, follow each other without a gap."""
    reached = [True] + [False] * len(plain)
    for start in range(len(plain)):
        if not reached[start]:
            continue
        for end in range(start + 1, min(len(plain), start + _LONGEST_WORD) + 1):
            word = plain[start:end]
            if word in _words().words or (len(word) > 1 and word in _words().known):
                reached[end] = True
    return reached[-1]


def _general(
    headings: Sequence[FrameHeading], above: FrameHeading | None
) -> tuple[list[FrameHeading], list[str], int]:
    """Headings beside each other; the words of those that are dropped; how many do not stand as they are written."""
    found: list[FrameHeading] = []
    dropped: list[str] = []
    left = 0
    problems = max((n for n, one in enumerate(headings) if one.role == "problems"), default=0)
    for number, one in enumerate(headings):
        children, below, inner = _general(one.children, one)
        name = _as_written(one)
        left += inner + (name is None)
        kept = replace(one, children=tuple(children), cues=(*one.cues, *below))
        if name is not None:
            kept = replace(kept, heading=name)
        elif name := _instead(one, above, done=number < problems):
            kept = replace(kept, heading=name, cues=(one.heading, *kept.cues), own_words=True)
        else:
            dropped += [one.heading, *kept.cues]
            continue
        at = next((n for n, other in enumerate(found) if other.heading == kept.heading), None)
        if at is None:
            found.append(kept)
        else:
            found[at] = _joined(found[at], kept)
    if above is not None and len(headings) > 1 and len(found) == 1 and found[0].own_words:
        dropped += [found[0].heading, *found[0].cues]
        found = []
    return found, dropped, left


def _joined(one: FrameHeading, other: FrameHeading) -> FrameHeading:
    names = {child.heading for child in one.children}
    children = (*one.children, *(child for child in other.children if child.heading not in names))
    return replace(one, cues=(*one.cues, *other.cues), children=children)


def _as_written(one: FrameHeading) -> str | None:
    """A heading as it stands, or what of it is general: `……方面，主要是……`, `低保救助：……`; another year is none of ours."""
    words = _ABOUT.sub("", one.heading.strip())
    bare = _YEAR.sub("", words, count=1) if _YEAR.match(words) else words
    if bare != words and bare:
        bare = {"measures": "下一年", "follow_up": "上年度"}.get(one.role or "", "") + bare
    for said in (bare, *_AFTER.split(bare)[:1]):
        if is_general(said):
            return said
    return None


def _instead(one: FrameHeading, above: FrameHeading | None, *, done: bool) -> str | None:
    """A general heading for what a heading is for and about; None where it can only be left out.

    done: problems stand behind it; what says nothing of what it is for tells then what was done.
    """
    data = _words()
    role = one.role or "other"
    role = "achievements" if role == "other" and done else role
    about = {theme: weight for theme, weight in themes_named(one.heading).items() if theme in data.themes}
    named = [theme for theme, weight in about.items() if weight == 1 or len(about) == 1]
    label = data.themes[named[0]] if named else ""
    if above is not None:
        parallel = above.level == 1 and role in ("problems", "achievements") and above.role == role
        return f"{label}方面" if label and parallel else None
    if label and (one.children or role == "achievements"):
        return label + data.behind.get(role, "方面")
    return data.roles.get(role)


def _numbered(headings: Sequence[FrameHeading], above: str = "") -> tuple[FrameHeading, ...]:
    """The same with their places as ids."""
    found = []
    for number, one in enumerate(headings, start=1):
        name = f"{above}.{number}" if above else str(number)
        found.append(replace(one, id=name, level=name.count(".") + 1, children=_numbered(one.children, name)))
    return tuple(found)
