"""Names by frequency: surnames of the region, given names by sex and decade of birth."""
from __future__ import annotations

from random import Random

_SURNAMES = (
    "王 93 李 88 张 84 刘 52 杨 38 陈 26 赵 37 黄 9 周 19 吴 18 徐 14 孙 19 马 22 胡 13 朱 11 郭 21 何 17 "
    "高 21 林 5 罗 9 郑 8 梁 10 谢 9 宋 14 唐 9 许 8 韩 14 冯 14 邓 5 曹 11 彭 4 曾 3 肖 6 田 13 董 13 "
    "袁 7 潘 4 于 5 蒋 4 蔡 6 余 5 杜 10 叶 3 程 9 苏 9 魏 11 吕 10 丁 7 任 10 沈 3 姚 9 卢 5 姜 6 崔 7 "
    "钟 2 谭 2 陆 3 汪 4 范 8 金 4 石 8 廖 3 贾 8 夏 4 韦 3 付 5 方 4 白 8 邹 2 孟 5 熊 3 秦 9 邱 2 江 2 "
    "尹 4 薛 9 闫 7 段 6 雷 8 侯 8 龙 2 史 7 陶 2 黎 2 贺 6 顾 2 毛 4 郝 6 龚 2 邵 3 万 4 钱 2 严 4 覃 1 "
    "武 6 戴 2 莫 1 孔 3 向 2 汤 2 常 5 温 4 康 5 施 1 文 3 牛 5 樊 6 葛 3 邢 5 安 4 齐 4 易 2 乔 4 伍 1 "
    "庞 4 颜 2 倪 1 庄 1 聂 2 章 2 鲁 3 岳 3 翟 4 殷 2 詹 1 申 3 欧阳 1 耿 4 关 3 兰 3 焦 4 俞 1 左 3 柳 3 "
    "甘 2 祝 2 包 2 宁 2 尚 3 符 1 舒 1 阮 1 柯 1 纪 2 梅 2 童 1 凌 1 毕 2 单 1 季 1 裴 3 霍 2 涂 1 成 2 "
    "苗 2 谷 2 盛 1 曲 1 翁 1 冉 1 骆 1 蓝 1 路 3 游 1 辛 3 靳 3 欧 1 管 1 柴 3 蒙 2 鲍 1 华 1 喻 1 祁 2 "
    "蒲 3 房 2 滕 1 屈 4 饶 1 解 2 牟 1 艾 1 尤 1 阳 1 时 1 穆 2 农 1 司 2 卓 1 古 1 吉 2 缪 1 简 1 车 2 "
    "项 1 连 1 芦 2 麦 1 褚 1 娄 1 窦 2 戚 1 岑 1 景 2 党 4 宫 1 费 1 卜 1 冷 1 晏 1 席 2 卫 2 米 1 柏 1 "
    "宗 1 瞿 1 桂 1 全 1 佟 1 应 1 臧 1 闵 1 苟 1 邬 1 边 1 卞 1 姬 2 师 1 和 1 仇 1 栾 1 隋 1 商 1 刁 1 "
    "沙 1 荣 1 巫 1 寇 2 桑 1 郎 1 甄 1 丛 1 仲 1 虞 1 敖 1 巩 2 明 1 佘 1 池 1 查 1 麻 2 苑 1 迟 1 邝 1 "
    "强 2 权 2 令狐 1 上官 1 司马 1 拓 1")

# Given names: decade of birth → (male, female); earlier in the list is more frequent.
_GIVEN: dict[int, tuple[str, str]] = {
    1930: ("德发 万福 志忠 生财 有才 明德 万林 福全 长寿 天佑 振海 宗义 志杰 学文 生林 永福 德全 文秀",
           "秀英 桂英 玉兰 淑珍 凤英 桂兰 玉珍 秀兰 翠兰 素珍 淑芳 金莲 桂花 秋菊 彩云 菊花 银环 玉莲"),
    1940: ("建华 国强 志强 德明 文明 保民 生荣 永昌 志明 振华 新民 长明 万有 忠孝 培德 世英 积善 广义",
           "秀英 桂兰 玉兰 秀兰 玉梅 淑英 凤英 惠英 秋莲 雪梅 桂芳 春兰 素芳 爱莲 翠英 玉霞 彩霞 粉莲"),
    1950: ("建国 国庆 建军 志强 建民 卫国 解放 援朝 和平 新社 跃进 志刚 保国 抗美 建成 明生 宝田 忠民",
           "秀英 桂英 玉兰 秀珍 秀梅 淑琴 凤兰 惠兰 爱英 春梅 会琴 秀芳 玉琴 菊香 淑霞 芳琴 桂琴 玉芳"),
    1960: ("军 建军 卫东 红卫 永红 建平 志军 小平 卫民 宝平 建强 新利 文革 红旗 永强 建明 宏伟 忠平 "
           "智勇 录成 岁平 拴劳 安民 虎劳",
           "玲 红霞 秀玲 丽 红梅 玉玲 淑玲 小红 会玲 芳 爱琴 春燕 亚玲 秋霞 桂玲 文革 海燕 彩玲 巧玲 "
           "银霞 粉玲 会霞 秀霞"),
    1970: ("伟 勇 军 强 涛 斌 建军 海涛 小军 宏 永刚 志伟 军平 晓东 亚军 宝红 宏斌 文军 军强 红军 东平 "
           "宽平 周平 乃军 银科",
           "丽 敏 静 艳 娟 霞 红 燕 芳 玲 小玲 丽萍 红艳 亚丽 晓红 秀丽 小燕 海霞 军玲 菊梅 春霞 凤霞 "
           "莉 巧云 会娟"),
    1980: ("伟 磊 涛 鹏 超 强 军 勇 杰 波 辉 斌 刚 飞 亮 凯 海军 晓军 亚东 小龙 宁 浩 科 宝军 乐",
           "娜 静 丽 艳 娟 敏 燕 婷 莉 玲 芳 霞 倩 妮 丹 萍 亚妮 小娟 婷婷 晓丽 红娟 静茹 宁 粉妮 盼"),
    1990: ("超 鹏 磊 杰 浩 凯 帅 涛 伟 强 博 龙 鑫 飞 宇 阳 勇 文博 亚龙 家乐 佳伟 嘉诚 卓 毅 晨",
           "婷 静 敏 雪 倩 丹 娜 颖 慧 佳 瑶 婷婷 欣 莹 楠 蕾 雅琴 佳佳 露 悦 盼盼 梦 思雨 媛 妍"),
    2000: ("浩 宇 浩然 子豪 俊杰 佳乐 博文 嘉豪 鑫 文轩 一帆 昊 旭 宇航 子轩 天宇 思远 泽宇 家豪 嘉伟",
           "欣怡 雨欣 佳怡 静怡 梦瑶 雨婷 思雨 佳琪 欣悦 子涵 怡 嘉欣 婧 若曦 晨曦 可欣 梦洁 雅婷 诗雨 悦"),
    2010: ("子轩 浩宇 梓豪 宇轩 浩然 沐辰 子墨 奕辰 宇泽 一诺 俊熙 睿 梓睿 博涵 嘉懿 铭轩",
           "梓涵 欣怡 诗涵 梓萱 雨桐 一诺 子涵 可馨 语桐 若汐 思涵 奕涵 艺涵 紫萱 依诺 语嫣 瑾萱 馨悦 沐晴"),
}
# Characters outside GBK or GB2312 that registries meet; they must survive every encoding on the way.
_RARE = ("喆 镕 堃 龑 䶮 㛃 𬭊 𫖯 犇 翀 淼 玥")
_MINORITY = (
    ("维吾尔族", "阿依古丽·买买提 吐尔逊·艾力 古丽娜尔·吾买尔 买买提·依明 热依汗·阿布都拉 玉素甫·卡德尔"),
    ("藏族", "扎西·顿珠 卓玛·央金 索南·达杰"), ("哈萨克族", "叶尔兰·巴合提 古丽扎·赛力克"))
_HUI = "马 46 丁 9 白 7 金 6 海 5 沙 4 穆 4 米 3 兰 3 哈 2 摆 2 者 1"


def _weighted(text: str) -> tuple[list[str], list[int]]:
    words = text.split()
    return words[0::2], [int(weight) for weight in words[1::2]]


class Names:
    """Draws names; the same random state draws the same names."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._surnames, self._weights = _weighted(_SURNAMES)
        self._hui, self._hui_weights = _weighted(_HUI)

    def surname(self) -> str:
        return self._random.choices(self._surnames, self._weights)[0]

    def ethnic(self) -> str:
        return self._random.choices(["汉族", "回族", "满族", "蒙古族", "维吾尔族", "藏族"],
                                    [9700, 190, 40, 30, 30, 10])[0]

    def family(self, ethnic: str) -> str:
        """A surname that fits the ethnic group."""
        if ethnic == "回族":
            return self._random.choices(self._hui, self._hui_weights)[0]
        return self.surname()

    def dotted(self) -> tuple[str, str]:
        """A minority name with a dot, and its ethnic group."""
        ethnic, names = self._random.choice(_MINORITY)
        return self._random.choice(names.split()), ethnic

    def given(self, male: bool, birth_year: int) -> str:
        decade = min(max(birth_year // 10 * 10, 1930), 2010)
        names = _GIVEN[decade][0 if male else 1].split()
        if self._random.random() < 0.004:
            return self._random.choice(_RARE.split())
        if self._random.random() < 0.35:
            # Two frequent halves make a name that is not in the list.
            one, other = self._random.choice(names), self._random.choice(names)
            if one[0] != other[-1]:
                return one[0] + other[-1]
        weights = [1.0 / (place + 3) for place in range(len(names))]
        return self._random.choices(names, weights)[0]
