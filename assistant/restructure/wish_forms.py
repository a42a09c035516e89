"""The forms that wishes about the structure of a report have, as patterns, and a message cut into clauses. Pure.

What the parts are called in them is read by `naming`, places by `destinations`. Patterns are tried in this order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from assistant.structure.numbering import read_label

Form = Literal[
    "renumber", "to_headings", "to_items", "distribute", "match", "level", "apart", "split", "rename", "add", "merge",
    "merge_into", "reverse", "swap", "order", "sequence", "shift", "move",
]  # fmt: skip

# Words mistyped, of the same length, so that offsets stay those of the user's own words.
_TYPOS = {
    "部份": "部分", "对掉": "对调", "兑调": "对调", "互调": "互换", "和并": "合并", "合拼": "合并", "合幷": "合并", "移倒": "移到", "移道": "移到",
    "已到": "移到", "挪倒": "挪到", "挪道": "挪到", "放倒": "放到", "调倒": "调到", "并倒": "并到", "并道": "并到", "小标提": "小标题", "小标體": "小标题",
    "遍号": "编号", "编码": "编号", "标号": "编号", "拆程": "拆成", "拆城": "拆成", "改承": "改成", "改城": "改成", "改程": "改成", "从新": "重新", "重心编": "重新编",
    "最前变": "最前边", "最后便": "最后边", "前便": "前边", "原因份": "原因分", "措失": "措施", "错施": "措施", "挫施": "措施", "一一对映": "一一对应", "对映": "对应",
    "隆一级": "降一级", "降以级": "降一级", "生一级": "升一级", "改明": "改名", "位子": "位置", "次续": "次序", "顺续": "顺序", "加以": "加一",
}  # fmt: skip
_SAME = str.maketrans("()〔〕［］０１２３４５６７８９：；！，?", "（）（）（）0123456789：；！，？")

_QUOTED = re.compile(r"“[^”\n]*”|‘[^’\n]*’|《[^》\n]*》|「[^」\n]*」|\"[^\"\n]*\"|【[^】\n]*】")
_STOPS = re.compile(r"[，,；;。！!？?\n]+|(?<=[^\s，,、])\s+(?=(?:把|将|再|然后|最后|另外|同时))")
_JOINTS = re.compile(
    r"(?:然后|接着|同时|并且|另外|顺便|此外|完了|之后再|以后再)(?=把|将|再|让|给|重|最后|也|第|（|[一二三四五六七八九十]、)"
)
_IDLE = re.compile(
    r"^(?:你好|您好|在吗|好的?|嗯|谢谢(?:你|您)?|多谢|辛苦(?:了|啦)?|麻烦(?:你|您)?(?:了|啦)?|请?帮(?:我|忙)(?:改|弄|调|看)?(?:一?下)?|可以吗|行吗|行不行|好吗|对了|那个|其实"
    r"|(?:其[他它余]|别的|剩下|内容|文字|正文|原文|句子|里面|具体内容)?的?(?:部分|地方|内容|文字|话)?(?:都|也|就|先|一个字|一字)*(?:不变|不动|别动|不要?(?:动|改|变)|别(?:改|变)|照旧|保持(?:原样|不变)|留着|照原样|不用(?:动|改))"
    r"|一个字(?:都|也)?(?:不|别)(?:要)?(?:动|改)|(?:内容|东西|一句|一个字)?(?:都)?(?:不要|别|不能)(?:丢|漏|少)(?:了|掉)?(?:内容|东西|句子|一句|字)?"
    r"|(?:序号|编号)(?:都|有点|全|也)*(?:乱|错|不对|断|重复|不连|对不上)(?:了|着|套)*"
    r"|(?:序号|编号)(?:也|都|就)?(?:跟着|自动|相应)(?:改|变|调|走|调整).{0,2}|调整(?:一下)?(?:结构|顺序|框架)|结构(?:上)?(?:要)?(?:调整|改|动)一下)$"
)
_OPENERS = re.compile(
    r"^(?:请|麻烦|帮忙?|给|你|您|我|咱们?|能不能|能否|可不可以|可以|是不是|想要?|需要?|希望|要|建议|应该|应当|最好|直接|再|然后|接着|还有|另外|顺便|此外|就|那么?|先(?=把|将)|最后(?=把|将|请|再)|重新(?=把|将)|现在|首先(?=把|将))+(?=.{3})"
)
_CLOSERS = re.compile(
    r"(?:[吧呗哈啊哦呀嘛呢啦哟~…。！!？?\s]|谢谢(?:你|您)?|多谢|可以吗|行吗|行不行|好吗|好不好|可以不|可不可以|成不)+$"
)

_N = "[一二三四五六七八九十两\\d]{1,3}"
_ALL = "(?:整个|整体|整段|都|全都?|全部|统统|统一|一起|一并|单独|直接|再|也|先|给我|帮我|各自|应该|应当|应|需要|要|得)*"
_ITEMS = r"[“\"]?(?:一是(?:[、，]?[二三四五]是)*(?:这些|这几条|那些|那几条|这种|等等?|什么的|……|…)?|首先[、，]?其次(?:[、，]?(?:再次|最后))*|第一[、，]第二(?:[、，]第三)*|分条|(?:这|那)?(?:几|各)条|每一?条|条目)[”\"]?"
_HEADINGS = r"[“\"]?(?:小标题|分标题|各级标题|标题|（一）[、，]?（二）(?:[、，]?（[三四五六]）)*(?:这种|这样|那样|式)?的?(?:小?标题)?|1[.、．]?2[.、．]?(?:3[.、．]?)?)[”\"]?"
_TURN = r"(?:改|变|换|转|调|换|写|弄|整|做|合|拆|提|升)(?:成|为|作|回|到)"
_MOVED = r"(?:移动|挪动|搬动|调整|移|挪|搬|调|换|放|摆|拿|提|排|写|插|拎|转|归|往|划|塞|搁|拉|提前|前移|后移)"
_ROLE = "(?:存在的?)?(?:主要)?问题|不足|原因(?:分析|剖析)?|根源|(?:整改|改进)?措施|打算|努力方向|成效|成绩"

JOIN = "\n"  # between clauses that are read together; no `.` of a pattern goes beyond it
ROLE = re.compile(_ROLE)
_FORMAL = re.compile(f"{_ITEMS}|{_HEADINGS}")  # what may be quoted and is no name
FORMS: tuple[tuple[Form, re.Pattern[str]], ...] = tuple(
    (form, re.compile(pattern.replace("，", JOIN)))  # type: ignore[misc]
    for form, pattern in (
        ("renumber", r"(?:把|将)?(?P<in>.*?)的?(?:各级|所有|全部|各部分)?的?(?:大小)?(?:编号|序号|号码?|编序)(?:都|全|给我)*(?:重新|重|理|捋|排|整理|顺|统一|更新|调整|改对|接上|连起来).{0,8}"),
        ("renumber", r"(?:把|将)?(?P<in>.*?)(?:都|全部)?(?:重新|重)(?:编|排|标|理)(?:一?[下遍]|好)*(?:编号|序号|号|一遍|序)?(?:一[下遍])?"),
        ("renumber", r"(?:把|将)?(?P<in>.*?)的?(?:重新)?(?:理|捋|整理|调整|排|更新|统一|顺)(?:顺|好)?(?:一?[下遍])?(?:各级|所有|全部)?(?:编号|序号)"),
        ("to_headings", rf"(?:把|将)?(?P<in>.*?)的?(?:里面?的?|中的?|下面的?|底下的?)?{_ITEMS}{_ALL}{_TURN}.{{0,6}}{_HEADINGS}.{{0,6}}"),
        ("to_items", rf"(?:把|将)?(?P<in>.*?)的?(?:里面?的?|中的?|下面的?|底下的?)?{_HEADINGS}{_ALL}(?:去掉|不要)?[，]?{_TURN}.{{0,4}}{_ITEMS}.{{0,8}}"),
        ("to_items", rf"(?P<in>.*?)(?:里面?|中)?的?(?:不要|去掉|取消)(?:小标题|分标题|标题)(?:了)?，?(?:都|全)?{_TURN}.{{0,4}}{_ITEMS}.{{0,8}}"),
        ("to_items", rf"(?:把|将)?(?P<in>.+?){_ALL}{_TURN}.{{0,3}}{_ITEMS}.{{0,8}}"),
        ("distribute", rf"(?:把|将)?(?P<what>(?:{_ROLE})(?:[、和跟与](?:{_ROLE}))*)(?:部分|那?几条|各条|的内容)?{_ALL}(?:分别|各自|逐条|逐一|分散|拆开，?|拆分，?|对应)*(?:合?并|放|写|挪|移|归|插|跟|附|加|接|调|排|安|分)(?:到|在|进|入|至)?(?:相?对应的?|相应的?|各自的?|各个?|每一?[个条项]?|自己的?|所属的?|一个个)+(?P<target>{_ROLE})(?:的|那)*(?:后面|之后|后边|后头|后|下面|底下|里面?|中|末尾|部分|去|里头)*(?:去|来)?"),
        ("distribute", rf"(?:把|将)?(?P<what>(?:{_ROLE})(?:[、和跟与](?:{_ROLE}))*)(?:部分)?{_ALL}(?:分别|各自|逐条|逐一|分散|拆开|拆分)+(?:合?并|放|写|挪|移|归|插|跟|附|加|接|到|分)+(?:到|在|进|入|至)?(?P<target>{_ROLE})(?:的|那)*(?:后面|之后|后边|后头|后|下面|底下|里面?|中|末尾|部分|去|里头)*(?:去|来)?"),
        ("distribute", rf"(?:把|将)?(?P<what>(?:{_ROLE})(?:[、和跟与](?:{_ROLE}))*)(?:部分)?{_ALL}(?:融|揉|穿插|分散|插|嵌|散)(?:到|在|进|入)+(?P<target>{_ROLE})(?:的|那)*(?:后面|之后|后|下面|底下|里面?|中|当中|部分|去|里头)*(?:去|来)?"),
        ("distribute", r"(?:按|照|按照)?(?:改成|写成|做到)?(?:一个|每个|一条|每条)(?P<target>问题)[，、]?(?:下面|后面)?(?:配|对应?|加|跟|带|接)?(?:上|着)?(?:一个|一条|它的|各自的)?(?P<what>原因(?:[，、和加配对应跟]*(?:一个|一条)?措施)?|措施)(?:的)?(?:结构|方式|写法|顺序|这样|来|写|排|调整?)*"),
        ("match", rf"(?:让|使|把|将)?(?P<roles>(?:{_ROLE})(?:[、，和跟与同](?:{_ROLE}))+)(?:部分|的顺序|的先后)?(?:要|都|能|应该|得|也|之间|的内容|三者|两者|给我)*(?:按(?:照)?顺序)?(?:一一|逐条|逐一|逐个|条条|一条条|分别|互相|相互)*(?:地)?(?:对应|对上|对齐|对得上|配对|挂钩|呼应|匹配|对好|对起来)(?:上|起来|好|一下|一致)*"),
        ("match", rf"(?:让|使|把|将)?(?P<roles>(?:{_ROLE}))(?:部分|的顺序)?(?:要|都|得)?(?:按|照|按照)(?P<by>{_ROLE})(?:部分)?的?(?:顺序|次序|先后)(?:来|重新|去)*(?:排列?|调整?|摆|写|对应)?(?:一下)?"),
        ("match", rf"(?P<roles>(?:{_ROLE}))(?:部分)?的?(?:顺序|次序|先后)(?:要|得|应该)?(?:跟|和|与|同)(?P<by>{_ROLE})(?:部分)?的?(?:顺序|次序)?(?:要|得)?(?:保持)?(?:一致|一样|对应|相同|对上)"),
        ("level", rf"(?:把|将)?(?P<what>.+?)的?(?:层级|级别|层次)?{_ALL}(?:往?下)?(?P<down>降低?|下降|下调|低)(?:了)?(?P<n>{_N})?(?:个)?(?:级|层|档)(?:标题)?"),
        ("level", rf"(?:把|将)?(?P<what>.+?)的?(?:层级|级别|层次)?{_ALL}(?:往?上)?(?:升高?|上升|提升|提高|上调|提|高|拔高)(?:了)?(?P<n>{_N})?(?:个)?(?:级|层|档)(?:标题)?"),
        ("level", rf"(?:把|将)?(?P<what>.+?){_ALL}(?:改|变|换|调|降|升|提|作|做|设|定)(?:成|为|作|到)(?P<level>[一二两三四五1-5])级(?:标题|目录|层级|部分)?"),
        ("apart", rf"(?:把|将)?(?P<what>.+?)(?:单独|独立|另|单)(?:出来)?(?:列出来|列|成|作|拿出来|拎出来|提出来|设|算|写)*(?:成|为|作)*(?:一个?|第(?P<n>{_N})个?)(?:大)?(?:部分|块|章)"),
        ("split", r"(?:把|将)?(?P<what>.+?)(?:从|在|以)(?P<at>.+?)(?:为界)?(?:那里|那儿|那处|处|起|开始|往后|以后|之后|以下|前面|之前|前)*[，]?(?:往后)?(?:拆|分|断|切|划)(?:开|成|为)*(?:(?:两|2|二)?个?(?:大|小)?(?:部分|条|段|块|节|半|点))?(?:[，、](?:后面?|后半|第二|下半?|另)(?:的|那)?一?(?:个)?(?:部分|半|块|节|条)?(?:的?标题)?(?:叫做?|为|是|用|命名为|取名)(?P<heading>.+))?"),
        ("split", r"(?:把|将)?(?:从|在)(?P<at>.+?)(?:那里|那儿|处|起|开始|往后|以后|之后|前面|之前|前)*[，]?(?:把|将)(?P<what>.+?)(?:拆|分|断|切|划)(?:开|成|为)*(?:(?:两|2|二)?个?(?:大|小)?(?:部分|条|段|块|节|半|点))?(?P<heading>(?!))?"),
        ("split", r"(?:把|将)?(?P<what>.+?)(?:拆|分|切|划)(?:开|成|为)*(?:两|2|二)个?(?:部分|条|段|块|节|半|点)[，、：](?:从|在|以)(?P<at>.+?)(?:为界|那里|那儿|处|起|开始|往后|以后|之后|拆|断|分|开)*(?:[，、](?:后面?|后半|第二|下半?|另)(?:的|那)?一?(?:个)?(?:部分|半|块|节|条)?(?:的?标题)?(?:叫做?|为|是|用|命名为|取名)(?P<heading>.+))?"),
        ("split", r"(?:把|将)?(?P<what>.+?)(?:拆|分|切|划)(?:开|成|为)*(?:两|2|二)个?(?:部分|条|段|块|节|半|点)[，、：](?P<first>.+?)(?:是|为|作为?|归|放|算)*一(?:个)?(?:部分|块|节|半)?[，、；]?(?P<second>（.+?|第.+?|[一二三四五六七八九十]是.*?|后.+?)(?:是|为|作为?|归|放|算)*(?:另|再)?一(?:个)?(?:部分|块|节|半)?(?P<heading>(?!))?"),
        ("rename", r"(?:把|将)?(?P<what>.+?)的?(?:小?标题|题目|名字|名称|名)(?:重新)?(?:改名?|换|变|起|取|写|定|就?叫|要叫|应该叫|用|改用)(?:做|成|为|作|叫)*[：:]?(?P<heading>.+)"),
        ("rename", r"(?:把|将)?(?P<what>.+?)(?:的?(?:小?标题|题目|名字|名称))?(?:改名|更名|重?新?命名|改个名|换个名|起名|取名|改叫|改称|改了?名字?|换个?名字?)(?:叫做?|成|为|作)?[：:，]?(?P<heading>.+)"),
        ("rename", r"(?:把|将)?(?P<what>.+?)(?:改|换)(?:成|为|作)[“\"「](?P<heading>[^”\"」]+)[”\"」](?:这个)?(?:小?标题|名字)?"),
        ("add", r"(?:在|到)?(?P<where>.*?)(?:再|另外|单独|还要|要|给我)*(?:加|增加|添加?|补充?|新增|增设|插入?|设|列)(?:上|入|写)?(?:一|1)(?:个|大|小)*(?:部分|块|节|章|小标题|标题|板块|大块)(?:[：:，、]|的?(?:标题|题目|名字)(?:就|是|叫|为|用)*|叫做?|写|讲|说|是|为)*(?P<heading>.+)"),
        ("add", r"(?:在|到)?(?P<where>.*?)(?:再|另外|单独|还要|要|给我)*(?:加|增加|添加?|补充?|新增|增设|插入?|设|列)(?:上|入|写)?(?:一|1)?个?(?P<heading>[“\"「《].+?[”\"」》]|.+?)(?:这|的)?一?(?:个)?(?:部分|块|节|章|板块|小标题)"),
        ("rename", r"(?:把|将)?(?P<what>.+?)(?:改|换)(?:成|为|作)(?P<heading>[^，。、“”]{0,16}(?:问题|不足|措施|原因|打算|分析|剖析|情况|方面|方向|计划|安排))"),
        ("merge", rf"(?:把|将)?(?P<what>.+?){_ALL}(?:合并|并|合)(?:成|为)(?:一个)?[“\"「](?P<heading>[^”\"」]+)[”\"」](?:这?一?个?部分|一节)?"),
        ("merge", rf"(?:把|将)?(?P<what>.+?){_ALL}(?:合并|并(?:成|为|作|到)一|合成|合为|合到一|归并|捏(?:到|成)一|合二为一|揉成一|合在一|整合|并到一|放到?一)(?:起|处|块儿?|成|为|到|在|一)*(?:个|一)?(?:大|小)?(?:部分|条|点|块|段|节|个)?(?:[，、](?:小?标题|名字|题目|新标题)?(?:改?成|改?为|改?叫做?|就?叫做?|用|定为|写成)(?P<heading>.+))?"),
        ("merge_into", rf"(?:把|将)?(?P<what>.+?){_ALL}(?:合?并|归并?|融|揉|合|整合|纳|塞|归)(?:到|进|入|在|至)+(?P<into>.+?)(?:里面?|里头|中|之中|当中|内|去|里去|那里|一起)*"),
        ("reverse", r"(?:把|将)?(?P<what>.+?)(?:里面?|下面|中|的)*(?:几条|几个|各条|各部分|小标题|小点|分条)?的?(?:先后)?(?:顺序|次序)?(?:颠倒|倒过来|反过来|倒着|倒序)(?:一?下|排|写|来)*"),
        ("swap", r"(?:把|将|让)?(?P<what>.+?)(?:之间)?的?(?:前后|先后)?(?:位置|顺序|次序)?(?:互相|相互|前后|彼此)*(?:对调|互换|调换|对换|换换|交换|颠倒|换个位|调个位|调个个儿?|换个个儿?|掉个个儿?|调个儿|换位)(?:一?下|过来)*(?:位置|顺序|次序|一下)*"),
        ("swap", r"(?:把|将|让)?(?P<what>.+?)的?(?:前后|先后)?(?:位置|顺序|次序)(?:互相|要|得)*(?:调|换|倒|反|改)(?:一?下|过来|整|个|动|换)*"),
        ("swap", r"(?:把|将|让)?(?P<what>.+?)(?:互相)?(?:调|换|倒|掉)(?:一?下|过来|整|个|换)*(?:位置|顺序|次序|位)"),
        ("order", r"(?:把|将)?(?P<in>.*?)(?:里面?|下面|中|的)*(?:各部分|几条|几个|小标题|分条)?的?(?:顺序|次序|先后)(?:重新)?(?:按照?|照着?|依照?|改成|改为|调成|调整[成为]|变成|排成|换成|应该是|是)[：:]?(?P<list>.+?)(?:的)?(?:顺序|次序)?(?:来)?(?:排列?|写|放|摆)?"),
        ("order", r"(?:把|将)?(?P<in>.*?)(?:里面?|下面|中)?(?:按照?|照着?|依照?)(?P<list>.+?)(?:这样|这个)?的?(?:顺序|次序|先后)(?:来)?(?:重新)?(?:排列?|写|放|摆|调整?|组织)?(?:一?下)?"),
        ("sequence", r"先(?:写|讲|说|放|摆)?(?P<a>.+?)[，、]?(?:再|后|然后|接着)(?:写|讲|说|放|摆)?(?P<b>.+?)(?:[，、]?(?:最后|再|然后)(?:写|讲|说|放|摆)?(?P<c>.+?))?"),
        ("shift", rf"(?:把|将)?(?P<what>.+?){_ALL}(?:往|向)(?P<way>前|后|上|下)面?(?:移动?|挪动?|调整?|提|放|靠|搬)(?:一?[移挪调])?(?P<n>{_N})?(?:个|位|格|条|段|步|下|名|部分|点)*"),
        ("shift", rf"(?:把|将)?(?P<what>.+?){_ALL}(?:移|挪|调|提|搬)(?P<way>前|后|上|下)(?P<n>{_N})(?:个|位|格|条|段|步|名|部分|点)*(?:位置)?"),
        ("move", rf"(?:把|将|让)?(?P<what>.+?){_ALL}{_MOVED}(?:到|至|在|去|进|入|回)+(?P<where>.+)"),
        ("move", rf"(?:把|将|让)?(?P<what>.+?){_ALL}(?:移|挪|调|放|摆|提|排|搬|搁)(?P<where>(?:最|开头|末尾|第|（|前面|后面|前头|后头).*)"),
        ("move", r"(?:把|将|让)?(?P<what>.+?)(?:应该|要|得|应)?(?:在|排|放)(?P<where>(?!.*(?:移|挪|调到|放到)).+?(?:前面|后面|之前|之后|前边|后边|最前面?|最后面?))"),
    )
)  # fmt: skip
"""Form → pattern over the words of a clause; what, where, in, list, into, at, heading are read further."""


def clauses(wish: str) -> list[str]:
    """The clauses of a wish, those aside that ask for nothing; what stands in quotation marks is not cut."""
    shielded = _QUOTED.sub(lambda match: _shield(match[0]), wish)
    stops = [(match.start(), match.end()) for match in _STOPS.finditer(shielded)]
    cuts = sorted(
        {
            0,
            len(wish),
            *(at for stop in stops for at in stop),
            *(m.start() for m in _JOINTS.finditer(shielded)),
        }
    )
    between = {start for start, _ in stops}
    found = [_opened(wish[start:end].strip()) for start, end in pairwise(cuts) if start not in between]
    return [text for text in found if text and not _IDLE.match(_mended(bare(text)))]


def _opened(text: str) -> str:
    """A clause without what only announces it: “调整一下结构：…”."""
    head, colon, rest = text.replace(":", "：").partition("：")
    return text[len(head) + 1 :].strip() if colon and rest and _IDLE.match(_mended(bare(head))) else text


def bare(text: str) -> str:
    """What is said without the words of politeness around it."""
    match = _OPENERS.match(text)
    text = text[match.end() :] if match else text
    return _CLOSERS.sub("", text).strip() or text


@dataclass(frozen=True, slots=True)
class Heard:
    """A clause in one of the forms. said: in the user's own words; words: the same, mended; both of one length."""

    form: Form
    said: str
    words: str
    match: re.Match[str]

    def __getitem__(self, name: str) -> str:
        """What stands for a name of the pattern, empty where nothing does."""
        if name not in self.match.re.groupindex or self.match.start(name) < 0:
            return ""
        return self.words[self.match.start(name) : self.match.end(name)]

    def own(self, name: str) -> str:
        """The same in the user's own words: typing errors are not mended in a heading."""
        return self.said[self.match.start(name) : self.match.end(name)] if self[name] else ""


def heard(said: str) -> Iterator[Heard]:
    """The forms that a clause may have, in their order. What is quoted is a name, and never read for what is wanted."""
    words = _mended(said)
    shielded = _QUOTED.sub(
        lambda match: match[0] if _FORMAL.fullmatch(match[0][1:-1]) else _shield(match[0]), words
    )
    for form, pattern in FORMS:
        match = pattern.fullmatch(shielded)
        if match is not None:
            yield Heard(form, said, words, match)


def _shield(quoted: str) -> str:
    return quoted[0] + "〇" * (len(quoted) - 2) + quoted[-1]


def _mended(text: str) -> str:
    text = text.translate(_SAME)
    for wrong, right in _TYPOS.items():
        text = text.replace(wrong, right)
    return text


def heading_of(words: str) -> str:
    """A heading as it is written: without quotation marks, number, final mark."""
    words = " ".join(words.split()).strip("：:，,。；;、 ")
    if len(words) > 2 and words[0] in "“\"「《‘'" and words[-1] in "”\"」》’'":
        words = words[1:-1]
    label = read_label(words, 0, len(words))
    if label is not None and 0 < label.end < len(words):
        words = words[label.end :]
    return words.strip("：:，,。；;、 ")
