"""Every sentence of the demo, once in English and once in Chinese."""
from __future__ import annotations

from collections.abc import Mapping

# key: (English, Chinese); {names} are filled in.
TEXTS: dict[str, tuple[str, str]] = {
    "replaces": ("this replaces the earlier demo", "本次演示替换先前的演示"),
    "goes on": ("goes on where the last run was stopped", "从上次中断处继续"),
    "stopped": ("stopped; the next run goes on where this one was", "已停止;下次运行从此处继续"),
    "try": ("try: {command}", "试试: {command}"),
    "left": ("  [{done}/{whole}] {day}, {left:.0f} s left",
             "  [{done}/{whole}] {day},还需 {left:.0f} 秒"),
    # 0
    "world": ("0  A world of invented people, and the processes", "0  虚构的人与各个进程"),
    "world.made": ("{old:,} files of the old system, {applied} applications, {acts:,} acts of "
                   "staff",
                   "旧系统档案 {old:,} 份,申请 {applied} 件,经办 {acts:,} 次"),
    "world.reference": ("{nodes} union nodes, {staff} staff, {enterprises} enterprises, "
                        "{lines} dibao lines, {rules} rule sets",
                        "工会组织 {nodes},工作人员 {staff},企业 {enterprises},低保标准 {lines},"
                        "规则集 {rules}"),
    "walked": ("{acts:,} acts by staff up to {day} in {seconds:.0f} s, the calendar stopped at "
               "{stops:,} days", "截至 {day} 经办 {acts:,} 次,用时 {seconds:.0f} 秒,日历停 {stops:,} 天"),
    "import": ("import: {imported:,} files in {seconds:.1f} s, {rate:,.0f} files/s, {rejects} "
               "rejects", "导入:{imported:,} 份,{seconds:.1f} 秒,每秒 {rate:,.0f} 份,拒收 {rejects} 行"),
    "import.again": ("re-saved in other order and encoding: {unchanged:,} unchanged, {imported} "
                     "imported", "换顺序、换编码重存后再导入:{unchanged:,} 份不变,新增 {imported} 份"),
    # 1
    "family": ("1  One family: {name}, {count} members, {county}",
               "1  一户人家:{name},{count} 口人,{county}"),
    "family.whole": ("every step of the procedure stands in the file", "每一步程序都在档案里"),
    "family.missing": ("steps are missing from the file: {missing}", "档案里缺少:{missing}"),
    "family.class": ("class by comparison: {income} - {rigid} = {net} {sign} {line} × 12 × "
                     "{members} = {year}  ({rules}, line {line_id}, {placeholder})",
                     "比较得出类别:{income} - {rigid} = {net} {sign} {line} × 12 × {members} = {year}"
                     "({rules},标准 {line_id},{placeholder})"),
    "placeholder": ("placeholder", "占位数据"),
    "from source": ("from its source", "有出处"),
    "family.notice": ("notice as posted: {row}", "公示原文:{row}"),
    "half.none": ("there is no second half of 2021", "没有 2021 年下半年的发放"),
    "half.lines": ("sent to the bank: {lines}", "送银行:{lines}"),
    "half.bank": ("the bank's own ledger: {credits}", "银行自己的账本:{credits}"),
    "half.back": ("{amount} on {date}, came back {back}", "{date} 到账 {amount},{back} 退回"),
    "half.stands": ("{amount} on {date}, stands", "{date} 到账 {amount},已落实"),
    "half": ("second half: sent {sent} times, refused once for the name, credited {credited} "
             "times, standing {standing}",
             "下半年:送出 {sent} 次,户名不符被拒一次,到账 {credited} 次,落实 {standing} 笔"),
    # 2
    "refusals": ("2  Five attempts that must be refused", "2  五次必须被拒的尝试"),
    "refused.elsewhere": ("the same person applies in another county", "同一人在另一个县申请"),
    "refused.amount": ("the same command with another amount", "同一命令改了金额"),
    "refused.maker": ("the maker approves the own batch", "制单人审批自己的批次"),
    "refused.suspended": ("payment to a suspended file", "给暂停的档案付款"),
    "refused.county": ("a county clerk opens another county's file", "县经办人打开别县的档案"),
    "refused": ("{words}: {reason}", "{words}——{reason}"),
    "refused.not": ("{words}: was not refused", "{words}:没有被拒"),
    # 3
    "kill": ("3  kill -9 in mid-batch", "3  发放途中 kill -9"),
    "kill.none": ("nothing was killed", "没有杀过进程"),
    "kill.told": ("{date}: suite (pid {haven}) and bank (pid {bank}) killed while batch {batch} "
                  "was being sent", "{date}:批次 {batch} 送出途中杀掉套件(pid {haven})与银行(pid {bank})"),
    "kill.held": ("started again; of {count} credits in the bank's ledger none is there twice",
                  "重新启动;银行账本 {count} 笔到账,无一重复"),
    # 4
    "figures": ("4  The years' figures beside the article's", "4  历年数据与文章数据对照"),
    "figure": ("{words} {sign} {must}   counted {value}", "{words} {sign} {must}   实计 {value}"),
    "figure.funds": ("{count} fund lines: received = paid + reserved + balance + returned {uneven}",
                     "{count} 条资金额度:收入 = 已付 + 预留 + 余额 + 退回 {uneven}"),
    "figure.kinds": ("among them a name mismatch, a closed account, a return after 31 December, "
                     "an unknown of three days {missing}",
                     "其中有户名不符、销户、跨年退回、三天状态不明 {missing}"),
    "figure.parts": ("of the medical campaign: the city {city}, the counties {county}",
                     "慰问医务人员:市级 {city},县区 {county}"),
    "figure.share": ("people with intent: {share} % of the posts", "达成意向占提供岗位 {share}%"),
    "figure.exits": ("how the cohort left: resolved {resolved:,}, for other causes {closed_other:,}, to "
                     "the backstop {to_backstop:,}",
                     "该轮退档去向:脱困 {resolved:,},其他原因 {closed_other:,},转兜底保障 {to_backstop:,}"),
    "figure.pathway": ("files since 2020, people: in hardship {in_hardship:,} > found work {hired:,} > "
                       "kept it three months {retained:,} > left by it {resolved:,}",
                       "2020 年以来在档人员:困难 {in_hardship:,} > 就业 {hired:,} > "
                       "稳岗三个月 {retained:,} > 因就业脱困 {resolved:,}"),
    "pilot": ("pilot 2018: households / enterprises in distress", "2018 年试点:户数 / 市属困难企业"),
    "pilot.line": ("pilot 2018: households at or above their line with its aid",
                   "2018 年试点:受助后达到或超过低保标准的户数"),
    "pilot.aid": ("pilot 2018: instalments paid / amount", "2018 年试点:发放期次 / 金额"),
    "current": ("since 2020: on file / paid for 2023 / mean", "2020 年以来:在档 / 2023 年发放 / 户均"),
    "cohort": ("2016-2020: enrolled / open on 2020-12-31", "2016—2020 年:建档 / 2020-12-31 在档"),
    "union": ("scholarships 2019-2023: awards / amount", "2019—2023 年金秋助学:人数 / 金额"),
    "charity": ("charity 2016-2023: awards / amount", "2016—2023 年金秋圆梦:人数 / 金额"),
    "autumn": ("autumn 2023, seven unions and firms: awards", "2023 年秋季七家单位:人数"),
    "autumn.unions": ("of these Chencang / Meixian / Longxian", "其中陈仓区 / 眉县 / 陇县"),
    "autumn.firms": ("Xifeng / Hongqi / Hantang / Guojiahe, their children", "西凤 / 红旗 / 汉唐 / 郭家河资助职工子女"),
    "autumn.fen": ("Meixian / Longxian / Xifeng / Hongqi / Hantang", "眉县 / 陇县 / 西凤 / 红旗 / 汉唐金额"),
    "autumn.least": ("Chencang / Guojiahe", "陈仓区 / 郭家河金额"),
    "warmth": ("warmth 2019-2023: amount / person-times", "2019—2023 年双节送温暖:金额 / 人次"),
    "warmth.persons": ("of different people", "其中不同的人"),
    "warmth.crews": ("people of crews that were counted", "只计人数的集体慰问人数"),
    "warmth.2023": ("2023: amount / groups / firms / hardship workers",
                    "2023 年市本级:金额 / 小组 / 企业 / 困难职工"),
    "cash": ("visits booked by disbursement as cash, fen", "资金发放系统记账的慰问现金(分)"),
    "ladder": ("on the step of warmth alone, of the season's 3,000", "本季慰问 3000 人中只在送温暖这一层的人数"),
    "medical": ("medical staff 2023: amount / people", "2023 年慰问医务人员:金额 / 人数"),
    "safety": ("safety week 2023, estimated: items / reached", "2023 年网络安全宣传周(不完全统计):件 / 人"),
    "training": ("class for cadres: trained", "宣教干部培训班:人数"),
    "fairs": ("job fairs 2019-2023: fairs / stalls", "2019—2023 年招聘会:场次 / 参会单位"),
    "fairs.work": ("posts offered / people with intent", "提供岗位 / 达成意向"),
    "payments": ("bank refused / unknown for a time / returned", "银行拒付 / 一时状态不明 / 事后退回"),
    "figure.basis": ("the online-safety week is said to be ESTIMATED, all else of outreach EXACT {wrong}",
                     "网络安全周标明为估计数,其余送温暖与宣传数字为逐笔计数 {wrong}"),
    "sponsors": ("sponsors' statements: {pledges} pledges, {credits} credits in the bank's ledger, {fen}, "
                 "{goods} pieces of goods {wrong}",
                 "致捐助方对账单:{pledges} 笔认捐,{credits} 笔入账与银行账本相符,共 {fen},物品 {goods} 件 {wrong}"),
    "turns": ("awards: an objection upheld {rejected}, entries put off and paid a year later {deferred}, "
              "revoked before payment {revoked}, renewed {renewed} {wrong}",
              "助学金:异议成立 {rejected},保留入学资格次年发放 {deferred},发放前撤销 {revoked},续助 {renewed} {wrong}"),
    "twice": ("credited twice in the bank's own ledger", "银行自己的账本:重复到账"),
    # 5
    "replay": ("5  Replay: every table from the log again", "5  重放:由日志重建每张表"),
    "replay.equal": ("folded and compared: {services}", "重放并比较:{services}"),
    "replay.differs": ("replay: {error}", "重放:{error}"),
    "oracles.hold": ("audit check: {count} oracles hold", "核对:{count} 项全部成立"),
    "oracles.broken": ("audit check: {error}", "核对:{error}"),
    "damage": ("in a copy of the payments' database one instalment's amount is raised by one fen: "
               "{again}", "支付数据库的副本里,把一期金额改多一分:{again}"),
    "damage.found": ("found and named: {row}", "查出并指明:{row}"),
    "damage.lost": ("the damaged row was not named: {error}", "没有指明被改的行:{error}"),
    # 6
    "search": ("6  The family's name and number in all databases", "6  在全部数据库里找这户人的姓名与号码"),
    "search.none": ("{tables} tables of {databases} databases, as text, hex and base64: {hits}",
                    "{databases} 个库 {tables} 张表,按文本、十六进制、base64 查找:{hits}"),
    "search.planted": ("the same search finds the name where it is planted", "把姓名放进去时,同样的查找能找到"),
    # The end
    "simulated": ("Simulated: the bank, the civil-affairs check and the calendar; the people, and "
                  "the dibao lines (placeholders). Everything else ran for real.",
                  "模拟的:银行、民政核对、日历;人是虚构的,低保标准是占位数据。其余都真实运行。"),
    "left running": ("The suite goes on running on {day}; ./dev down stops it.",
                     "套件仍在运行,业务日期 {day};./dev down 停止。"),
}

# What the timeline calls what happened (docs/glossary.md).
EVENTS = {
    "ApplicationSubmitted": "已申请", "HomeVisitRecorded": "走访记录", "MeansCheckReturned": "核对结果",
    "HouseholdClassified": "认定类别", "NoticeOpened": "开始公示", "HouseholdEnrolled": "建档",
    "HelpPlanAdopted": "制定帮扶计划", "AidRecorded": "帮扶到账", "AidReturned": "帮扶退回",
    "AidHeld": "帮扶暂扣", "PayeeAccountChanged": "收款账户变更"}


def language_of(asked: str, environment: Mapping[str, str]) -> str:
    """"en" or "zh": what was asked for, else LANG, as the haven client reads it."""
    wanted = asked or environment.get("LANG", "")
    return "en" if wanted.startswith(("en", "C", "POSIX")) else "zh"


class Texts:
    """The sentences in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._column = 0 if language == "en" else 1

    def event(self, kind: str) -> str:
        return kind if self._column == 0 else EVENTS[kind]

    def __call__(self, key: str, **values: object) -> str:
        return TEXTS[key][self._column].format(**values).rstrip()
