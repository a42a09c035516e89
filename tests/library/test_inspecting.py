"""送审前检查 over a real library: by origin, by generation, and the same through the process that owns it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from assistant.document import Document
from assistant.guard.inspection import Inspection, Submission
from assistant.library.intake import SourceFile
from assistant.library.library import Library
from assistant.owner.access import library_access
from assistant.reviewing.inspecting import submission
from tests.library.fakes import open_library, settings_in
from tests.library.test_remote import start

THEIRS = "到村里多是听汇报看展板，坐在院坝里跟群众拉家常的时候少。"
OURS = "每季度末开一次班子会，逐条过一遍群众来信，能当场定的不过夜。"
DRAFT = f"""青禾镇工作总结
一、存在的问题
{THEIRS}在蒲家湾村也是这样，去得少、坐不下来。
二、整改措施
{OURS}全年走访罗汉坝村56户，样样都记在本子上。"""


def file(name: str, body: str) -> SourceFile:
    text = f"{name}\n一、工作情况\n{body}\n二、下一步打算\n继续努力，把没有做完的事情一件一件做完。"
    return SourceFile(f"{name}.txt", text.encode())


def filled(library: Library) -> None:
    library.add([file("枫桥坳乡工作总结", f"{THEIRS}蒲家湾村的事办得慢，来来回回跑了好几趟。")], "reference")
    library.add([file("青禾镇去年工作总结", f"{OURS}罗汉坝村的水渠要修好，早日通水。")], "own")


def given() -> Submission:
    return submission(Document.from_text(DRAFT), "青禾镇工作总结", ("通知",))


def found(inspection: Inspection) -> tuple[list[str], ...]:
    return tuple(
        [one.quote for one in part]
        for part in (
            inspection.references.findings, inspection.own.findings, inspection.foreign, inspection.unsourced,
        )
    )  # fmt: skip


def test_by_origin_and_generation(tmp_path: Path) -> None:
    with open_library(tmp_path / "data") as library:
        empty = library.inspect(given())
        assert not empty.shelves and not empty.references.findings
        filled(library)
        checked = library.inspect(given())
        assert found(checked) == ([THEIRS[:-1]], [OURS[:-1]], ["蒲家湾村"], ["56户"])
        assert checked.references.compared.reports == checked.own.compared.reports == 1
        assert checked.generation == library.generation > empty.generation
        (reference,) = [one for one in library.list() if one.origin == "reference"]
        library.update(reference.id, origin="own")
        moved = library.inspect(given())
        assert found(moved)[0] == [] and len(found(moved)[1]) == 2 and not moved.foreign
        library.remove([reference.id])
        assert len(library.inspect(given()).own.findings) == 1


def test_the_same_through_the_owner(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with open_library(data) as library:
        filled(library)
        here = library.inspect(given())
    child, _ = start(data)
    try:
        with library_access(settings_in(data)) as remote:
            assert replace(remote.inspect(given()), at=here.at) == here
    finally:
        child.communicate("\n", timeout=30)
