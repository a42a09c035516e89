"""One paragraph of a Word file while its text is changed, run by run. Imports lxml, Word's names, changes and values.

What is not text (drawings, notes, bookmarks, field marks) is never removed; text outside a change keeps its formatting.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from lxml import etree

from assistant.changes.edits import Edit
from assistant.documents.word_package import value_of, w
from assistant.word.revisions import Revisions
from assistant.word.runs import (
    cut_after,
    cut_before,
    dominant_of,
    drop,
    parent_of,
    properties_of,
    run,
    same_look,
    set_apart,
    split_text,
    without_link,
)
from assistant.word.values import UnplacedError

_P, _R, _T, _TAB, _BR, _RPR = (w(n) for n in ("p", "r", "t", "tab", "br", "rPr"))
_SYM = w("sym")
_SDT, _SDT_PROPERTIES = w("sdt"), w("sdtPr")
_DELETED_TEXT, _DELETED = w("delText"), "del"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TRANSPARENT = frozenset(map(w, ("hyperlink", "smartTag", "customXml", "sdtContent", "sdt", "dir", "bdo")))
_PRUNED = frozenset(map(w, ("hyperlink", "smartTag", "customXml")))
_REASONS = {w("fldSimple"): "field", w("ruby"): "other"}
_SENTENCE_END = "。！？；!?;"


class Host:
    """A paragraph and the pieces of its text: (text, element that holds it), in order."""

    def __init__(
        self,
        paragraph: etree._Element,
        pieces: Iterable[tuple[str, etree._Element]],
        in_fields: Collection[etree._Element],
        revisions: Revisions,
    ) -> None:
        self.paragraph = paragraph
        self._pieces = list(pieces)
        self._in_fields = in_fields
        self._revisions = revisions

    @property
    def text(self) -> str:
        """The paragraph's text; a newline for each break."""
        return "".join(text for text, _ in self._pieces)

    @property
    def plain_text(self) -> str:
        """The text with one and the same character for each symbol, as another reader has it."""
        return "".join("\ufffc" * len(text) if e.tag == _SYM else text for text, e in self._pieces)

    def change(self, edits: Sequence[Edit]) -> None:
        """Make these edits, sorted and disjoint in offsets of `text`. Raises UnplacedError before anything is changed."""
        for edit in edits:
            self._check(edit)
        for edit in reversed(edits):
            self._replace(edit.start, edit.end, edit.replacement)

    def strike(self) -> None:
        """Remove everything as deleted text, fields with their code; for a paragraph that goes altogether."""
        for element in (element for _, element in self._pieces):
            reason = self._refusal(element)
            if reason and not (reason == "field" and parent_of(element).tag == _R):
                raise UnplacedError(reason)
        for around in list(self.paragraph.iter(_R)):
            if next(around.iterancestors(_P)) is self.paragraph:
                self._remove(around)
                for code in around.iterchildren(w("instrText")):
                    code.tag = w("delInstrText")

    def at(self, position: int) -> etree._Element | None:
        """The element with the character at a position of the text."""
        return self._beside(position)[1]

    def dominant(self) -> etree._Element | None:
        """The properties of the run with the most text."""
        return dominant_of([element for _, element in self._pieces])

    # Checks.

    def _check(self, edit: Edit) -> None:
        position = 0
        for text, element in self._pieces:
            if position < edit.end and edit.start < position + len(text):
                reason = self._refusal(element)
                if reason:
                    raise UnplacedError(reason)
            position += len(text)
        if edit.start == edit.end:
            before, after = self._beside(edit.start)
            if before is not None and before is after and (reason := self._refusal(before)):
                raise UnplacedError(reason)

    def _beside(self, position: int) -> tuple[etree._Element | None, etree._Element | None]:
        """The elements with the characters before and after a position."""
        before = after = None
        start = 0
        for text, element in self._pieces:
            if start < position <= start + len(text):
                before = element
            if start <= position < start + len(text):
                after = element
            start += len(text)
        return before, after

    def _refusal(self, element: etree._Element) -> str:
        """Why the text of an element cannot be changed; empty where it can."""
        if element in self._in_fields:
            return "field"
        run = element.getparent()
        if run is None or run.tag != _R:
            return "math" if "/math}" in str(element.tag) else "other"
        for around in run.iterancestors():
            if around is self.paragraph:
                break
            if around.tag not in _TRANSPARENT:
                return _REASONS.get(str(around.tag), "other")
        for control in run.iterancestors(_SDT):
            properties = control.find(_SDT_PROPERTIES)
            locked = value_of(properties, "lock") in ("contentLocked", "sdtContentLocked")
            if locked or (properties is not None and properties.find(w("dataBinding")) is not None):
                return "control"
        return ""

    # Changes.

    def _replace(self, start: int, end: int, new: str) -> None:
        if start == end:
            self._insert(start, new)
            return
        self.cut(start)
        self.cut(end)
        covered = [element for _, element in self._within(start, end)]
        for element in covered:
            set_apart(element)
        runs = list(dict.fromkeys(parent_of(element) for element in covered))
        own = [run for run in runs if run.getparent() is self.paragraph]
        last = (own or runs)[-1]
        if new:
            look = dominant_of(covered)
            mark = self._added(new, look)
            last.addnext(mark)
        for around in runs:
            self._remove(around)
        self._pieces = [
            *self._within(0, start),
            *((new, mark) for _ in (1,) if new),
            *self._within(end, len(self.text)),
        ]

    def _within(self, start: int, end: int) -> list[tuple[str, etree._Element]]:
        """The whole pieces between two positions."""
        found = []
        position = 0
        for text, element in self._pieces:
            if start <= position and position + len(text) <= end and text:
                found.append((text, element))
            position += len(text)
        return found

    def _remove(self, run: etree._Element) -> None:
        if self._revisions.on:
            mark = self._revisions.mark(_DELETED)
            run.addprevious(mark)
            mark.append(run)
            for text in run.iterchildren(_T):
                text.tag = _DELETED_TEXT
                text.set(_SPACE, "preserve")
            return
        parent = parent_of(run)
        drop(run)
        while parent.tag in _PRUNED and len(parent) == 0:
            parent, empty = parent_of(parent), parent
            drop(empty)

    def _insert(self, position: int, new: str) -> None:
        before, after = self._beside(position)
        if before is None and after is None:
            self._append(self._added(new, self.paragraph.find(f"{w('pPr')}/{_RPR}")))
        elif before is not None and before is after:
            self.cut(position)
            mark = self._added(new, properties_of(before))
            parent_of(before).addnext(mark)
        else:
            self._insert_between(before, after, new)

    def _insert_between(self, before: etree._Element | None, after: etree._Element | None, new: str) -> None:
        follows = before is not None and not self._refusal(before)
        leads = after is not None and not self._refusal(after)
        if before is not None and after is not None and follows and leads:
            inside = parent_of(before).getparent() is not self.paragraph
            same = parent_of(before).getparent() is parent_of(after).getparent()
            follows = not (inside and not same) and not self._begins_sentence(before, after)
        if follows and before is not None and (after is not None or self._is_plain(before)):
            cut_after(before)
            parent_of(before).addnext(self._added(new, properties_of(before)))
        elif leads and after is not None:
            cut_before(after)
            parent_of(after).addprevious(self._added(new, properties_of(after)))
        else:
            self._insert_outside(before, after, new)

    def _is_plain(self, element: etree._Element) -> bool:
        return parent_of(element).getparent() is self.paragraph

    @staticmethod
    def _begins_sentence(before: etree._Element, after: etree._Element) -> bool:
        """Whether a sentence is put between two looks: it is set as what follows, not as the run-in heading before."""
        ended = (before.text or "")[-1:]
        return ended != "" and ended in _SENTENCE_END and not same_look(before, after)

    def _insert_outside(self, before: etree._Element | None, after: etree._Element | None, new: str) -> None:
        """Insert between texts that cannot be changed themselves: after the end of a field, after a link."""
        look = without_link(self._plain_look(before if before is not None else after))
        first = self._child_with(before) if before is not None else None
        last = self._child_with(after) if after is not None else None
        if first is not None and first is last:
            raise UnplacedError("field")
        in_field = before is not None and before in self._in_fields and first is not None and first.tag == _R
        if in_field and first is not None:
            for sibling in first.itersiblings():
                if sibling is last:
                    break
                if any(m.get(w("fldCharType")) == "end" for m in sibling.iter(w("fldChar"))):
                    first, in_field = sibling, False
        if in_field:
            raise UnplacedError("field")
        added = self._added(new, look)
        if first is not None:
            first.addnext(added)
        elif last is not None:
            begin = self._field_begin(last) if after in self._in_fields else last
            begin.addprevious(added)
        else:
            self._append(added)

    @staticmethod
    def _field_begin(child: etree._Element) -> etree._Element:
        """Where the field begins that a child of the paragraph belongs to."""
        for sibling in child.itersiblings(preceding=True):
            if any(m.get(w("fldCharType")) == "begin" for m in sibling.iter(w("fldChar"))):
                return sibling
        return child

    def _child_with(self, element: etree._Element) -> etree._Element:
        """The child of the paragraph that an element is in."""
        while element.getparent() is not self.paragraph:
            element = parent_of(element)
        return element

    def _plain_look(self, near: etree._Element | None) -> etree._Element | None:
        plain = [e for _, e in self._pieces if e.getparent() is not None and self._is_plain(e)]
        own = [e for e in plain if not self._refusal(e)]
        return dominant_of(own) if own else (properties_of(near) if near is not None else None)

    def _append(self, added: etree._Element) -> None:
        self.paragraph.append(added)

    def _added(self, text: str, look: etree._Element | None) -> etree._Element:
        """New text: a run, within a mark of insertion where changes are tracked."""
        made = run(text, look)
        if not self._revisions.on:
            return made
        mark = self._revisions.mark("ins")
        mark.append(made)
        return mark

    def cut(self, position: int) -> None:
        """See to it that a run ends at a position of the text."""
        start = 0
        for n, (text, element) in enumerate(self._pieces):
            if start < position < start + len(text):
                second = split_text(element, text, position - start)
                self._pieces[n : n + 1] = [
                    (text[: position - start], element),
                    (text[position - start :], second),
                ]
                break
            start += len(text)
        before, after = self._beside(position)
        if before is not None and after is not None and before.getparent() is after.getparent():
            cut_before(after)
