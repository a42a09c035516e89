"""A frame that the user names in a wish: “改成六个带头的框架”, “按述职述廉的框架”, “按《……》的结构”. Pure; imports frames.

What is named is looked for among the frames and reports there are; nothing is made up in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from assistant.errors import UsageError
from assistant.restructure.frame import Frame
from assistant.structure.plain import letters_of

_FORM = "框架|结构|提纲|目录|架子|体例|套路|格式"
_LIKE = re.compile(
    rf"(?:按照?|依照?|参照|参考|仿照?|对照|照着?|套用?|用|学)(?P<what>[^，。；！？\n]{{1,60}}?)(?:的|里的|那种)?(?:{_FORM})"
    rf"|(?:改|换|写|调|套|拆|分)(?:写|整)?(?:成|为|用)(?P<into>[^，。；！？\n]{{1,40}}?)的?(?:{_FORM})"
)
_HEADED = re.compile(r"(?:20\d\d年度?)?[一二三四五六七八九十\d]{1,2}个(?:带头|对照)")
_STEPS = re.compile("[移挪搬]|对调|互换|合并|拆[开成分]|一一对应")
_TITLE = re.compile("《([^《》\n]{2,80})》")
_POINTED = re.compile(
    "^(?:这|那|上面|刚才|前面|选中)?(?:一|几)?(?:篇|份|个|种)?(?:别人|人家|外单位)?的?(?:范文|参考稿|例文|样稿|范本|模板|材料|报告)$"
)
_OWN_COUNT = re.compile(r"^[一二三四五六七八九十两\d]{1,2}个?(?:方面|维度|板块|部分|层次|大块)$")
_OPENERS = re.compile("^(?:今年|本年度?|去年|上级|通知|新|那个|这个|一般|通常|常用)的?")
_SHOWN = 12
_LEAST = 3  # letters of a name: fewer fit too many titles


class Titled(Protocol):
    """A report of the library, as it is looked for by its title."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def year(self) -> int | None:
        """The year it reports on."""


_Report = TypeVar("_Report", bound=Titled)


@dataclass(frozen=True, slots=True)
class Called:
    """What a wish goes by. frame: a named one; report: the id of one of the library."""

    frame: Frame | None = None
    report: str = ""


def called(
    wish: str, frames: Sequence[Frame], reports: Callable[[], Sequence[Titled]], kind: str = ""
) -> Called | None:
    """The frame or report that a wish names, the one for this kind of draft and the newest of several; None where it
    names none and says itself what is to be done. reports: gives them, asked only where one may be meant.

    Raises UsageError("frame_not_named" or "frame_not_there") with what there is.
    """
    if _STEPS.search(wish):
        return None
    title = _TITLE.search(wish)
    like, headed = _LIKE.search(wish), _HEADED.search(wish)
    if title is not None and like is not None:
        return Called(report=_report(title[1], reports()).id)
    if like is None and headed is None:
        return None
    words = headed[0] if headed is not None else (like["what"] or like["into"] if like is not None else "")
    words = _OPENERS.sub("", words.strip())
    if _POINTED.search(words):
        raise UsageError("frame_not_named", candidates=_offered(frames))
    if _OWN_COUNT.search(words) or len(letters_of(words)) < _LEAST:
        return None
    found = [one for one in frames if _within(letters_of(words), letters_of(one.title))]
    if found:
        return Called(max(found, key=lambda one: (one.kind == kind, one.current, one.year or 0)))
    alike = _alike(words, reports())
    if len(alike) == 1:
        return Called(report=alike[0].id)
    if headed is None and not alike:
        return None
    raise UsageError(
        "frame_not_there", name=words, candidates=[one.title for one in alike] or _offered(frames)
    )


def _report(title: str, reports: Sequence[_Report]) -> _Report:
    found = _alike(title, reports)
    exact = [one for one in found if letters_of(one.title) == letters_of(title)]
    if len(exact or found) == 1:
        return (exact or found)[0]
    raise UsageError(
        "frame_not_there", name=title, candidates=[one.title for one in found or reports][:_SHOWN]
    )


def _alike(words: str, reports: Iterable[_Report]) -> list[_Report]:
    """Those in whose title all of it stands, in its order."""
    wanted = letters_of(words)
    return [one for one in reports if len(wanted) >= _LEAST and _within(wanted, letters_of(one.title))]


def _offered(frames: Iterable[Frame]) -> list[str]:
    """Titles to choose from, those that hold today first."""
    return [one.title for one in sorted(frames, key=lambda one: not (one.current or one.year is None))][
        :_SHOWN
    ]


def _within(words: str, title: str) -> bool:
    """Whether all of the words stands in a title, in its order."""
    rest = iter(title)
    return bool(words) and all(letter in rest for letter in words)
