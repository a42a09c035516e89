"""Random changes such as users and models make: words, sentences, whole lines, joined and divided ones."""

from __future__ import annotations

import random

_WORDS = ("", "改", "新的内容", "甲乙丙。")
_LINES = (
    "新写的一段话。",
    "（三）新加的一条。",
    "二是新加的。",
    "3. 新条目",
    "第二条 新的",
    "\u3000\u3000带空格的新段",
    "",
)


def mutated(text: str, random_: random.Random) -> str:
    """The text after one to five changes."""
    lines = text.split("\n")
    for _ in range(random_.randint(1, 5)):
        at = random_.randrange(len(lines))
        line = lines[at]
        match random_.choice("wwwwindjsab"):
            case "w" if line:
                start = random_.randint(0, len(line))
                end = min(len(line), start + random_.randint(0, 4))
                lines[at] = line[:start] + random_.choice(_WORDS) + line[end:]
            case "i":
                lines.insert(at, random_.choice(_LINES))
            case "n":
                lines.append(random_.choice(_LINES))
            case "d" if len(lines) > 1:
                del lines[at]
            case "j" if at + 1 < len(lines):
                lines[at : at + 2] = [line + lines[at + 1]]
            case "s" if len(line) > 2:
                cut = random_.randint(1, len(line) - 1)
                lines[at : at + 1] = [line[:cut], line[cut:]]
            case "a":
                lines[at] = line + "补充一句。"
            case "b":
                lines[at] = "开头" + line
    return "\n".join(lines)
