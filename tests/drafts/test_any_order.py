"""Edits, accepts, refusals, undos and restores in any order: each step changes what it says and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from assistant.changes.diff import apply, hunks
from assistant.changes.edits import apply_edits
from assistant.database import open_database
from assistant.document import Document
from assistant.drafting.drafts import Current, Drafts, SuggestionView
from assistant.errors import DraftError
from tests.drafts.conftest import Clock
from tests.drafts.suggestions import suggestion

OWNER = "9f3c"
TURNS = {"accept": "accepted", "refuse": "rejected", "reconsider": "pending"}
ACTIONS = (
    "type",
    "type",
    "accept",
    "accept",
    "refuse",
    "reconsider",
    "lost",
    "undo",
    "freeze",
    "restore",
    "late",
)


@pytest.fixture(scope="module")
def one_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder: Path = tmp_path_factory.mktemp("drafts")
    engine = open_database(f"sqlite:///{(folder / 'drafts.db').as_posix()}")
    yield engine
    engine.dispose()


def unique_text(length: int) -> str:
    """Sentences in which no character but the marks stands twice."""
    letters = (chr(0x4E00 + 7 * n) for n in range(5_000))
    return "".join(next(letters) if n % 8 < 7 else "。" for n in range(length))


@st.composite
def proposal(draw: st.DrawFn, text: str) -> str:
    """`text` with sentences rewritten in part, inserted and removed."""
    sentences = [s + "。" for s in text.split("。") if s]
    result = []
    for n, one in enumerate(sentences):
        match draw(st.sampled_from(("keep", "keep", "change", "remove", "insert"))):
            case "keep":
                result.append(one)
            case "change":
                result.append(one[:3] + chr(0x3400 + 3 * n) + one[4:])
            case "insert":
                result += [one, "".join(chr(0x3400 + 3 * n + k) for k in (1, 2)) * 3 + "。"]
            case _:
                pass
    return "".join(result)


def states(view: SuggestionView) -> tuple[str, ...]:
    return tuple(f"{hunk.state}{'' if hunk.fits else '!'}" for hunk in view.hunks)


Snapshot = tuple[str, list[tuple[str, ...]]]


@dataclass
class Walk:
    """A draft with two suggestions, and what a user who wrote everything down would know of it."""

    drafts: Drafts
    data: st.DataObject
    now: Current
    base: str
    views: list[str] = field(default_factory=list)
    line: list[tuple[int, Snapshot]] = field(default_factory=list)  # (version, how it stood), undo's way back
    texts: dict[int, str] = field(default_factory=dict)  # every version ever seen
    fresh: Iterator[str] = field(default_factory=lambda: (chr(0xAC00 + n) for n in range(10_000)))

    @property
    def draft(self) -> str:
        return self.now.draft

    def snapshot(self) -> Snapshot:
        text = self.drafts.current(OWNER, self.draft).text
        return text, [states(self.drafts.suggestion(OWNER, view)) for view in self.views]

    def step(self, action: str) -> None:
        before = self.snapshot()
        version = self.now.version
        if action == "undo":
            self.undo(before)
            return
        getattr(self, action)(before[0]) if action not in TURNS else self.turn(action, before[0])
        if self.snapshot() != before:
            self.line.append((version, before))

    # What is written here stands nowhere else, so that its place tells where it came from.

    def typed(self, text: str) -> str:
        at = self.data.draw(st.integers(0, len(text)))
        until = min(len(text), at + self.data.draw(st.integers(0, 6)))
        word = "".join(next(self.fresh) for _ in range(self.data.draw(st.integers(0, 3))))
        return text[:at] + word + text[until:]

    def type(self, text: str) -> None:
        wanted = self.typed(text)
        self.drafts.save_typing(OWNER, self.draft, wanted, self.now.revision)
        self.now = self.drafts.freeze(OWNER, self.draft)
        assert self.now.text == wanted

    def freeze(self, text: str) -> None:
        self.now = self.drafts.freeze(OWNER, self.draft)
        assert self.now.text == text

    def late(self, text: str) -> None:
        """Another tab that saw an older text: nothing of the text changes, nothing of it is lost."""
        wanted = text + next(self.fresh)
        with pytest.raises(DraftError) as caught:
            self.drafts.save_typing(OWNER, self.draft, wanted, self.now.revision - 1)
        assert self.drafts.version(OWNER, self.draft, caught.value.params["version"]).text == wanted
        assert self.drafts.current(OWNER, self.draft).text == text

    def undo(self, before: Snapshot) -> None:
        if not self.line:
            with pytest.raises(DraftError):
                self.drafts.undo(OWNER, self.draft)
            return
        version, earlier = self.line.pop()
        self.now = self.drafts.undo(OWNER, self.draft)
        assert self.snapshot() == earlier
        assert self.now.version == version
        assert self.drafts.redo(OWNER, self.draft).text == before[0]
        assert self.snapshot() == before
        self.now = self.drafts.undo(OWNER, self.draft)

    def restore(self, text: str) -> None:
        number = self.data.draw(st.sampled_from(sorted(self.texts)))
        known = [snapshot for version, snapshot in self.line if version == number]
        was = self.now.version
        self.now = self.drafts.restore(OWNER, self.draft, number, self.now.revision)
        assert self.now.text == self.texts[number]
        if known and self.now.version != was:
            assert self.snapshot() == known[-1]

    def turn(self, action: str, text: str) -> None:
        wanted = TURNS[action]
        view = self.drafts.suggestion(OWNER, self.data.draw(st.sampled_from(self.views)))
        movable = [
            h for h in view.hunks if h.state != wanted and (h.fits or "accepted" not in (h.state, wanted))
        ]
        chosen = [h for h in movable if self.data.draw(st.booleans())]
        calls = {
            "accept": self.drafts.accept,
            "refuse": self.drafts.reject,
            "reconsider": self.drafts.reconsider,
        }
        self.now = calls[action](OWNER, view.id, [h.id for h in chosen], self.now.revision)
        expected, position = "", 0
        for hunk in chosen:
            if (hunk.state == "accepted") == (wanted == "accepted"):
                continue
            assert hunk.start is not None and hunk.end is not None
            expected += text[position : hunk.start] + (hunk.after if wanted == "accepted" else hunk.before)
            position = hunk.end
        assert self.now.text == expected + text[position:]

    def lost(self, text: str) -> None:
        """What no longer fits is named, all of it and nothing else, and nothing is done."""
        view = self.drafts.suggestion(OWNER, self.data.draw(st.sampled_from(self.views)))
        turned = [h for h in view.hunks if h.state != "accepted"]
        lost = [h.id for h in turned if not h.fits]
        if lost:
            with pytest.raises(DraftError) as caught:
                self.drafts.accept(OWNER, view.id, [h.id for h in turned])
            assert (caught.value.code, caught.value.params["changes"]) == (
                "change_lost",
                ", ".join(map(str, lost)),
            )
        assert self.drafts.current(OWNER, self.draft).text == text

    # What holds whatever was done.

    def check(self) -> None:
        text = self.drafts.current(OWNER, self.draft).text
        versions = self.drafts.versions(OWNER, self.draft)
        for version in versions:
            own = self.drafts.version(OWNER, self.draft, version.number).text
            assert self.texts.setdefault(version.number, own) == own, "a version changed"
            edits = self.drafts.edits_since(OWNER, self.draft, version.number)
            assert apply_edits(own, edits) == text
        assert [v.number for v in versions if v.current] == [self.drafts.current(OWNER, self.draft).version]
        for view in (self.drafts.suggestion(OWNER, v) for v in self.views):
            self.well_placed(text, view)
        changes = self.drafts.accepted(OWNER, self.draft)
        told = {(c.suggestion, c.hunk) for c in changes}
        for view in (self.drafts.suggestion(OWNER, v) for v in self.views):
            standing = {(view.id, h.id): h for h in view.hunks if h.state == "accepted"}
            assert standing.keys() == {key for key in told if key[0] == view.id}
            for change in changes:
                assert text[change.start : change.end] == change.after
                hunk = standing.get((change.suggestion, change.hunk))
                if hunk and hunk.fits:
                    assert (change.start, change.end, change.edited) == (hunk.start, hunk.end, False)

    def well_placed(self, text: str, view: SuggestionView) -> None:
        """What fits stands between the same characters of the base as when it was made, in order."""
        originals = {hunk.id: hunk for hunk in hunks(self.base, view.proposed)}
        for hunk in view.hunks:
            if not hunk.fits:
                continue
            assert hunk.start is not None and hunk.end is not None
            assert text[hunk.start : hunk.end] == (hunk.after if hunk.state == "accepted" else hunk.before)
            made = originals[hunk.id]
            assert not set(text[: hunk.start]) & set(self.base[made.end :].replace("。", ""))
            assert not set(text[hunk.end :]) & set(self.base[: made.start].replace("。", ""))
        placed = [h for h in view.hunks if h.fits]
        assert all(
            a.end is not None and b.start is not None and a.end <= b.start for a, b in pairwise(placed)
        )


def walk(engine: Engine, data: st.DataObject, steps: int) -> None:
    drafts = Drafts(engine, Clock())
    base = unique_text(8 * 8)
    now = drafts.create(OWNER, "稿", Document.from_text(base))
    one = Walk(drafts, data, now, base)
    for _ in range(2):
        value = suggestion(now.document, 0, len(base), data.draw(proposal(base)))
        one.views.append(drafts.add_suggestion(OWNER, now.draft, value, version=1).id)
    one.check()
    for _ in range(data.draw(st.integers(3, steps))):
        one.step(data.draw(st.sampled_from(ACTIONS)))
        one.check()


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_edits_and_accepts_in_any_order(one_engine: Engine, data: st.DataObject) -> None:
    walk(one_engine, data, 9)


@pytest.mark.soak
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_long_walks(one_engine: Engine, data: st.DataObject) -> None:
    walk(one_engine, data, 30)


def test_hunks_of_the_property_are_what_they_seem() -> None:
    """The generator above makes changes of all kinds; applying all gives its proposal."""
    base = unique_text(64)
    changed = base[:3] + "㐀" + base[4:16] + base[24:]
    found = hunks(base, changed)
    assert {(bool(h.before), bool(h.after)) for h in found} == {(True, True), (True, False)}
    assert apply(base, found) == changed
