"""Which reports of the library are versions of one: kept up to date as reports come, change and go.
Imports the records and similarity.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Mapping
from functools import partial

from assistant.library.catalog import NewReport
from assistant.library.records import Records
from assistant.library.similarity import Signature, Version, are_versions, families, unpack


class Families:
    """Families of the listed reports. The signatures of all reports stay in memory: a quarter of the
    texts' length each.
    """

    def __init__(self, records: Records) -> None:
        self._records = records
        self._signatures: dict[str, Signature] = {}

    def with_new(self, new: NewReport) -> dict[str, str]:
        """The families that change, and the new report's own, if it comes last."""
        known = self._versions()
        arrived = Version(new.id, new.year, unpack(new.signature), lambda: new.document.text)
        before = {id_: family for id_, family in self._records.families().items() if id_ != new.id}
        pairs = [
            (new.id, other.id)
            for other in known.values()
            if other.id != new.id and are_versions(arrived, other)
        ]
        after = families([*before, new.id], [*_together(before), *pairs])
        return _changes({**before, new.id: ""}, after)

    def without(self, gone: Collection[str]) -> dict[str, str]:
        """The families that change when reports go."""
        everyone = self._records.families(leaving=True)
        touched = {everyone[id_] for id_ in gone if id_ in everyone}
        stay = {id_: family for id_, family in self._records.families().items() if id_ not in gone}
        return self._regrouped(stay, [id_ for id_, family in stay.items() if family in touched], ())

    def changed(self, ids: Collection[str]) -> dict[str, str]:
        """The families that change when texts or years of reports have changed (they have been recorded)."""
        for id_ in ids:
            self._signatures.pop(id_, None)
        before = self._records.families()
        touched = {before[id_] for id_ in ids if id_ in before}
        members = [id_ for id_, family in before.items() if family in touched]
        return self._regrouped(before, members, [id_ for id_ in ids if id_ in before])

    def _regrouped(
        self, before: Mapping[str, str], members: Collection[str], anew: Iterable[str]
    ) -> dict[str, str]:
        """Compare `members` among each other and `anew` with all; the other families stay together."""
        known = self._versions()
        inside = set(members)
        compared = list(itertools.combinations(members, 2))
        compared += [(one, other) for one in anew for other in before if other not in inside]
        pairs = [(one, other) for one, other in compared if are_versions(known[one], known[other])]
        others = {id_: family for id_, family in before.items() if id_ not in inside}
        return _changes(before, families(before, [*_together(others), *pairs]))

    def _versions(self) -> dict[str, Version]:
        found: dict[str, Version] = {}
        signed = self._records.signed(without=self._signatures.keys())
        for one in signed:
            if one.signature is not None:
                self._signatures[one.id] = unpack(one.signature)
            found[one.id] = Version(
                one.id, one.year, self._signatures[one.id], partial(self._records.text, one.id)
            )
        for id_ in self._signatures.keys() - found.keys():
            del self._signatures[id_]
        return found


def _together(before: Mapping[str, str]) -> list[tuple[str, str]]:
    """Pairs that keep each family together, even where the one it is named by is on its way out."""
    first: dict[str, str] = {}
    return [(id_, first.setdefault(family, id_)) for id_, family in before.items()]


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    return {id_: family for id_, family in after.items() if before.get(id_) != family}
