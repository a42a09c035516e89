"""Reports about invented places, composed from a seed: whole ones, other versions of one, next year's of
one unit.
"""

from __future__ import annotations

import random

PLACES = (
    "清河镇",
    "云岭乡",
    "栖霞街道",
    "望川镇",
    "石桥铺镇",
    "青禾乡",
    "柳河口镇",
    "双泉街道",
    "枫林镇",
    "鹿鸣乡",
)
_WHO = (
    "镇党委",
    "班子成员",
    "驻村干部",
    "综治办",
    "经济发展办",
    "村两委",
    "包片领导",
    "纪检干事",
    "农业服务站",
    "社区网格员",
)
_WHAT = (
    "理论学习",
    "入户走访",
    "项目督办",
    "信访接待",
    "河道巡查",
    "村务公开",
    "防汛值守",
    "危房排查",
    "秸秆禁烧",
    "人居环境整治",
    "养老服务",
    "土地流转",
    "灌渠清淤",
    "便民热线办理",
    "安全生产检查",
    "党员教育",
    "产业招商",
    "粮食收储",
    "矛盾调解",
    "路灯维修",
)
_WHEN = (
    "三月初",
    "汛期前",
    "去年秋收后",
    "上半年",
    "入冬以来",
    "第二季度",
    "换届之后",
    "开学前一周",
    "每月第一个周一",
    "国庆长假期间",
)
_PROBLEM = (
    "满足于开会传达，没有逐条对照岗位职责想办法",
    "台账记了二十多页，现场却只去过两回",
    "对群众反映的难处答复多、办结少",
    "遇到跨部门的事习惯等上级明确，主动协调不够",
    "只看汇报材料，没有坐到农户炕头上听实话",
    "前紧后松，验收一过就不再回头看",
    "方案照搬往年的格式，没有结合本地的实际情况",
    "骨干力量抽调频繁，接手的同志情况不熟",
    "对年轻干部压担子不够，传帮带流于形式",
)
_CAUSE = (
    "根子在于政绩观有偏差，把留痕当成了落实",
    "主要是学用脱节，没有把要求变成手里的活",
    "说到底是群众观念淡了，脚上的泥少了",
    "症结在于责任没有压到人头，干好干坏一个样",
    "深层原因是斗争精神不足，怕得罪人、怕担风险",
)
_MEASURE = (
    "由分管领导每周到现场一次，当场定人定时限",
    "建立红黄绿三色清单，逾期三天的在例会上说明",
    "请五名群众代表参加验收，不满意的重新来过",
    "把办结率写进年度考核，占比不低于一成五",
    "每月拿出两个下午集中会办，办不了的当面讲清原因",
    "年底前完成整改，次年一季度回头看",
)


def sentence(dice: random.Random, place: str, kind: str) -> str:
    """One sentence of a problem, a cause or a measure."""
    ends = {"problem": _PROBLEM, "cause": _CAUSE, "measure": _MEASURE}[kind]
    number = dice.randint(3, 97)
    start = dice.choice(
        (
            f"{dice.choice(_WHEN)}，{place}{dice.choice(_WHO)}在{dice.choice(_WHAT)}中，",
            f"{dice.choice(_WHAT)}方面，{place}涉及{number}户，",
            f"围绕{dice.choice(_WHAT)}和{dice.choice(_WHAT)}，{dice.choice(_WHO)}梳理出{number}个问题，",
        )
    )
    return f"{start}{dice.choice(ends)}。"


def report(
    seed: int, *, place: str | None = None, year: int = 2023, sections: int = 3, share: int | None = None
) -> str:
    """A whole report. share: seed of another report whose first half of sentences it repeats."""
    dice = random.Random(seed)
    place = place or PLACES[seed % len(PLACES)]
    other = random.Random(share) if share is not None else None
    if other is not None:
        place = PLACES[share % len(PLACES)] if share is not None else place
    lines = [
        f"{place}领导班子{year}年度民主生活会对照检查材料",
        "",
        f"按照县委统一部署，{place}认真开展了对照检查，现将有关情况报告如下。",
    ]
    for label, heading, kind in (
        ("一", "存在的问题", "problem"),
        ("二", "原因分析", "cause"),
        ("三", "整改措施", "measure"),
    ):
        lines.append(f"{label}、{heading}")
        for number in range(sections):
            lines.append(f"（{'一二三四五六七八九'[number]}）{_WHAT[(seed + 7 * number) % len(_WHAT)]}方面")
            for item in ("一是", "二是", "三是"):
                source = other if other is not None and (number + ord(item[0])) % 2 else dice
                lines.append(item + "".join(sentence(source, place, kind) for _ in range(2)))
    return "\n".join(lines)


def revised(text: str, seed: int, *, every: int = 3) -> str:
    """Another version of a text: one sentence in `every` has a few characters changed, one in ten is gone."""
    dice = random.Random(seed)
    out = []
    for part in text.split("。"):
        roll = dice.randrange(every * 10)
        if len(part) > 25 and roll == 0:
            continue
        if len(part) > 25 and roll < 10:
            at = dice.randrange(6, len(part) - 4)
            part = part[:at] + dice.choice(("进一步", "切实", "着力", "扎实")) + part[at + 2 :]
        out.append(part)
    return "。".join(out)
