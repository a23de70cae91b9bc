"""Invented enterprises: 83 city-owned ones in distress, and a few in each county."""
from __future__ import annotations

from dataclasses import dataclass
from random import Random

from generator.identity import Numbers
from generator.places import BY_NUMBER, CITY, CITY_CODE, COUNTIES

_TRADES: dict[str, tuple[str, ...]] = {
    "机械冶金": ("标准件厂", "铸锻厂", "轴承厂", "农机修造厂", "水泵厂", "工具厂", "弹簧厂", "阀门厂", "电器厂",
             "仪表元件厂", "有色铸造厂", "机床附件厂"),
    "轻工纺织": ("针织厂", "毛纺厂", "印染厂", "服装厂", "皮鞋厂", "塑料制品厂", "搪瓷厂", "造纸厂", "家具厂",
             "食品厂", "酿造厂", "印刷厂", "棉织厂"),
    "建材建工": ("水泥制品厂", "砖瓦厂", "陶瓷厂", "石棉制品厂", "建筑工程公司", "防水材料厂", "木材加工厂", "预制构件厂"),
    "商贸粮供": ("百货公司", "五金交电公司", "副食品公司", "粮油公司", "糖酒公司", "饮食服务公司", "果品公司",
             "物资回收公司", "蔬菜公司", "日用杂品公司"),
    "交通化工": ("运输公司", "汽车修理厂", "橡胶制品厂", "化工厂", "油漆厂", "肥皂厂", "装卸公司", "磷肥厂"),
}
INDUSTRIES = tuple(_TRADES)
_WORDS = ("渭北 陵原 秦岭北 西府 金渭 益门 石坝河 斗鸡 福谭 长青 蟠龙 卧龙 凤凰 岐阳 雍城 汧渭 大散关 玉涧 "
          "清溪 宏文 新秦 东岭原 河滨 峪泉 太白泉 五里坡 八角亭 晁峪 炎陵 虢川").split()


@dataclass(frozen=True)
class Firm:
    uscc: str
    name: str
    federation: int
    node: str
    division: str
    city_owned: bool
    distressed_from: str
    pilot: bool
    industry: str


def make(random: Random, numbers: Numbers) -> list[Firm]:
    """The 83 of the pilot first, then the county firms."""
    names: set[str] = set()

    def name(prefix: str, trade: str) -> str:
        while True:
            text = prefix + random.choice(_WORDS) + trade
            if text not in names:
                names.add(text)
                return text

    firms: list[Firm] = []
    divisions = ["610302"] * 32 + ["610303"] * 31 + ["610304"] * 12 + [CITY_CODE] * 8
    for place in range(83):
        industry = INDUSTRIES[place % len(INDUSTRIES)]
        trade = _TRADES[industry][place // len(INDUSTRIES) % len(_TRADES[industry])]
        firms.append(Firm(
            numbers.enterprise(CITY_CODE), name("宝鸡市", trade), CITY, f"6103-{101 + place:04d}",
            divisions[place], True, f"{random.randrange(1996, 2015)}-0{random.randrange(1, 10)}-01",
            True, industry))
    place = 300
    for county in COUNTIES:
        for _ in range(max(2, round(county.weight / 3))):
            industry = random.choice(INDUSTRIES)
            trade = random.choice(_TRADES[industry])
            place += 1
            firms.append(Firm(
                numbers.enterprise(county.code), name(BY_NUMBER[county.number].name, trade),
                county.number, f"{county.code}-{place:04d}", county.code, False,
                f"{random.randrange(2008, 2019)}-0{random.randrange(1, 10)}-01"
                if random.random() < 0.6 else "", False, industry))
    return firms
