"""What the guard did and found, in one line. Pure; imports the guard's values and the wording."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.guard.findings import KINDS, Compared, Finding
from assistant.wording import Language, wording


def counted(findings: Iterable[Finding], language: Language = "zh") -> str:
    """How many of each kind, as a phrase: 2 处疑似照抄、1 处改后漏了. Empty where there is none."""
    kinds = [one.kind for one in findings]
    return wording("guard.between", language).join(
        wording(
            "guard.some", language, count=kinds.count(kind), kind=wording(f"guard.kinds.{kind}", language)
        )
        for kind in KINDS
        if kind in kinds
    )


def summary(compared: Compared, findings: Iterable[Finding], language: Language = "zh") -> str:
    """With what the text was compared, with what it was not, and what was found."""
    with_what = wording(
        "guard.checked" if compared.reports else "guard.checked_nothing",
        language,
        reports=compared.reports,
        passages=compared.passages,
        sentences=compared.sentences,
    )
    found = counted(findings, language)
    said = (
        wording("guard.found", language, found=found) if found else wording("guard.found_nothing", language)
    )
    return f"{with_what}{said}"
