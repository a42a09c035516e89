"""What a heading of a draft is beside one of a frame: the same, a mere name that gives way to it, or one that says something.

Pure; imports frame, parts, themes and roles.
"""

from __future__ import annotations

import re

from assistant.restructure.frame import FrameHeading
from assistant.restructure.parts import Part
from assistant.restructure.themes import body_roles, themes_named
from assistant.structure.plain import letters_of
from assistant.structure.roles import names_a_role

_NAMES = (
    "问题", "措施", "根源", "打算", "分析", "剖析", "原因", "不足", "方向", "工作", "计划", "思路", "安排",
)  # fmt: skip
_FINAL = "。；;：:！!？?，, \u3000"
_SHORT = 14
_APART = {"causes", "measures", "case", "personal_matters"}  # what is called so becomes nothing else
_BEFORE = re.compile('^(?:20\\d\\d年(?:度)?|下一年|上年度|上一年度|在(?=.*方面))[“"‘]?')
_TOLD = 9  # so many characters tell one thing to lead in from the others


def same_name(heading: str, wanted: str) -> bool:
    """Whether two headings name the same: `2025年工作打算` and `下一年工作打算`, `在学习方面` and `学习方面`; and of those that
    name what to lead in, the one told in short and in full."""
    one, other = (letters_of(_BEFORE.sub("", name.strip(_FINAL + "“"))) for name in (heading, wanted))
    leads = one.startswith("带头") and other.startswith("带头")
    return one == other or (leads and _alike(one, other) >= _TOLD)


def _alike(one: str, other: str) -> int:
    """With how many characters two texts begin alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def is_name(heading: str, wanted: str, *, run_in: bool) -> bool:
    """Whether a heading names what stands below it. One that says something (`学习走形式。`) never gives way."""
    words = heading.strip(_FINAL)
    if letters_of(words) == letters_of(wanted) or names_a_role(words) or names_an_aspect(words):
        return True
    if words.endswith("情况") or (words.endswith(_NAMES) and len(words) <= (8 if run_in else 2 * _SHORT)):
        return True
    alike = bool(set(themes_named(words)) & set(themes_named(wanted)))
    return not run_in and len(words) <= _SHORT and alike and "problems" not in body_roles(words)


def names_an_aspect(heading: str) -> bool:
    """Whether a heading only names one aspect of what is told: `理论学习方面`, `在“带头……”方面，表现为……`."""
    words = heading.strip(_FINAL)
    name, found, _ = words.partition("方面")
    return bool(found) and "problems" not in body_roles(name) and (words.endswith("方面") or "带头" in name)


def gives_way(part: Part, heading: FrameHeading) -> bool:
    """Whether a heading that only names one aspect is gone where its text stands below another aspect's."""
    section = part.section
    if section is None or heading.own_words or not part.children:
        return False
    return names_an_aspect(section.heading) and names_an_aspect(heading.heading)


def stands_apart(heading: str, wanted: FrameHeading) -> bool:
    """Whether a heading says that it is for something that the wanted one is not for."""
    role = names_a_role(heading)
    return role in _APART and role not in (wanted.role, names_a_role(wanted.heading))
