"""What the library's commands say of their outcome."""

from __future__ import annotations

from pathlib import Path

from assistant.library.library import SourceFile
from tests.library.fakes import open_library
from tests.library.texts import report


def test_the_same_text_in_two_files_of_one_format(tmp_path: Path) -> None:
    text = report(1)
    with open_library(tmp_path / "data") as library:
        added = library.add(
            [SourceFile("甲.txt", text.encode()), SourceFile("乙.txt", text.encode("gb18030"))]
        )
        again = library.add([SourceFile("甲.txt", text.encode())])
    assert len(added.duplicates) == 1
    assert "1 份与库里另一份文字完全相同" in added.summary("zh") and "格式" not in added.summary("zh")
    english = added.summary("en")
    assert "1 with just the same text as another report" in english and "format" not in english
    assert "0 from this unit, 1 from others" in english
    assert "1 there already" in again.summary("en")
