"""Why the operating system or pydantic refused something, told in the user's language and in no other."""

from __future__ import annotations

import errno
import re
from pathlib import Path

import pytest
from pydantic import BaseModel, Field, ValidationError

from assistant import errors
from assistant.commands import invalid as commands_invalid
from assistant.commands.invalid import invalid
from assistant.errors import StoreError, reason_of
from assistant.settings import Settings
from assistant.wording import Notice, Reason, catalogue

HAN = re.compile("[\u4e00-\u9fff]")
LATIN = re.compile("[A-Za-z]{2,}")


@pytest.mark.parametrize("name", sorted({name for names in errors._REASONS.values() for name in names}))
def test_each_number_of_the_system_has_its_words(name: str) -> None:
    if not hasattr(errno, name):
        pytest.skip("not known to this system")
    reason = reason_of(OSError(getattr(errno, name), "No such luck"))
    assert HAN.search(reason.text("zh")) and not LATIN.search(reason.text("zh"))
    assert LATIN.search(reason.text("en")) and not HAN.search(reason.text("en"))


def test_a_real_failure_of_a_file(tmp_path: Path) -> None:
    for path, words in ((tmp_path / "no" / "x", "没有这个文件"), (tmp_path, "这是一个文件夹")):
        with pytest.raises(OSError, match=r".") as caught:
            path.read_text()
        assert words in reason_of(caught.value).text("zh")


def test_a_number_without_words_is_told_as_a_number() -> None:
    assert reason_of(OSError(9999, "Odd thing")).text("zh") == "系统错误 9999"
    assert "TimeoutError" in reason_of(TimeoutError()).text("en")  # one that was not the system's


def test_a_reason_is_told_in_the_language_of_what_it_stands_in() -> None:
    error = StoreError(
        "disk_full", where="/data", reason=reason_of(OSError(errno.ENOSPC, "No space left on device"))
    )
    assert error.message("zh") == "磁盘空间不够，没有存成（磁盘已满）。"
    assert error.message("en") == "the disk is full; it could not be saved (the disk is full)."
    notice = Notice("recovery_waits", {"reason": error.reason()})
    assert error.message("zh") in notice.text("zh")
    assert error.message("en") in notice.text("en") and not HAN.search(notice.text("en"))


class Given(BaseModel, extra="forbid"):
    text: str = ""
    whole: int = Field(1, ge=1, le=9)
    part: float = Field(1, gt=0)
    yes: bool = True


@pytest.mark.parametrize(
    ("given", "name", "zh"),
    [
        ({"text": 5}, "text", "应当是文字"),
        ({"whole": "x"}, "whole", "应当是整数"),
        ({"whole": 1.5}, "whole", "应当是整数"),
        ({"whole": 0}, "whole", "太小，至少是 1"),
        ({"whole": 10}, "whole", "太大，至多是 9"),
        ({"part": 0}, "part", "太小，要大于 0"),
        ({"part": []}, "part", "应当是数"),
        ({"yes": "perhaps"}, "yes", "应当是 true 或 false"),
        ({"other": 1}, "other", "不是这里用的项"),
    ],
)
def test_what_is_wrong_with_a_value(given: dict[str, object], name: str, zh: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Given.model_validate(given)
    found, reason = invalid(caught.value)
    assert (found, reason.text("zh")) == (name, zh)
    assert not HAN.search(reason.text("en"))


@pytest.mark.parametrize(
    ("name", "value"), [("language", "fr"), ("port", "70000"), ("temperature", "3"), ("samples", "x")]
)
def test_settings_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"GAIGAO_{name.upper()}", value)
    with pytest.raises(ValidationError) as caught:
        Settings(_env_file=None)  # type: ignore[call-arg]
    found, reason = invalid(caught.value)
    told = reason.text("zh")
    assert found == name and told != Reason("reasons.not_fitting").text("zh") and "reasons." not in told
    if name == "language":
        assert told == "应当是 zh, en 之一"


def test_every_reason_has_its_text() -> None:
    used = {*errors._REASONS, *commands_invalid._KEYS.values()}
    assert {f"reasons.{code}" for code in used} <= set(catalogue())
