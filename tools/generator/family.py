"""Families whose ages, relations, schooling, work and incomes agree with each other."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from generator.identity import Numbers
from generator.names import Names
from generator.places import COMMUNITIES, ROADS, County

# Share of yearly income that a member brings, by what the member does.
_EARNS = {"ON_DUTY": 1.0, "MIGRANT": 0.95, "NEW_FORM": 0.9, "RETIRED": 0.85, "SICK_LEAVE": 0.5,
          "FARMING": 0.35, "LAID_OFF": 0.3, "UNEMPLOYED": 0.12, "NOT_WORKING": 0.05,
          "STUDENT": 0.0, "PRESCHOOL": 0.0}
DIAGNOSES = ("尿毒症维持透析 肺恶性肿瘤术后 脑梗死后遗症 冠心病支架术后 2型糖尿病并发症 乳腺恶性肿瘤 系统性红斑狼疮 "
             "肝硬化失代偿期 强直性脊柱炎 慢性肾功能衰竭 再生障碍性贫血 类风湿关节炎").split()


@dataclass
class Person:
    seq: int
    relation: str
    name: str
    id_number: str
    male: bool
    birth: date
    work: str
    health: str
    schooling: str | None
    income_fen: int = 0
    phone: str = ""
    diagnosis: str = ""

    def age(self, day: date) -> int:
        passed = (day.month, day.day) >= (self.birth.month, self.birth.day)
        return day.year - self.birth.year - (0 if passed else 1)


@dataclass
class Family:
    members: list[Person]
    ethnic: str
    address: str
    causes: list[str]
    income_fen: int = 0
    rigid_fen: int = 0
    medical_fen: int = 0
    marital: str = "已婚"
    shape: str = ""

    @property
    def head(self) -> Person:
        return self.members[0]


def surname_of(name: str) -> str:
    """The surname, of two characters where it is one of those."""
    return name[:2] if name[:2] in ("欧阳", "令狐", "上官", "司马") else name[0]


class FamilyMaker:
    """Draws families as they are on a day."""

    def __init__(self, random: Random, names: Names, numbers: Numbers) -> None:
        self._random = random
        self._names = names
        self._numbers = numbers

    def make(self, day: date, county: County, causes: list[str], least_size: int = 1,
             retiring: bool = False) -> Family:
        """A family on the day; `retiring` makes the head old enough to retire soon."""
        rng = self._random
        ethnic = self._names.ethnic()
        shape, children, elders, spouse = self._shape(least_size)
        head_male = rng.random() < (0.68 if spouse else 0.5)
        head_age = min(max(round(rng.gauss(46, 7.5)), 27), 59 if head_male else 54)
        if retiring:
            head_age = rng.randrange(58, 60) if head_male else rng.randrange(52, 55)
        head_age = max(head_age, 30) if children else head_age
        head = self._person(1, "HEAD", head_male, self._birth(day, head_age), ethnic)
        members = [head]
        if spouse:
            age = min(max(head_age + rng.choice([-4, -3, -2, -1, -1, 0, 1, 2])
                          * (1 if head_male else -1), 24), 60)
            members.append(self._person(0, "SPOUSE", not head_male, self._birth(day, age), ""))
        surname = surname_of((head if head_male or not spouse else members[1]).name)
        for _ in range(children):
            members.append(self._child(day, min(m.age(day) for m in members[:2]), ethnic, surname))
        for place in range(elders):
            age = max(m.age(day) for m in members[:1]) + rng.randrange(21, 32)
            male = place == 1 if elders == 2 else rng.random() < 0.35
            elder = self._person(0, "FATHER" if male else "MOTHER", male, self._birth(day, age), "")
            if male and "·" not in head.name:
                elder.name = surname_of(head.name) + self._names.given(True, elder.birth.year)
            members.append(elder)
        for place, member in enumerate(members, start=1):
            member.seq = place
            self._occupy(member, day)
        family = Family(members, ethnic, self._address(county), causes, shape=shape)
        family.marital = "已婚" if spouse else rng.choice(["离异", "丧偶"] if children else
                                                       ["未婚", "离异", "丧偶"])
        head.phone = self._numbers.phone()
        self._afflict(family, day)
        return family

    def _shape(self, least: int) -> tuple[str, int, int, bool]:
        """Shape, children, elders, spouse: one to six members."""
        shapes = [(("single", 0, 0, False), 7), (("single+elder", 0, 1, False), 6),
                  (("couple", 0, 0, True), 14), (("parent+child", 1, 0, False), 11),
                  (("couple+child", 1, 0, True), 36), (("couple+2", 2, 0, True), 10),
                  (("couple+child+elder", 1, 1, True), 9), (("parent+2", 2, 0, False), 2),
                  (("couple+child+2elders", 1, 2, True), 3), (("couple+2+elder", 2, 1, True), 2),
                  (("couple+2+2elders", 2, 2, True), 1)]
        fit = [(shape, weight) for shape, weight in shapes
               if 1 + shape[1] + shape[2] + shape[3] >= least]
        return self._random.choices([shape for shape, _ in fit], [weight for _, weight in fit])[0]

    def _birth(self, day: date, age: int) -> date:
        """A birth date that makes the person `age` years old on the day."""
        try:
            last = day.replace(year=day.year - age)
        except ValueError:
            last = date(day.year - age, 2, 28)
        return last - timedelta(days=self._random.randrange(0, 364))

    def _person(self, seq: int, relation: str, male: bool, birth: date, ethnic: str) -> Person:
        ethnic = ethnic or self._names.ethnic()
        if ethnic in ("维吾尔族", "藏族"):
            name = self._names.dotted()[0]
        else:
            name = self._names.family(ethnic) + self._names.given(male, birth.year)
        return Person(seq, relation, name, self._numbers.resident(birth, male), male, birth,
                      "", "HEALTHY", None)

    def _child(self, day: date, parent_age: int, ethnic: str, surname: str) -> Person:
        rng = self._random
        age = min(max(parent_age - rng.randrange(22, 33), 0), 24)
        male = rng.random() < 0.53
        child = self._person(0, "SON" if male else "DAUGHTER", male, self._birth(day, age), ethnic)
        if "·" not in child.name:
            child.name = surname + self._names.given(male, child.birth.year)
        return child

    def _occupy(self, person: Person, day: date) -> None:
        rng, age = self._random, person.age(day)
        if person.relation in ("SON", "DAUGHTER"):
            if age < 6:
                person.work = "PRESCHOOL"
                person.schooling = "KINDERGARTEN" if age >= 3 else None
            elif age < 15:
                person.work, person.schooling = "STUDENT", "COMPULSORY"
            elif age < 18:
                person.work, person.schooling = "STUDENT", "SENIOR_HIGH"
            elif age < 23 and rng.random() < 0.8:
                person.work, person.schooling = "STUDENT", "HIGHER"
            else:
                person.work = rng.choice(["UNEMPLOYED", "MIGRANT", "NEW_FORM", "ON_DUTY"])
        elif person.relation in ("FATHER", "MOTHER"):
            person.work = rng.choice(["RETIRED", "FARMING", "FARMING", "NOT_WORKING"])
            person.health = rng.choice(["WEAK", "WEAK", "HEALTHY", "ILL"])
        elif person.relation == "HEAD":
            person.work = rng.choices(["ON_DUTY", "LAID_OFF", "UNEMPLOYED", "SICK_LEAVE"],
                                      [45, 33, 12, 10])[0]
        else:
            person.work = rng.choices(["ON_DUTY", "LAID_OFF", "UNEMPLOYED", "NOT_WORKING",
                                       "FARMING", "MIGRANT"], [20, 20, 18, 22, 12, 8])[0]

    def _afflict(self, family: Family, day: date) -> None:
        """Who is ill, disabled or at school agrees with the causes."""
        rng = self._random
        adults = [person for person in family.members if person.age(day) >= 18]
        if "MAJOR_ILLNESS" in family.causes:
            ill = rng.choice(family.members if rng.random() < 0.2 else adults)
            ill.health, ill.diagnosis = "ILL", rng.choice(DIAGNOSES)
            if ill.relation == "HEAD" and ill.work == "ON_DUTY":
                ill.work = "SICK_LEAVE"
        if "DISABILITY" in family.causes:
            well = [person for person in adults if person.health != "ILL"]
            disabled = rng.choice(well or adults)
            disabled.health = disabled.health if not well else "DISABLED"
            if disabled.relation == "SPOUSE":
                disabled.work = "NOT_WORKING"
        if "ACCIDENT" in family.causes and family.head.health == "HEALTHY":
            family.head.health = "WEAK"
            family.head.work = "SICK_LEAVE"
        if "UNEMPLOYMENT" in family.causes and family.head.work == "ON_DUTY":
            family.head.work = "LAID_OFF"
        if "CHILD_SCHOOLING" in family.causes and not any(
                person.schooling in ("COMPULSORY", "SENIOR_HIGH", "HIGHER")
                for person in family.members):
            family.causes.remove("CHILD_SCHOOLING")
            if not family.causes:
                family.causes.append("ENTERPRISE_DISTRESS")

    def _address(self, county: County) -> str:
        rng = self._random
        town = rng.choice(county.towns)
        community = rng.choice(COMMUNITIES)
        road = rng.choice(ROADS)
        if town.endswith("街道"):
            return (f"宝鸡市{county.name}{town}{community}社区{road}{rng.randrange(3, 190)}号院"
                    f"{rng.randrange(1, 9)}号楼{rng.randrange(1, 4)}单元{rng.randrange(1, 7)}0"
                    f"{rng.randrange(1, 4)}室")
        return f"宝鸡市{county.name}{town}{community}村{rng.randrange(1, 9)}组{rng.randrange(1, 90)}号"

    def finance(self, family: Family, net_fen: int) -> None:
        """Gives the family an income and rigid expenditure with exactly this net income."""
        rng = self._random
        rigid = 0
        for cause, (low, high) in {"MAJOR_ILLNESS": (9000, 38000), "DISABILITY": (3000, 9000),
                                   "ACCIDENT": (8000, 30000), "SUDDEN_EVENT": (6000, 22000),
                                   "CHILD_SCHOOLING": (2800, 13000)}.items():
            if cause in family.causes:
                spent = rng.randrange(low * 100, high * 100)
                rigid += spent
                family.medical_fen += spent if cause in ("MAJOR_ILLNESS", "ACCIDENT") else 0
        rigid += rng.randrange(600 * 100, 2400 * 100)
        family.rigid_fen = max(rigid, -net_fen + 240000)
        family.income_fen = net_fen + family.rigid_fen
        self._share(family)

    def _share(self, family: Family) -> None:
        """Splits the income over the members; the parts sum to it."""
        weights = [_EARNS[person.work] * self._random.uniform(0.85, 1.15)
                   for person in family.members]
        if sum(weights) == 0:
            weights[0] = 1.0
        total = sum(weights)
        for person, weight in zip(family.members, weights):
            person.income_fen = int(family.income_fen * weight / total)
        most = max(range(len(weights)), key=lambda place: weights[place])
        spent = sum(person.income_fen for person in family.members)
        family.members[most].income_fen += family.income_fen - spent
