"""Which characters are typed or read for which: ``python -m tests.words.alike`` prints LNG008's table of them.

Most slips in a fixed term are one character that sounds the same to a pinyin input method, or that
looks the same to a hasty eye or a scanner. The sounds come from pypinyin (MIT), which only this
command needs; an audit reads the table in the rule file, where anybody can add to it.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable

from auditor.resources import PACK, rules_folder
from pypinyin import lazy_pinyin

RULE = rules_folder() / PACK / "LNG" / "LNG008-term-misuse.toml"
_NEAR_SOUNDS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))
"""What speakers of many places do not tell apart; an initial n and l besides."""
_LOOK_ALIKE = (
    "未末 己已巳 予子于矛 升开井幵 请清情晴诘 人入八 土士 日曰目且 治冶冶 侯候 析折拆 部陪 复夏 诉诈拆折 "
    "讼松颂 许诈 罚罪 强弦 规视现观 范苑 件伴仵 案宴桉 卷券巷 隐稳 密蜜 秘泌私 构沟购枸勾 研砚妍 料科 "
    "机肌杌几 织识炽 企全合 业亚 理埋 外处夕 媒煤谋 触解懈 读续渎卖 监盐临 督睿叔 保堡呆 障漳樟 评坪秤拌 追迫 "
    "究穷突 责贵青 核该 考老拷 告吉浩 报服极 期朝斯 限眼恨 简筒 称秤枰 度席庋 公分么 政攻改 府俯附 信倍值 "
    "息熄恩 主王玉 动劝功 依伏侬 申甲由中田电 丕不 无元天 法去 提堤题 供洪拱 结给洁 传转 维准唯 持特待侍 "
    "纠红纤 正止王 尚肖 审宙宋 经轻径 直真 接按 起赴 后石 制刷刹 发友 废度 有育冇 效郊数 收牧攸 费贵贾 "
    "逾愈谕 补朴外 然燃 社杜 益盆盖 律津建 务备 掌撑 内肉丙 过边讨 程呈稚 执热抓 家冢 个介 举誉 投役没 重童 "
    "方万 权仅杈 网冈岡 站沾 台合治 建健 设没 自白 录隶绿 指拍捐 南甬喃 策箓荣 问间向 级极 校较绞 层屈 "
    "准淮难 会合 议仪义 商啇 性姓牲 文丈支 表麦 第弟策 组祖阻 司可何 处外 刑行 条务 例列 征证 求来 意竟 "
    "见贝 进迸 措惜 施拖 情清请 况祝 需霄 要耍 项顶 总思 关并 贯惯 落洛 实买宝 回口 应庄 切初 集焦 约钓 "
    "长张 布市 果杲 国图 三二 体休本 平乎 标际 化华 管菅 信言 决块 版板 安按 稳隐 益溢 出岀 具县 获荻 "
    "取敢 查杳 询洵 缴激 纳衲 用甩 反及 大太 点占 协胁 代伐 基墓 民氏"
)
_RIGHT_TOO = ("他它她",)
"""Characters that stand for each other in right words: 其它处理."""
_FIRST, _LAST = (0xB0, 0xA1), (0xD7, 0xF9)
"""The 3755 characters of the first level of GB 2312: what people type, and what they mistype."""


def table(terms: Iterable[str]) -> dict[str, str]:
    """For each character of the terms those that sound or look like it, in the order of GB 2312."""
    common = _common()
    sounding: defaultdict[str, list[str]] = defaultdict(list)
    for character, sound in zip(common, lazy_pinyin(common), strict=True):
        sounding[_near(sound)].append(character)
    looking = [set(group) for group in _LOOK_ALIKE.split()]
    found: dict[str, set[str]] = defaultdict(set)
    for term in terms:
        for character, sound in zip(term, lazy_pinyin(term), strict=True):
            found[character].update(sounding[_near(sound)], *(group for group in looking if character in group))
    for group in _RIGHT_TOO:
        for character in found.keys() & set(group):
            found[character] -= set(group)
    order = {character: place for place, character in enumerate(common)}
    return {
        character: "".join(sorted(found[character] - {character}, key=lambda item: (order.get(item, len(order)), item)))
        for character in sorted(found)
    }


def _common() -> str:
    codes = (bytes((row, cell)) for row in range(_FIRST[0], _LAST[0] + 1) for cell in range(0xA1, 0xFF))
    return b"".join(code for code in codes if tuple(code) <= _LAST).decode("gb2312")


def _near(sound: str) -> str:
    for told, near in _NEAR_SOUNDS:
        sound = sound.replace(told, near)
    return f"l{sound[1:]}" if sound.startswith("n") and len(sound) > 1 else sound


def main() -> None:
    """Print the table as TOML."""
    terms = tomllib.loads(RULE.read_text(encoding="utf-8"))["check"]["terms"]
    print("[check.alike]")
    for character, others in table(terms).items():
        print(f'"{character}" = "{others}"')


if __name__ == "__main__":
    main()
