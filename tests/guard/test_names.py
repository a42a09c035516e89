"""Which names are told in a clause, and which names are the same."""

from __future__ import annotations

import pytest

from assistant.guard.facts import Given, clauses, facts
from assistant.lexer import lexer


def told(text: str) -> list[tuple[str, str]]:
    return [
        (fact.kind, fact.quote) for fact in facts(text, 2024, lexer()) if fact.kind not in ("number", "date")
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("在石磨村、槐荫村开展走访", [("place", "石磨村"), ("place", "槐荫村")]),
        ("以望潮社区为试点", [("place", "望潮社区")]),
        ("云岭乡马家堡村的困难户", [("place", "云岭乡"), ("place", "马家堡村")]),
        ("联系下青松村较少", [("place", "下青松村")]),
        ("干部经常下石磨村", [("place", "石磨村")]),
        ("对龙眼水库、牛角塘巡查不到位", [("place", "龙眼水库"), ("place", "牛角塘")]),
        ("到浙江安吉考察", [("place", "安吉")]),
        ("澄江县财政局拨付资金", [("organisation", "澄江县财政局"), ("place", "澄江县")]),
        ("清溪镇党委高度重视", [("place", "清溪镇")]),
        ("市委组织部来考核", [("organisation", "市委组织部")]),
        ("受到市文明办表扬", [("organisation", "市文明办")]),
        ("省生态环境厅通报", [("organisation", "省生态环境厅")]),
        ("引进云帆食品有限公司", [("organisation", "云帆食品有限公司")]),
        ("创办荷塘月色家庭农场", [("organisation", "荷塘月色家庭农场")]),
        ("走访恒丰纸业", [("organisation", "恒丰纸业")]),
        ("党员尹松柏带头清淤", [("person", "尹松柏")]),
        ("贺兰舟同志带头接访", [("person", "贺兰舟")]),
        ("由闵长河负责整改", [("person", "闵长河")]),
        ("五保老人周长顺生活困难", [("person", "周长顺")]),
        ("创建“红石榴驿站”", [("campaign", "红石榴驿站")]),
        ("印发《红白事简办公约》", [("document", "《红白事简办公约》")]),
        ("文件（栖党发〔2024〕18号）已印发", [("document", "栖党发〔2024〕18号")]),
        # names of two parts, and names of other languages
        ("阿不都·热西提反映用水难", [("person", "阿不都·热西提")]),
        ("走访牧民巴特尔·额尔德尼一家", [("person", "巴特尔·额尔德尼")]),
        ("向古丽米热·图尔荪学习", [("person", "古丽米热·图尔荪")]),
        ("与麦麦提·艾合买提座谈", [("person", "麦麦提·艾合买提")]),
        ("结对户吐尔逊·依明的羊圈", [("person", "吐尔逊·依明")]),
        ("民警达吾提·司马义见义勇为", [("person", "达吾提·司马义")]),
        ("帮扶对象买买提·玉素甫家", [("person", "买买提·玉素甫")]),
        ("副局长古丽娜尔·艾山介绍", [("person", "古丽娜尔·艾山")]),
        ("村民次仁旺堆一家", [("person", "次仁旺堆")]),
        ("党员洛桑带头", [("person", "洛桑")]),
        # persons that the lexer cuts, after their post
        ("民政办主任屈大成因病请假", [("person", "屈大成")]),
        ("原镇长祝有田被查处", [("person", "祝有田")]),
        ("组织委员钱小梅带队", [("person", "钱小梅")]),
        ("综治办副主任苗春雨说", [("person", "苗春雨")]),
        ("会计岳丰年负责记账", [("person", "岳丰年")]),
        ("村支书滕海生前往协调", [("person", "滕海生")]),
        ("党委副书记翟明远主持会议", [("person", "翟明远")]),
        ("水利站站长路广平牵头", [("person", "路广平")]),
        ("村医池秀兰上门", [("person", "池秀兰")]),
        ("工会主席沙一鸣参加", [("person", "沙一鸣")]),
        # units of a county
        ("县供销社收购滞销蔬菜", [("organisation", "县供销社")]),
        ("依靠绿丰源农民专业合作社和县供销社收购", [("organisation", "绿丰源农民专业合作社"), ("organisation", "县供销社")]),
        ("联合县总工会慰问职工", [("organisation", "县总工会")]),
        ("团县委组织志愿者", [("organisation", "团县委")]),
        ("县妇联牵头", [("organisation", "县妇联")]),
        ("市残联检查", [("organisation", "市残联")]),
        ("县农村信用联社贷款", [("organisation", "县农村信用联社")]),
        ("与县交警大队联合执法", [("organisation", "县交警大队")]),
        ("被城东税务分局通报", [("organisation", "城东税务分局")]),
        ("请消防救援大队指导", [("organisation", "消防救援大队")]),
        ("县城管局取缔摊点", [("organisation", "县城管局")]),
        ("在县一中调研", [("organisation", "县一中")]),
        # firms without a word for firms
        ("走访恒达", [("organisation", "恒达")]),
        ("与华晟签订协议", [("organisation", "华晟")]),
        ("永鑫铸造投产", [("organisation", "永鑫铸造")]),
        ("走访天马建材、长青苗木两家企业", [("organisation", "天马建材"), ("organisation", "长青苗木")]),
        ("盛源饲料停产", [("organisation", "盛源饲料")]),
        ("关停鑫磊采石场", [("organisation", "鑫磊采石场")]),
        ("与桂花香茶厂签约", [("organisation", "桂花香茶厂")]),
        # campaigns
        ("开展敲门行动", [("campaign", "敲门行动")]),
        ("启动暖冬行动", [("campaign", "暖冬行动")]),
        ("实施清凉工程", [("campaign", "清凉工程")]),
        ("推行“红色物业”", [("campaign", "红色物业")]),
        ("创新“屋场会”做法", [("campaign", "屋场会")]),
        ("打造“橙心驿站”", [("campaign", "橙心驿站")]),
        ("组建“蓝马甲”志愿服务队", [("campaign", "蓝马甲")]),
        ("“小喇叭进院落”宣讲队", [("campaign", "小喇叭进院落")]),
        ("推出“邻里食堂”", [("campaign", "邻里食堂")]),
        ("“我来帮您办”窗口", [("campaign", "我来帮您办")]),
        # what stands in a row with a name
        ("阳光丽景、凯旋城等小区矛盾突出", [("place", "阳光丽景"), ("place", "凯旋城")]),
        ("带队到恒丰纸业、金穗粮油等企业走访", [("organisation", "恒丰纸业"), ("organisation", "金穗粮油")]),
        ("对杏树坪、老屋场等村补助", [("place", "杏树坪"), ("place", "老屋场")]),
        ("在全县各乡镇、柳湾镇等地调研", [("place", "柳湾镇")]),
        ("对龙头企业、宏大纸业等企业奖补", [("organisation", "宏大纸业")]),
        # parks, facilities, roads
        ("在芦苇荡湿地公园植树", [("place", "芦苇荡湿地公园")]),
        ("到莲花山森林公园检查", [("place", "莲花山森林公园")]),
        ("改造城东农贸市场", [("place", "城东农贸市场")]),
        ("改造翠屏体育馆", [("place", "翠屏体育馆")]),
        ("临江新区建设", [("place", "临江新区")]),
        ("跑马山隧道施工", [("place", "跑马山隧道")]),
        ("王家院子道路硬化", [("place", "王家院子")]),
        ("改造G319线塌方路段", [("place", "G319线")]),
        ("县道X217养护", [("place", "X217")]),
        ("沿107国道排查", [("place", "107国道")]),
    ],
)  # fmt: skip
def test_names(text: str, names: list[tuple[str, str]]) -> None:
    assert told(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "空壳村、示范村和后进村", "建设和美乡村", "健全镇、村两级网格", "推进海绵城市建设", "包村干部下村", "全镇各村", "农业大县",
        "镇党委、镇政府高度重视", "县委县政府的要求", "打开工作局面", "服务发展大局", "依托专业合作社", "国有公司和民营企业", "便民服务中心",
        "从严治党", "落实林长制、河长制", "巡林巡河巡田", "深入学习习近平总书记重要讲话", "党中央的决策部署", "绿水青山就是金山银山", "某村党支部",
        "硬化通组路", "通过专题研讨", "群众安全感增强", "XX合作社", "开展“回头看”行动",
        "对党忠诚", "常学常新", "常悟常进", "应保尽保", "敢抓敢管", "严管厚爱", "为党尽责", "学史崇德", "按季公开", "书记马上就前往现场",
        "提交镇纪委处理", "同镇党委商量", "已商供电所更换", "党委理论学习中心组", "村务监督委员会", "对不起县委", "改造危桥", "开展专项整治行动",
        "实施民心工程", "推行“一站式”服务", "打造“三大工程”", "拨打“12345”热线", "开展人居环境整治行动", "国网供电公司", "围绕县委中心工作",
    ],
)  # fmt: skip
def test_no_names(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("given", "text", "known"),
    [
        ("石磨村缺水。", "石磨村的水渠", True),
        ("联系下石桥村。", "联系石桥村", False),
        ("经常下石桥村。", "联系石桥村", True),
        ("联系石桥村。", "联系下石桥村", False),
        ("大湾村、小河口村缺水。", "大湾、小河口两村缺水", True),
        ("大湾、小河口两村缺水。", "大湾村和小河口村", True),
        ("小河口村缺水。", "小河村缺水", False),
        ("青松村缺水。", "青松镇缺水", False),
        ("县水利局来检查。", "澄江县水利局来检查", False),
        ("澄江县水利局来检查。", "县水利局来检查", True),
        ("水利局来检查。", "县水利局来检查", True),
        ("县水利局来检查。", "市水利局来检查", False),
        ("县市场监管局来检查。", "县市场监督管理局来检查", True),
        ("县人力资源和社会保障局来检查。", "县人社局来检查", True),
        ("县人民医院条件差。", "县医院条件差", True),
        ("引进华美食品有限公司。", "华美公司投产", True),
        ("王德福带头。", "王德福同志带头", True),
        ("王德福带头。", "王德贵同志带头", False),
        ("担任副镇长。", "担任镇长", False),
        ("补上：石桥村缺水。", "石桥村缺水", True),
        ("农贸市场脏乱差。", "城东农贸市场脏乱差", False),
        ("整治占道、夜查违停。", "开展夜查行动", True),
        ("学习热合曼·阿合买提。", "热合曼·阿合买提同志", True),
        ("学习《中国共产党纪律处分条例》。", "学习《纪律处分条例》", True),
    ],
)  # fmt: skip
def test_the_same_name(given: str, text: str, known: bool) -> None:
    there = Given([given], 2024, lexer())
    assert all(there.knows(fact) for fact in facts(text, 2024, lexer())) is known


@pytest.mark.parametrize("disguised", ["石\u200b磨村", "石 磨 村", "⽯磨村", "石\u00ad磨\u2060村"])
def test_a_disguised_name_is_found_and_is_known(disguised: str) -> None:
    (fact,) = facts(f"在{disguised}走访", None, lexer())
    assert (fact.kind, fact.quote) == ("place", disguised)
    assert not Given(["在槐荫村走访。"], None, lexer()).knows(fact)
    assert Given(["在石磨村走访。"], None, lexer()).knows(fact)


def test_names_in_clauses_that_nobody_asks_about_are_not_read() -> None:
    text = "在石磨村走访，在槐荫村座谈。"
    assert [fact.quote for fact in facts(text, None, lexer(), clauses("在石磨村走访。"))] == ["槐荫村"]
