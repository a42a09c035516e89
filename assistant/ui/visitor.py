"""Who asks and in which language: read from a request's cookies and headers. Imports settings and the wording."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.settings import Settings
from assistant.wording import LANGUAGES, Language, language_of

OWNER_COOKIE = "gaigao_owner"
LANGUAGE_COOKIE = "gaigao_language"
_OWNER = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Visitor:
    """owner: whose drafts; empty where neither a cookie nor a trusted header names one."""

    owner: str
    language: Language


def owner_in(cookies: Mapping[str, str]) -> str:
    """The owner's id in the cookies, empty where there is none that we made."""
    value = cookies.get(OWNER_COOKIE, "")
    return value if _OWNER.fullmatch(value) else ""


def language_in(headers: Mapping[str, str], cookies: Mapping[str, str]) -> Language:
    """The language chosen on the page, else the browser's."""
    chosen = next((language for language in LANGUAGES if cookies.get(LANGUAGE_COOKIE) == language), None)
    return chosen or language_of(headers.get("accept-language"))


def visitor(headers: Mapping[str, str], cookies: Mapping[str, str], settings: Settings) -> Visitor:
    """The visitor of a request. A header names the owner only where the settings trust it."""
    name = headers.get(settings.trusted_user_header, "") if settings.trusted_user_header else ""
    owner = f"user:{name}" if name else owner_in(cookies)
    return Visitor(owner, language_in(headers, cookies))
