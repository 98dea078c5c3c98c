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
    "未末 己已巳 予子于 升开井 请清情晴诘 人入 土士 日曰目 治冶 侯候 析折 部陪 复夏 诉诈拆 讼松颂 许诈 罚罪 强弦 "
    "规视现 范苑 件伴仵 案宴 卷券 隐稳 密蜜 秘泌 构沟购枸 研砚妍 料科 机肌杌 织识炽 企全 业亚 理埋 外处处 媒煤 "
    "触解 读续渎 监盐 督睿 保堡 障漳樟 评坪秤 追迫 究穷 责贵 核该 考老 告吉 报服 期朝 限眼 简筒 称秤 度席 公分 政攻 "
    "府俯 信倍 息熄 主王 动劝 依伏侬 申甲由中田 丕不 无元 法去 提堤题 供洪拱 结给 转传 维准 持特待 纠红 正止王 尚肖 "
    "审宙宋 经轻径 直真 接按 起赴 后石 制刷 发友 废度 现规视 有育 效郊数 收牧 费贵 逾愈 补朴外 然燃 社杜 益盆 律津 "
    "务备条 掌撑 内肉丙 过边 程呈 执热 家冢 个介 私和 举誉 投役没 重童 方万 权仅 网冈 站沾 台合 建健 设没 目自白 录隶 "
    "指拍 南甬 策箓 向问 级极 乡多 校较 基墓 层屈 标柝 准淮 会公 议仪 商啇 性姓 文丈 表麦 第弟 安按 组祖"
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
