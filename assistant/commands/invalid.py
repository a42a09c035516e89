"""What pydantic finds wrong with a value, in the user's language. Imports pydantic's error and the wording."""

from __future__ import annotations

from pydantic import ValidationError

from assistant.wording import Reason

_KEYS = {
    "string_type": "not_text",
    "int_parsing": "not_whole",
    "int_parsing_size": "not_whole",
    "int_type": "not_whole",
    "int_from_float": "not_whole",
    "float_parsing": "not_a_number",
    "float_type": "not_a_number",
    "finite_number": "not_a_number",
    "bool_parsing": "not_yes_or_no",
    "bool_type": "not_yes_or_no",
    "literal_error": "not_one_of",
    "path_type": "not_a_path",
    "greater_than_equal": "too_small",
    "greater_than": "not_above",
    "less_than_equal": "too_big",
    "missing": "missing",
    "extra_forbidden": "not_known",
    "model_type": "not_an_object",
    "dict_type": "not_an_object",
}
_LIMITS = ("ge", "gt", "le")


def invalid(error: ValidationError) -> tuple[str, Reason]:
    """The field that is wrong first, and why."""
    first = error.errors(include_url=False, include_input=False)[0]
    name = ".".join(str(part) for part in first["loc"])
    context = first.get("ctx", {})
    limit = next((context[key] for key in _LIMITS if key in context), "")
    limit = int(limit) if isinstance(limit, float) and limit.is_integer() else limit
    values = {
        "limit": limit,
        "choices": str(context.get("expected", "")).replace("'", "").replace(" or ", ", "),
    }
    return name, Reason(f"reasons.{_KEYS.get(first['type'], 'not_fitting')}", values)
