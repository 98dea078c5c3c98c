"""Small reports for tests of many: a title, words of their own, the tables."""

from __future__ import annotations

from auditor.api import rulebook
from auditor.formtext import table_text

STALLS = (
    "每逢集日在镇政务服务大厅门口摆公开台，驻村干部轮流坐班，当面解答高龄津贴和危房改造怎么申请。"
    "六月汛期前把十四处隐患点的转移路线画成图贴到每户门后，村口广播早晚各播一次。"
    "公开栏由铁皮换成可以开合的玻璃柜，雨天不再糊字，栏里写明更换日期和经手人。"
    "低保评议全程录音，谁都可以到民政窗口来听，全年有六十多人来听过。"
    "修路占地的青苗补偿分户列成大表，挂在村部墙上，量地那天请了老队长和中学教师作见证。"
    "山塘承包的标书放在小卖部代销点，谁想投标谁去抄，开标时当众念底价。"
)
TEA_FACTORY = (
    "老茶厂改建的文化站里添了一间查阅室，摆着历年的土地征收公告和工程招标文件，周六也开门。"
    "司法所把调解案例编成小册子，隐去姓名后放在查阅室门口，一年取走三百多本。"
    "渔港扩建的补偿标准开过三场说明会，渔民提出的网具折旧一项后来写进了补偿表。"
    "镇里同三所小学约好，把公开信抄在家校联系本上，由孩子带回去念给大人听。"
    "祠堂修缮的捐款和支出写在红纸上，同时报给文物站，站里派人核了两遍砖瓦的数目。"
    "桥头的旧闸门换新前，把三家厂的报价和样品摆在文化站，摆了半个月。"
)
FERRIES = (
    "渡口停航的通知先贴码头，再由船老大在对讲机里报一遍，全年报了二百多次。"
    "水厂每周把浊度和余氯写在取水点的黑板上，旁边挂一支笔，居民可以记下自己测的数。"
    "灌区放水的日程按村排成表，印在水票背面，哪天轮到哪条渠一看就懂。"
    "水价听证的录像刻成光盘放在各乡水管站，借阅登记本上有四十七个名字。"
    "堤防除险的工地竖了八块牌子，写明哪天运石料、哪条路限行，司机照牌绕道。"
    "取水许可的申请表配了填写样张，窗口的人照样张讲一遍，退件少了一半。"
)


def report(
    agency: str, year: int, own: str, *, new: int = 3, carried_in: int = 0, carried_out: int = 0, preamble: str = ""
) -> str:
    """The text of a report with all three tables."""
    layout = rulebook().layout
    handled = new + carried_in - carried_out
    given = {
        "new_received": [str(new)],
        "carried_in": [str(carried_in)],
        "granted": [str(handled)],
        "handled_total": [str(handled)],
        "carried_out": [str(carried_out)],
    }
    return "\n".join(
        (
            f"{agency}{year}年政府信息公开工作年度报告",
            preamble,
            "一、总体情况",
            own,
            "二、主动公开政府信息情况",
            *table_text(layout, "disclosure", {}),
            "三、收到和处理政府信息公开申请情况",
            *table_text(layout, "applications", given),
            "四、政府信息公开行政复议、行政诉讼情况",
            *table_text(layout, "disputes", {}),
            "五、存在的主要问题及改进情况",
            "公开栏更换不及时。明年由办公室每月5日前检查一次，结果贴在栏里。",
            "六、其他需要报告的事项",
            "没有收取信息处理费。",
        )
    )
