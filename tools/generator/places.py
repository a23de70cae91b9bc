"""Where people live: federations with their weights, towns and communities."""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class County:
    number: int
    code: str
    name: str
    slug: str
    weight: float
    towns: tuple[str, ...]


def _county(number: int, code: str, name: str, slug: str, weight: float, towns: str) -> County:
    return County(number, code, name, slug, weight, tuple(towns.split()))


# Three districts make about half, 麟游 and 太白 about one in a hundred each.
COUNTIES: tuple[County, ...] = (
    _county(2, "610302", "渭滨区", "weibin", 20.0,
            "金陵街道 经二路街道 清姜街道 姜谭街道 桥南街道 马营镇 石鼓镇 神农镇 高家镇 八鱼镇"),
    _county(3, "610303", "金台区", "jintai", 17.0,
            "中山东路街道 西关街道 中山西路街道 群众路街道 东风路街道 十里铺街道 卧龙寺街道 陈仓镇 蟠龙镇 硖石镇"),
    _county(4, "610304", "陈仓区", "chencang", 14.5,
            "东关街道 虢镇街道 千渭街道 阳平镇 千河镇 磻溪镇 天王镇 慕仪镇 周原镇 贾村镇 县功镇 坪头镇"),
    _county(5, "610305", "凤翔区", "fengxiang", 11.0,
            "城关镇 虢王镇 彪角镇 横水镇 田家庄镇 糜杆桥镇 南指挥镇 陈村镇 长青镇 柳林镇 姚家沟镇"),
    _county(6, "610323", "岐山县", "qishan", 9.5,
            "凤鸣镇 蔡家坡镇 益店镇 蒲村镇 青化镇 枣林镇 雍川镇 故郡镇 京当镇"),
    _county(7, "610324", "扶风县", "fufeng", 8.5,
            "城关街道 天度镇 午井镇 绛帐镇 段家镇 杏林镇 召公镇 法门镇"),
    _county(8, "610326", "眉县", "meixian", 6.5,
            "首善街道 横渠镇 槐芽镇 汤峪镇 常兴镇 金渠镇 营头镇 齐镇"),
    _county(9, "610327", "陇县", "longxian", 5.0,
            "城关镇 东风镇 八渡镇 温水镇 天成镇 曹家湾镇 固关镇 东南镇 河北镇"),
    _county(10, "610328", "千阳县", "qianyang", 3.2,
            "城关镇 崔家头镇 南寨镇 张家塬镇 水沟镇 草碧镇 高崖镇"),
    _county(11, "610329", "麟游县", "linyou", 1.1,
            "九成宫镇 崔木镇 招贤镇 两亭镇 常丰镇 丈八镇 酒房镇"),
    _county(12, "610330", "凤县", "fengxian", 2.7,
            "双石铺镇 凤州镇 黄牛铺镇 红花铺镇 河口镇 唐藏镇 平木镇"),
    _county(13, "610331", "太白县", "taibai", 1.0, "咀头镇 桃川镇 鹦鸽镇 靖口镇 太白河镇"),
)
BY_NUMBER = {county.number: county for county in COUNTIES}
CITY_CODE = "610300"
CITY = 1
COMMUNITIES = ("西 东 南 北 新华 建设 团结 光明 和平 胜利 前进 幸福 向阳 友谊 红旗 渭水 金渭 陵原 桃园 长寿 "
               "文化 育才 公园 铁道 纺织 轻工 河堤 店子 塬上 槐树").split()
ROADS = "建设路 文化路 新建路 经二路 清姜路 姜谭路 群众路 宏文路 中山路 引渭路 渭滨大道 广元路 公园路".split()
