"""The frames a user can choose from: those that come with the program, and the office's own in the data folder.

Imports restructure. An own frame stands in a YAML file under `frames/`, as `restructure/frames.yaml` has them, or is read from
a pasted notice; one of the same name takes the place of a built-in one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from assistant.errors import SettingsError, UsageError, reason_of
from assistant.restructure.frame import Frame, built_in_frames, frames_of, with_current
from assistant.restructure.notice import frame_of_notice, kind_asked
from assistant.structure.plain import letters_of
from assistant.wording import wording

FOLDER = "frames"
NAME_CHARS = 60
_WISH = re.compile(
    "^(?:请|麻烦|帮我|帮忙)?(?:你)?(?:把|将)?(?:我的|这篇|这份|整个|整篇)?(?:稿子|材料|报告|全文)?(?:的?结构)?(?:调整|改|换|变|整理)?(?:成|为|按照?|照着?|套用?|用|依照|参照)"
    "(?P<name>.{2,30}?)的?(?:框架|结构|格式|体例|模板|目录|提纲)(?:来|重新)?(?:调整|改|写|排|梳理|整理|组织)?(?:一?下)?(?:我的)?(?:稿子|材料|结构|全文)?[。！!～~吧]*$"
)
_YEAR = re.compile(r"(20\d\d)年?(?:度)?")
_COMMON = re.compile('这个|那个|新的|年度|报告$|材料$|的$|[“”"]')


def all_frames(data_dir: Path) -> tuple[Frame, ...]:
    """Every frame, the office's own first, each told whether it is the current one of its kind.

    Raises SettingsError("frames_unreadable") for a file that is not as it must be, with its name.
    """
    own: dict[str, Frame] = {}
    for path in sorted((data_dir / FOLDER).glob("*.y*ml")):
        own |= {frame.name: frame for frame in _read(path)}
    others = [frame for frame in built_in_frames() if frame.name not in own]
    return with_current([*own.values(), *others])


def frame_named(data_dir: Path, name: str) -> Frame:
    """The frame of that name or title, or the only one whose name or title holds these words, the current one of several.

    Raises UsageError("frame_unknown") with those there are.
    """
    every = all_frames(data_dir)
    wanted = letters_of(name)
    exact = [one for one in every if wanted in (letters_of(one.name), letters_of(one.title))]
    if exact:
        return exact[0]
    alike = [one for one in every if wanted and wanted in letters_of(one.name + one.title)]
    current = [one for one in alike if one.current]
    if len(alike) == 1 or len(current) == 1:
        return (current or alike)[0]
    raise UsageError("frame_unknown", where=name, candidates=[_told(one) for one in (alike or every)])


def frame_wished(every: Sequence[Frame], wish: str) -> Frame | None:
    """The frame that a wish names and asks for nothing else (`改成六个带头的框架`, `按述职报告的格式调整`); None where it does not.

    Raises UsageError("frame_unknown") with those it may be.
    """
    match = _WISH.match(wish.strip())
    name = match["name"] if match is not None else ""
    year = _YEAR.search(name)
    words = letters_of(_COMMON.sub("", _YEAR.sub("", name)))
    if len(words) < 2:
        return None
    alike = [one for one in every if words in letters_of(f"{one.name}\n{one.title}")]
    alike = [one for one in alike if year is None or one.year == int(year[1])]
    for fitting in (
        [one for one in alike if one.current],
        [one for one in alike if letters_of(one.name).startswith(words)],
        alike,
    ):
        if len(fitting) == 1:
            return fitting[0]
    if alike:
        raise UsageError("frame_unknown", where=wish.strip(), candidates=[_told(one) for one in alike])
    return None


def keep_frame(data_dir: Path, frame: Frame) -> Path:
    """Keep a frame as the office's own; where it stands. Raises SettingsError("frames_unwritable")."""
    folder = data_dir / FOLDER
    path = folder / f"{hashlib.sha256(frame.name.encode()).hexdigest()[:16]}.yaml"
    data = [
        {
            "name": frame.name,
            "title": frame.title,
            "kind": frame.kind,
            "year": frame.year,
            "source": frame.source or frame.title,
            "headings": [_heading(one) for one in frame.headings],
        }
    ]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.new")
        temporary.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        raise SettingsError("frames_unwritable", where=str(path), reason=reason_of(error)) from error
    return path


def frame_asked(notice: str, name: str) -> Frame:
    """The frame that a notice sets. Raises UsageError("frame_not_found")."""
    found = frame_of_notice(notice, name=name)
    if found is None:
        raise UsageError("frame_not_found")
    return found


def keep_notice(
    data_dir: Path,
    notice: str,
    *,
    name: str = "",
    kind: str | None = None,
    year: int | None = None,
    force: bool = False,
) -> Frame:
    """The frame that a notice sets, kept as the office's own. What is not given is told from the notice.

    Raises UsageError("frame_not_found", "frame_year_wrong"), SettingsError("frame_exists", "frames_unwritable").
    """
    if year is not None and not 1949 <= year <= 2100:
        raise UsageError("frame_year_wrong", where=str(year))
    asked = frame_asked(notice, "")
    name = (name or asked.title or wording("operations.notice_frame")).strip()[:NAME_CHARS]
    if not force and any(frame.name == name for frame in all_frames(data_dir)):
        raise SettingsError("frame_exists", where=name)
    own = replace(
        asked, name=name, title=name, kind=kind or kind_asked(notice), year=year or asked.year, origin="own"
    )
    keep_frame(data_dir, own)
    return own


def _heading(one: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"heading": one.heading}
    if one.role is not None:
        found["role"] = one.role
    if one.cues:
        found["cues"] = list(one.cues)
    if one.children:
        found["children"] = [_heading(child) for child in one.children]
    return found


def _read(path: Path) -> tuple[Frame, ...]:
    try:
        return frames_of(yaml.safe_load(path.read_text("utf-8")) or [])
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(one) for one in first["loc"])
        raise SettingsError("frames_unreadable", where=str(path), what=f"{place}: {first['msg']}") from None
    except OSError as error:
        raise SettingsError("frames_unreadable", where=str(path), what=reason_of(error)) from error
    except (yaml.YAMLError, UnicodeDecodeError, TypeError) as error:
        raise SettingsError("frames_unreadable", where=str(path), what=type(error).__name__) from None


def _told(one: Frame) -> str:
    return f"{one.name}（{one.title}）"
