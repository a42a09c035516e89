"""Small reports of different make-up, each with the outline it must have. All places and people are invented."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Mini:
    """text: the report. tree: its outline as `trees.tree_of` shows it. warnings: codes, in order."""

    name: str
    text: str
    tree: str
    warnings: list[str] = field(default_factory=list)


MINI_REPORTS = [
    Mini(
        "letterhead, enclosure number, long title",
        """附件2

中共青禾县松溪镇委员会领导班子关于主题教育专题民主生活会查摆问题整改落实和长期坚持事项推进情况的报告
（初稿）

县委：
现报告如下。
一、关于“理论学习不深入”的问题
（1）问题表现：学得少。
（2）整改措施：每周学习半天。
（3）整改成效：记笔记3万字。
二、关于“作风不扎实”的问题
整改情况：一是定计划。二是勤下村。
三、下一步打算
对标对表，长期坚持。
妥否，请批示。
                中共松溪镇委员会
             二〇二三年六月三十日""",
        """u1 title 中共青禾县松溪镇委员会领导班子关于主题教育专题民主生活会查摆问题整改落实和长期坚持事项推进情况的报告
u2 opening
1 problems 一、关于“理论学习不深入”的问题
 1.1 problems （1）问题表现
 1.2 measures （2）整改措施
 1.3 follow （3）整改成效
2 problems 二、关于“作风不扎实”的问题 [一是 二是]
3 measures 三、下一步打算
u3 closing""",
    ),
    Mini(
        "no title, run-in headings all through",
        """我叫李某，现任松溪镇副镇长。一年来，我认真履职，现述职如下：
一、加强学习，提高素质。坚持每周学习，全年记笔记3万字，参加培训4次。
二、扎实工作，履职尽责。全年引进项目3个，完成投资1.2亿元，修路5公里。
三、廉洁自律，遵规守纪。没有收受礼品礼金，家属没有经商。
四、存在问题。学习不够系统，调研不够深入，与群众联系不够紧密。
五、今后打算。一要加强学习，二要改进作风，三要狠抓落实。
以上述职，请予评议。""",
        """u1 opening
1 achieve 一、加强学习，提高素质
2 achieve 二、扎实工作，履职尽责
3 achieve 三、廉洁自律，遵规守纪
4 problems 四、存在问题
5 measures 五、今后打算 [一要 二要 三要]
u2 closing""",
    ),
    Mini(
        "team with damaged, repeated and missing numbers",
        """青禾镇党委班子2023年度专题民主生活会对照检查材料
（2024年1月）
按照县委统一部署，镇党委班子认真查摆问题，现将对照检查情况报告如下：
一、上年度民主生活会整改措施落实情况
上年度查摆的12个问题，已整改到位11个，剩下的1个正在推进。
二、存在的主要问题
（一）政治建设方面
一是学习不深。中心组全年只学了6次，有两次以会代学。
二是结合不紧。学归学、做归做，落到油茶产业上的办法不多。
（二）纪律建设方面
公务接待台账登记不全，有三笔没有写明事由。
（二)作风建设方面
是下村少。石桥村一年只去了两次。
二是调研浅。看的多是路边的点。
（%1） 廉政建设方面
谈心谈话走形式。
四、整改措施
1．每周学习一次，由宣传委员记录考勤。
2.每月下村不少于四天；
4、每季度通报一次。
以上报告，不妥之处，请批评指正。
中共青禾镇委员会
2024年1月10日""",
        """u1 title 青禾镇党委班子2023年度专题民主生活会对照检查材料
u2 opening
1 follow 一、上年度民主生活会整改措施落实情况
2 problems 二、存在的主要问题
 2.1 problems （一）政治建设方面 [一是 二是]
 2.2 problems （二）纪律建设方面
 2.3 problems （三）«（二)»作风建设方面 [一是 二是]
 2.4 problems （四）«（%1）»廉政建设方面
3 measures 四、整改措施
 3.1 measures 1.«1．»每周学习一次，由宣传委员记录考勤
 3.2 measures 2.每月下村不少于四天
 3.3 measures 4.«4、»每季度通报一次
u3 closing""",
        ["label_repeated", "item_label_lost", "label_damaged", "label_gap", "label_gap"],
    ),
    Mini(
        "sentences that begin like headings",
        """关于松溪镇旱情的调查报告
一、基本情况
三、四月份持续干旱，全镇12个村中有8个村饮水困难，镇里先后三次组织送水。
一、二产业占比逐年下降，今年以来工业投资下滑，服务业增加值占比提升到四成以上。
2023年，全镇产粮1.5万吨。
1.5万吨粮食入库，比上年增加两成，主要得益于旱作技术推广和水源调度及时到位。
（一）中提到的水库，目前只剩三成蓄水，难以保证下半年的灌溉和人畜饮水。
（见附件1）
100.5公里渠道年久失修。
2.3亿元投资尚未落实，涉及水利、交通、供电等多个方面，需要县里统筹。
二、存在的问题
水利设施老化，第一、二、三泵站停用多年。
三、对策建议
（一）修渠
（二）打井
第一部分是当务之急，第二部分要从长计议。""",
        """u1 title 关于松溪镇旱情的调查报告
1 achieve 一、基本情况
2 problems 二、存在的问题
3 measures 三、对策建议
 3.1 measures （一）修渠
 3.2 measures （二）打井""",
    ),
    Mini(
        "begins at 1.",
        """1.学习情况
全年学习12次，撰写心得6篇。
2.工作情况
（1）抓项目
引进项目3个。
（2）抓民生
修路5公里。
3.廉洁情况
没有违纪行为。""",
        """1 achieve 1.学习情况
2 achieve 2.工作情况
 2.1 achieve （1）抓项目
 2.2 achieve （2）抓民生
3 achieve 3.廉洁情况""",
    ),
    Mini(
        "duty report that begins at （一）, signed",
        """个人述职报告
各位领导、同志们：
我叫李某，任松溪镇副镇长，现将一年来的工作汇报如下：
（一）履职情况
一年来完成任务30项，其中重点项目4个。
（二）存在问题
学习不够系统。
（三）下步打算
每周抽半天学习。
特此报告，请予评议。
述职人：李某
2023年12月20日""",
        """u1 title 个人述职报告
u2 opening
1 achieve （一）履职情况
2 problems （二）存在问题
3 measures （三）下步打算
u3 closing""",
    ),
    Mini(
        "parts above 一、",
        """第一部分 2023年工作回顾
一年来，完成投资3亿元，同比增长12%。
一、抓项目
新开工12个。
二、抓民生
新建学校1所。
第二部分：2024年工作安排
一、总体思路
坚持稳中求进。
二、重点任务
（一）抓发展
建油茶园2000亩。
（二）抓稳定
第一部分是基础，第二部分是重点，都要抓好。""",
        """1 achieve 第一部分2023年工作回顾
 1.1 achieve 一、抓项目
 1.2 achieve 二、抓民生
2 measures 第二部分«第二部分：»2024年工作安排
 2.1 measures 一、总体思路
 2.2 measures 二、重点任务
  2.2.1 measures （一）抓发展
  2.2.2 measures （二）抓稳定""",
    ),
    Mini(
        "stray blanks, run-in headings, full-width digits",
        """  一 、存在的问题　对照检查发现，本人在学习和工作中还存在一些不足，主要表现在以下方面。
（ 一 ）学习不深入。有时满足于一知半解。
（二 ）作风不扎实：下村少，调研不深，对基层情况掌握不全面、不系统。
二．原因分析
１、思想松懈。觉得过得去就行。
２、要求不严。对自己降低了标准。""",
        """1 problems 一、«一 、»存在的问题
 1.1 problems （一）«（ 一 ）»学习不深入
 1.2 problems （二）«（二 ）»作风不扎实
2 causes 二、«二．»原因分析
 2.1 causes 1.«１、»思想松懈
 2.2 causes 2.«２、»要求不严""",
    ),
    Mini(
        "a heading that lost its number",
        """副镇长对照检查材料
一、存在的问题
（一）学习方面
不够系统。
（二）作风方面
不够扎实。
原因分析
（一）认识不到位
放松了学习。
（二）要求不严格
放松了自己。
三、整改措施
（一）抓学习
每周半天。
（二）抓作风
每月下村。""",
        """u1 title 副镇长对照检查材料
1 problems 一、存在的问题
 1.1 problems （一）学习方面
 1.2 problems （二）作风方面
2 causes 二、«»原因分析
 2.1 causes （一）认识不到位
 2.2 causes （二）要求不严格
3 measures 三、整改措施
 3.1 measures （一）抓学习
 3.2 measures （二）抓作风""",
        ["label_lost"],
    ),
    Mini(
        "no headings at all",
        """2023年个人工作总结
2023年，在镇党委的领导下，我立足本职，认真工作。现将情况总结如下。
一年来，我共走访农户120户，办结事项36件，调处纠纷8起。
回顾一年来的工作，也清醒地看到存在的问题和不足：学习不够系统，下村时间不多。
下一步，我将加强学习，每周下村两天。
总结人：王某某
2023年12月28日""",
        """u1 title 2023年个人工作总结
u2 opening
u3 achieve
u4 problems
u5 measures
u6 closing""",
    ),
    Mini(
        "headings without numbers above 1.",
        """松溪镇组织委员对照检查材料
根据安排，现将情况报告如下：
存在的问题
1.学习不深
平时忙于事务，学习少。
2.作风不实
下村少。
原因分析
1.思想松懈
放松了学习。
整改措施：
1.每周学习
周五下午。
2.每月下村
不少于四天。""",
        """u1 title 松溪镇组织委员对照检查材料
u2 opening
u3 problems 存在的问题
 u3.1 problems 1.学习不深
 u3.2 problems 2.作风不实
u4 causes 原因分析
 u4.1 causes 1.思想松懈
u5 measures 整改措施
 u5.1 measures 1.每周学习
 u5.2 measures 2.每月下村""",
    ),
    Mini(
        "case, personal matters, follow-up",
        """民主生活会发言提纲
一、发现问题整改情况
上年度的9个问题已整改8个。
二、存在问题及原因分析
（一）存在问题
担当不够。
（二）原因分析
思想松懈。
三、典型案例剖析
张某案发人深省。
四、个人有关事项报告
家庭成员没有经商办企业。
五、问题整改措施
每月对账一次。""",
        """u1 title 民主生活会发言提纲
1 follow 一、发现问题整改情况
2 problems 二、存在问题及原因分析
 2.1 problems （一）存在问题
 2.2 causes （二）原因分析
3 case 三、典型案例剖析
4 personal 四、个人有关事项报告
5 measures 五、问题整改措施""",
    ),
    Mini(
        "enclosed numbers, a list inside a paragraph",
        """整改报告
一、整改工作开展情况
㈠提高认识
召开会议3次。
㈡压实责任
①书记负总责。②镇长抓落实。
二、问题整改落实情况
⒈学习问题
已整改。
⒉作风问题
⑴下村少
已整改。
⑵会议多
已整改。""",
        """u1 title 整改报告
1 follow 一、整改工作开展情况
 1.1 follow （一）«㈠»提高认识
 1.2 follow （二）«㈡»压实责任 [① ②]
2 follow 二、问题整改落实情况
 2.1 follow 1.«⒈»学习问题
 2.2 follow 2.«⒉»作风问题
  2.2.1 follow （1）«⑴»下村少
  2.2.2 follow （2）«⑵»会议多""",
    ),
    Mini(
        "table of contents",
        """青禾镇2024年工作要点
目  录
一、总体要求……………1
二、重点任务……………3
（一）抓产业…………3
三、保障措施……………8
一、总体要求
坚持稳中求进。
二、重点任务
（一）抓产业
发展油茶。
三、保障措施
加强领导。""",
        """u1 title 青禾镇2024年工作要点
u2 residue
1 measures 一、总体要求
2 measures 二、重点任务
 2.1 measures （一）抓产业
3 measures 三、保障措施""",
        ["contents_found"],
    ),
    Mini(
        "enclosures and an appendix with numbers of its own",
        """青禾镇巡察整改情况报告
县委巡察办：
现将整改情况报告如下：
一、整改情况
23个问题已整改21个。
二、下步打算
继续整改。
特此报告。
附件：1.整改台账
2.责任清单
3.会议记录
中共青禾镇委员会
2023年5月6日
附件1
整改台账
一、学习不够问题
已改。
二、作风不实问题
已改。""",
        """u1 title 青禾镇巡察整改情况报告
u2 opening
1 follow 一、整改情况
2 measures 二、下步打算
u3 closing
u4 other 附件1⏎整改台账
 u4.1 other 一、学习不够问题
 u4.2 other 二、作风不实问题""",
    ),
    Mini(
        "1. above （一）",
        """工作汇报
1.党建工作
（一）学习
学习12次。
（二）阵地
建成3个。
2.经济工作
（一）产业
增长8%。
（二）项目
开工3个。
3.民生工作
（一）教育
新建1所。""",
        """u1 title 工作汇报
1 achieve 1.党建工作
 1.1 achieve （一）学习
 1.2 achieve （二）阵地
2 achieve 2.经济工作
 2.1 achieve （一）产业
 2.2 achieve （二）项目
3 achieve 3.民生工作
 3.1 achieve （一）教育""",
    ),
    Mini(
        "every inner number damaged",
        """党委书记对照检查
一、存在的问题
（%1）学习不深
笔记抄得多。
（%1）作风不实
下村看得少。
（%1）担当不够
遇事往上推。
二、整改措施
（%1）抓学习
每周半天。
（%1）抓作风
每月四天。""",
        """u1 title 党委书记对照检查
1 problems 一、存在的问题
 1.1 problems （一）«（%1）»学习不深
 1.2 problems （二）«（%1）»作风不实
 1.3 problems （三）«（%1）»担当不够
2 measures 二、整改措施
 2.1 measures （一）«（%1）»抓学习
 2.2 measures （二）«（%1）»抓作风""",
        ["label_damaged"] * 5,
    ),
    Mini(
        "title of three lines, spaced; a list in the opening",
        """中共云岭县松溪镇委员会
关于2023年度主题教育专题民主生活会
对 照 检 查 材 料
松溪镇党委书记　周某
（2024年1月12日）

同志们：
根据县委安排，现将对照检查情况报告如下。
    1.基本情况。全年开会12次。
    2.征求意见。收到意见30条。
一、存在的问题：
（一）在理论学习方面，存在学习不系统的问题。
主要是碎片化。
（二）在担当作为方面。
问题一：不敢碰硬。比如杨柳村的土地纠纷拖了两年。
问题二：创新不多。
二、下步措施
第一，坚持每周学习。
第二，坚持每月下村。""",
        """u1 title 中共云岭县松溪镇委员会⏎关于2023年度主题教育专题民主生活会⏎对 照 检 查 材 料
u2 opening [1. 2.]
1 problems 一、存在的问题
 1.1 problems （一）在理论学习方面，存在学习不系统的问题
 1.2 problems （二）在担当作为方面 [问题一 问题二]
2 measures 二、下步措施 [第一 第二]""",
    ),
    Mini(
        "web residue at both ends and inside",
        """松溪镇2023年工作总结
您的位置：首页 > 松溪镇 > 工作动态
来源：松溪发布
【字号：
大
中
小
】
松溪镇2023年工作总结
一、工作回顾
（一）抓学习
全年集中学习12次。
- 3 -
每次都有笔记。
欢迎关注公众号“公文写作助手”获取更多范文
（二）抓作风
下村60次。
二、下步打算
继续努力。
以上材料仅供学习参考，请勿转载
责任编辑：王某
上一篇：云岭镇工作总结
下一篇：青禾镇工作要点""",
        """u1 residue
u2 title 松溪镇2023年工作总结
1 achieve 一、工作回顾
 1.1 achieve （一）抓学习
 1.2 achieve （二）抓作风
2 measures 二、下步打算
u3 residue""",
        ["residue_head", "residue_tail", "residue_inside"],
    ),
    Mini(
        "speech with an appeal and thanks",
        """在全镇三级干部大会上的讲话
（2024年2月18日）
松溪镇党委书记 周某某
同志们：
今天会议的主要任务是总结工作。下面，我讲三点意见。
一、肯定成绩，坚定信心
过去一年，全镇完成投资2亿元，同比增长12%。
二、认清形势，正视问题
第一，学习不够。第二，担当不够。
三、明确任务，狠抓落实
首先，要抓学习。其次，要抓产业。最后，要抓作风。
同志们，新征程已经开启，让我们携手并进，努力奋斗！
谢谢大家！""",
        """u1 title 在全镇三级干部大会上的讲话
u2 opening
1 achieve 一、肯定成绩，坚定信心
2 problems 二、认清形势，正视问题 [第一 第二]
3 measures 三、明确任务，狠抓落实 [首先 其次 最后]
u3 closing""",
    ),
    Mini(
        "letter with three levels, signed and with a contact",
        """松溪镇人民政府关于报送2023年工作总结的报告
县人民政府办公室：
按照通知要求，现将我镇2023年工作总结报告如下。
一、2023年工作开展情况
（一）产业发展提速
1.油茶产业。新种油茶2000亩，其中石桥村800亩。
2.文旅产业。接待游客3万人次。
（1）民宿。新增5家。
（2）营地。新增1处。
（二）民生保障有力
发放补贴120万元。
二、存在的困难和问题
一是项目储备不足。二是财力紧张。
三、2024年工作计划
（一）抓产业
扩种油茶。
（二）抓民生
改厕300户。
特此报告。
                                  松溪镇人民政府
                                   2023年12月25日
（联系人：李某，电话：×××）""",
        """u1 title 松溪镇人民政府关于报送2023年工作总结的报告
u2 opening
1 achieve 一、2023年工作开展情况
 1.1 achieve （一）产业发展提速
  1.1.1 achieve 1.油茶产业
  1.1.2 achieve 2.文旅产业
   1.1.2.1 achieve （1）民宿
   1.1.2.2 achieve （2）营地
 1.2 achieve （二）民生保障有力
2 problems 二、存在的困难和问题 [一是 二是]
3 measures 三、2024年工作计划
 3.1 measures （一）抓产业
 3.2 measures （二）抓民生
u3 closing""",
    ),
    Mini(
        "chapters and articles",
        """青禾镇干部考核办法
第一章 总则
第一条 为了规范考核，制定本办法。
第二条 本办法适用于全镇在职干部。
第二章 考核内容
第三条 考核内容包括：
（一）学习；
（二）工作。
第四条 本办法由党政办公室解释，第一条所称考核，是指年度考核。""",
        """u1 title 青禾镇干部考核办法
1 other 第一章总则
 1.1 other 第一条为了规范考核，制定本办法
 1.2 other 第二条本办法适用于全镇在职干部
2 other 第二章考核内容
 2.1 other 第三条考核内容包括
  2.1.1 other （一）学习
  2.1.2 other （二）工作
 2.2 other 第四条本办法由党政办公室解释，第一条所称考核，是指年度考核""",
    ),
    Mini(
        "lines wrapped by hand",
        """工作情况汇报
一、基本情况
今年以来，我们坚持把产业发展放在首位，扎实推进各项工作，第
一、二季度共引进项目三个，完成投资一点五亿元，带动就业三百
二、三产业融合发展势头良好，集体经济收入稳步增长，群众满意
度不断提升。
二、存在的不足
（一）对照“贯彻上级决策部署不到位，党委领导
发展的能力有待提升”方面
项目少。
（二）对照“联系群众不紧密，为民办事不够主动
，作风不实”方面，表现为“两个不够”。下村次
数少，听意见不多。""",
        """u1 title 工作情况汇报
1 achieve 一、基本情况
2 problems 二、存在的不足
 2.1 problems （一）对照“贯彻上级决策部署不到位，党委领导⏎发展的能力有待提升”方面
 2.2 problems （二）对照“联系群众不紧密，为民办事不够主动⏎，作风不实”方面，表现为“两个不够”""",
    ),
    Mini(
        "a repetition that the run does not settle, a first number lost",
        """一、工作情况
（一）抓学习。一年来，组织集中学习12次。
（一）抓项目。引进项目3个。
（二）抓民生。修路5公里。
（三）抓党建。发展党员4名。
二、存在的不足
担当不够。
二、下步打算
（三）抓落实
每周调度。
（四）抓作风
每月下村。""",
        """1 achieve 一、工作情况
 1.1 achieve （一）抓学习
 1.2 achieve （一）抓项目
 1.3 achieve （二）抓民生
 1.4 achieve （三）抓党建
2 problems 二、存在的不足
3 measures 三、«二、»下步打算
 3.1 measures （三）抓落实
 3.2 measures （四）抓作风""",
        ["label_kept", "label_repeated", "label_gap"],
    ),
    Mini(
        "quotations that hold labels, long numbered sentences",
        """松溪镇整改方案
一、总体要求
认真落实“一、二、三”工作法，做到“（一）学、（二）思、（三）践”。
“一、坚持党的领导；二、坚持人民至上。”这是我们的根本遵循。
二、主要措施
1.对全镇12个村逐一开展走访，收集意见36条，逐条建立台账，明确责任人和完成时限，确保件件有着落，并于每月底前向镇党委报告。
2.由镇纪委牵头，每季度对台账办理情况开展一次抽查，对逾期未办结的约谈村支部书记，并在全镇通报，通报情况纳入年终考核。
3.公开举报电话，接受群众监督。
三、工作要求
高度重视。""",
        """u1 title 松溪镇整改方案
1 measures 一、总体要求
2 measures 二、主要措施
 2.1 measures 1.对全镇12个村逐一开展走访
 2.2 measures 2.由镇纪委牵头
 2.3 measures 3.公开举报电话，接受群众监督
3 measures 三、工作要求""",
    ),
    Mini(
        "repeated numbers: room for the right one, or not; items that lack one",
        """个人对照检查材料
一、存在的问题
（一）学习方面。学得少。
（二）党性方面。批评少。
（二）担当方面
一是攻坚意识弱。三是创新办法少。
（五）廉洁方面
二是管理不严。三是制度不细。
二、整改措施
（一）抓学习
每月一次。
（二）抓作风
每周下村。
（四）抓担当
包抓项目。
（三）抓廉洁
常提醒。""",
        """u1 title 个人对照检查材料
1 problems 一、存在的问题
 1.1 problems （一）学习方面
 1.2 problems （二）党性方面
 1.3 problems （三）«（二）»担当方面 [一是 三是]
 1.4 problems （五）廉洁方面 [二是 三是]
2 measures 二、整改措施
 2.1 measures （一）抓学习
 2.2 measures （二）抓作风
 2.3 measures （四）抓担当
 2.4 measures （三）抓廉洁""",
        ["label_repeated", "item_label_missing", "label_gap", "item_label_missing", "label_kept", "label_kept"],
    ),
    Mini(
        "labels of another kind between two neighbours; numbers alone; headings in frames and behind bullets",
        """述职报告
【一、履职情况】
(一) 抓思想
学习12次。
（2）抓组织
发展党员3名。
(三）抓作风
走访300户。
▲二、存在问题
（一）
（二）担当不够
怕担责。
【三、下步打算】
★（一）抓学习
每月一次。
★（二）抓作风
每周下村。""",
        """u1 title 述职报告
1 achieve 一、履职情况
 1.1 achieve （一）«(一)»抓思想
 1.2 achieve （二）«（2）»抓组织
 1.3 achieve （三）«(三）»抓作风
2 problems 二、存在问题
 2.1 problems （一）
 2.2 problems （二）担当不够
3 measures 三、下步打算
 3.1 measures （一）抓学习
 3.2 measures （二）抓作风""",
        ["label_wrong"],
    ),
    Mini(
        "a number lost between its neighbours",
        """检视剖析材料
一、存在的问题
（一）学习方面
学用脱节。
担当作为方面
畏难情绪。
（三）廉洁方面
要求不严。
二、努力方向
抓学习。""",
        """u1 title 检视剖析材料
1 problems 一、存在的问题
 1.1 problems （一）学习方面
 1.2 problems （二）«»担当作为方面
 1.3 problems （三）廉洁方面
2 measures 二、努力方向""",
        ["label_lost"],
    ),
    Mini(
        "numbers in running text: a list, quantities, a slipped 四是",
        """关于申请维修经费的请示
县财政局：
我馆建于1998年，存在以下隐患：
1.屋面渗漏；
2.电路老化；
3.设施缺失。
拟开展维修。
妥否，请批示。""",
        """u1 title 关于申请维修经费的请示
u2 opening
u3 other [1. 2. 3.]
u4 closing""",
    ),
    Mini(
        "sentences that begin like headings, a slipped 三、是",
        """上半年工作情况
一、主要工作
三、四月份，集中开展春耕。
2. 5公里道路完成硬化。
十、百户联系制度全面推行。
一是抓学习。
二是抓作风。
三、是抓廉政。
二、下半年打算
抓秋收。""",
        """u1 title 上半年工作情况
1 achieve 一、主要工作 [一是 二是 三是]
2 measures 二、下半年打算""",
    ),
    Mini(
        "half-width stops, a long quoted dimension, a year in full width",
        """发言提纲
一.工作情况
1.监测.全镇监测对象312户,全部落实措施.
2.产业.种植1.2万亩.
二.存在问题
1.对照“带头在遵规守纪、清正廉洁前提下勇于担责、敢于善为，以实干实绩推动改革发展稳定”方面，存在畏难情绪。
2.学习不深.
三.打算
１．补短板
抓紧。
２．２０２５年工作
抓好。""",
        """u1 title 发言提纲
1 achieve 一、«一.»工作情况
 1.1 achieve 1.监测
 1.2 achieve 2.产业
2 problems 二、«二.»存在问题
 2.1 problems 1.对照“带头在遵规守纪、清正廉洁前提下勇于担责、敢于善为，以实干实绩推动改革发展稳定”方面
 2.2 problems 2.学习不深
3 measures 三、«三.»打算
 3.1 measures 1.«１．»补短板
 3.2 measures 2.«２．»２０２５年工作""",
    ),
    Mini(
        "two lines of a slogan above the title",
        """凝心聚力谋发展
实干担当开新局
——在全县工作会议上的发言
青石镇党委书记　李某
各位领导：
下面作简要汇报。
一、抓产业
引进项目3个。
二、下步打算
抓落实。""",
        """u1 title 凝心聚力谋发展⏎实干担当开新局
u2 opening
1 other 一、抓产业
2 measures 二、下步打算""",
    ),
    Mini(
        "a list of other pages after the end",
        """民政工作总结
一、主要工作
新建日间照料中心2个。
二、打算
加强培训。
【民政工作总结】相关文章：
1.社区民政工作总结
2.民政局年度总结
3.民政所工作计划03-02""",
        """u1 title 民政工作总结
1 achieve 一、主要工作
2 measures 二、打算
u2 residue""",
        ["residue_tail"],
    ),
]
