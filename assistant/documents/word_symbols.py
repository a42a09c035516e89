"""Characters of Word's symbol fonts (Wingdings, Symbol) as Unicode. Pure data; imports nothing.

Only what reports use: bullets, boxes, arrows, marks. Source: the fonts' published encodings.
"""

from __future__ import annotations

_PRIVATE = 0xF000  # symbol fonts stand at U+F020–U+F0FF

_WINGDINGS = {
    0x20: " ", 0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x46: "☞", 0x6C: "●", 0x6D: "❍", 0x6E: "■",
    0x6F: "□", 0x70: "❐", 0x71: "❑", 0x72: "❒", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥",
    0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA4: "◎", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xB2: "✦",
    0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗",
    0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS |= {0x80 + k: c for k, c in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿")}
_WINGDINGS_2 = {
    0x4F: "✗",
    0x50: "✓",
    0x51: "☒",
    0x52: "☑",
    0x53: "☒",
    0x54: "☒",
    0xA3: "□",
    0x97: "●",
    0x99: "○",
}
_SYMBOL = {
    0x2A: "∗", 0x2D: "−", 0xA3: "≤", 0xA5: "∞", 0xAE: "→", 0xAC: "←", 0xAD: "↑", 0xAF: "↓",
    0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈",
    0xBC: "…", 0xD6: "√", 0xE5: "∑", 0x6D: "μ", 0x44: "Δ", 0x57: "Ω", 0x61: "α", 0x62: "β",
    0x67: "γ", 0x70: "π", 0x73: "σ",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
UNKNOWN = "•"


def is_symbol_font(font: str) -> bool:
    """Whether the letters of this font are pictures."""
    return font.lower() in _FONTS or font.lower() in ("wingdings 3", "webdings")


def symbol(font: str, code: int) -> str:
    """The character at `code` (with or without U+F000) of a symbol font; a dot where it is not known."""
    low = code - _PRIVATE if _PRIVATE <= code <= _PRIVATE + 0xFF else code
    table = _FONTS.get(font.lower())
    if table is not None and low in table:
        return table[low]
    if 0xE000 <= code <= 0xF8FF or is_symbol_font(font):
        return UNKNOWN
    return chr(code) if 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else UNKNOWN
