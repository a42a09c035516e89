"""What an operation does, as people say it: “把‘（三）工作作风方面’移到‘一、存在的问题’之后”. Pure; imports values, the wording."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.drafting.plan_values import OperationView
from assistant.wording import Language, wording

_NAMED = 3
_ORDERED = 12  # of an order, every name counts
_FILLED = "restructure.reason.container"  # what belongs there is moved there
_INNER = str.maketrans("“”", "‘’")


def operation_text(one: OperationView, language: Language) -> str:
    """An operation in one sentence without a full stop."""
    operation, to = one.operation, one.operation.to
    names = [name.translate(_INNER) for name in one.names]
    values: dict[str, Any] = {
        "what": _listed(names, language, _ORDERED if operation.kind == "reorder" else _NAMED),
        "first": names[0] if names else "",
        "rest": _listed(names[1:], language),
        "heading": to.heading.translate(_INNER),
        "level": to.level,
        "place": one.place.translate(_INNER),
    }
    match operation.kind:
        case "move":
            return _said(f"move.{_where(one)}", values, language)
        case "add":
            said = _said(f"add.{_where(one)}", values, language)
            filled = operation.reason.key == _FILLED
            return said if filled else wording("operations.written_later", language, text=said)
        case "split":
            return _said("split.named" if to.heading else "split.plain", values, language)
        case "renumber":
            return _said("renumber.some" if names else "renumber.all", values, language)
        case kind:
            return _said(kind, values, language)


def _where(one: OperationView) -> str:
    """The place as a key: in the whole text where none is named."""
    return one.operation.to.where if one.place else f"text_{one.operation.to.where}"


def _listed(names: Sequence[str], language: Language, most: int = _NAMED) -> str:
    """The first few names, and how many more; one more is named too."""
    most = len(names) if len(names) <= most + 1 else most
    joint = wording("operations.joint", language)
    shown = joint.join(wording("operations.name", language, name=name) for name in names[:most])
    left = len(names) - most
    return wording("operations.and_more", language, names=shown, n=left) if left > 0 else shown


def _said(key: str, values: Mapping[str, Any], language: Language) -> str:
    return wording(f"operations.{key}", language, **values)
