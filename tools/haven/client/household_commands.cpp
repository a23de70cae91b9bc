// Rows of the table that are about household files.
#include "tools/haven/client/commands.hpp"
#include "tools/haven/client/rows.hpp"

namespace haven::client {
namespace {

const std::string kFiles = "haven.registry.v1.RegistryService/";
const std::string kQueries = "haven.registry.v1.RegistryQueryService/";

const std::vector<FieldColumn> kHouseholdColumns = {
    {"household_id", "档案", "file"},       {"federation", "工会", "federation"},
    {"head_name", "建档职工", "file head"}, {"state", "状态", "state"},
    {"hardship_class", "类别", "class"},    {"primary_cause", "主因", "cause"},
    {"member_count", "人口", "members"},    {"enrolled_on", "建档日", "enrolled"},
    {"closed_on", "退档日", "closed"},      {"exit_kind", "退档类型", "exit"}};

OptionSpec visitors(const std::string& flag, const std::string& field) {
    return {flag, field, "人员,写两次", "login or staff id, given twice", true, true};
}
std::vector<OptionSpec> unmasked() {
    return {
        household(),
        {"--unmasked", "unmasked", "显示全文", "show full values", false, false, Takes::Nothing},
        {"--purpose", "purpose", "查看事由,留痕", "why, UPPER_SNAKE, recorded"}};
}
std::vector<OptionSpec> meeting_of(std::vector<OptionSpec> more) {
    std::vector<OptionSpec> all = {
        {"--minutes", "meeting.minutes_no", "纪要号", "number of the minutes", true},
        {"--on", "meeting.held_on", "日期", "day, YYYY-MM-DD", true},
        {"--present", "meeting.present", "到会,至少三人", "login or staff id, three times", true,
         true}};
    for (OptionSpec& option : more) all.push_back(std::move(option));
    return all;
}
OptionSpec measures() {
    return {"--measure", "measures", "一项措施,可多次", "a measure; may be given several times",
            false,       true};
}
OptionSpec waivers() {
    return {"--waiver", "waivers", "豁免的排除项", "a sign waived, with its reason", false, true};
}
// What an assessment asks besides the answer of civil affairs.
std::vector<OptionSpec> circumstances() {
    return {{"--accident-cost", "accident_cost_fen", "意外支出(元)",
             "cost of an accident after compensation, in yuan"},
            {"--savings", "savings_fen", "存款和净投资(元)", "savings and investment, in yuan"},
            {"--temporary", "temporary_hardship", "暂时困难", "the hardship is temporary", false,
             false, Takes::Nothing}};
}
std::vector<OptionSpec> joined(std::vector<OptionSpec> first, std::vector<OptionSpec> more) {
    for (OptionSpec& option : more) first.push_back(std::move(option));
    return first;
}

std::vector<CommandSpec> questions() {
    return {
        {"household find",
         "查找家庭",
         "find households",
         "haven --as weibin-case1 household find --name 赵 --state ENROLLED",
         kQueries + "FindHouseholds",
         {{"--name", "name", "姓名", "whole name, part of it or pinyin initials"},
          {"--id-number", "id_number", "身份证号", "ID number"},
          {"--federation", "federation", "工会编号", "number of the federation"},
          {"--class", "hardship_class", "困难类别", "hardship class"},
          {"--cause", "cause", "致困原因", "cause"},
          {"--state", "state", "状态", "state"},
          {"--tier", "tier", "层级", "tier"},
          {"--round", "round", "轮次", "round"},
          {"--origin", "origin", "来源", "origin"}},
         "households",
         kHouseholdColumns},
        {"household show",
         "家庭档案",
         "a file",
         "haven --as weibin-case1 household show FILE",
         kQueries + "GetHousehold",
         unmasked(),
         "household",
         {{"summary.state", "状态", "state"},
          {"summary.hardship_class", "类别", "class"},
          {"summary.head_name", "建档职工", "file head"},
          {"summary.enrolled_on", "建档日", "enrolled"},
          {"summary.review_valid_until", "复核有效至", "review until"},
          {"payee_account", "账户", "account"},
          {"proposed_payee_account", "拟变更账户", "account to confirm"},
          {"proposed_payee_id", "待复核编号", "to confirm"},
          {"programmes", "项目", "programmes"},
          {"aid_paid_fen", "已救助", "aid paid"},
          {"version", "版本", "version"}}},
        {"household members",
         "家庭成员",
         "the members of a file",
         "haven --as weibin-case1 household members FILE --unmasked --purpose PHONE_CALL",
         kQueries + "GetHousehold",
         unmasked(),
         "household.members",
         {{"seq", "序号", "no"},
          {"person_id", "人员编号", "person"},
          {"relation", "关系", "relation"},
          {"name", "姓名", "name"},
          {"id_number", "身份证号", "ID number"},
          {"birth_date", "出生日期", "birth"},
          {"work", "工作", "work"},
          {"health", "健康", "health"},
          {"yearly_income_fen", "年收入", "income"}}},
        {"household timeline",
         "档案经历",
         "the whole life of a file",
         "haven --as weibin-case1 household timeline FILE",
         kQueries + "GetTimeline",
         {household()},
         "entries",
         {{"on_date", "日期", "date"},
          {"type", "事件", "event", "event"},
          {"amount_fen", "金额", "amount"},
          {"detail", "说明", "detail"},
          {"actor", "经办", "by"}}},
        {"household checks",
         "核对请求",
         "requests to civil affairs and their answers",
         "haven --as weibin-case1 household checks --awaited",
         kQueries + "ListMeansChecks",
         {{"--awaited", "awaited", "只看未答复", "only those not answered", false, false,
           Takes::Nothing},
          {"--household", "household_id", "档案", "only of this file"}},
         "checks",
         {{"household_id", "档案", "file"},
          {"requested_on", "提请日", "requested"},
          {"state", "结果", "state"},
          {"answered_on", "答复日", "answered"},
          {"error", "原因", "error"}}},
        {"household notices",
         "公示中的名单",
         "notices that are posted, masked",
         "haven --as weibin-case1 household notices",
         kQueries + "ListNotices",
         {},
         "notices",
         {{"household_id", "档案", "file"},
          {"masked_row", "公示内容", "row"},
          {"first_day", "张贴日", "posted"},
          {"last_day", "期满日", "last day"},
          {"place", "地点", "place"}}},
        {"why",
         "为什么是这个类别",
         "why this class, from the comparison in the event",
         "haven --as weibin-case1 why FILE",
         kQueries + "ExplainClass",
         {household()},
         "decisions",
         {{"decided_on", "日期", "date"},
          {"type", "决定", "decision", "event"},
          {"hardship_class", "类别", "class"},
          {"reason", "原因", "reason"},
          {"comparison.net_fen", "净收入", "net income"},
          {"comparison.relation_sign", "比较", "sign"},
          {"comparison.line_year_fen", "年低保标准", "line of the year"},
          {"comparison.multiple_permille", "倍数(千分)", "multiple, permille"},
          {"comparison.member_count", "人口", "members"},
          {"comparison.line_id", "标准", "line"},
          {"comparison.line_is_placeholder", "占位", "placeholder"},
          {"comparison.rule_set_id", "规则", "rule set"}}},
    };
}

std::vector<CommandSpec> intake() {
    return {
        act("household return", "退回补正", "give an application back, with all that is missing",
            "haven --as weibin-case1 household return FILE --missing INCOME_PROOF",
            kFiles + "ReturnApplication",
            {household(),
             {"--missing", "missing", "缺的材料", "kind of document", false, true},
             {"--unauthorised", "missing_authorisations", "缺授权的成员序号",
              "number of a member without authorisation", false, true}}),
        act("household complete", "补正材料", "add what was missing to a returned application",
            "haven --as weibin-case1 household complete FILE "
            "--document kind=INCOME_PROOF,name=收入证明 --signed 2",
            kFiles + "CompleteApplication",
            {household(),
             {"--document", "documents", "补交的材料", "a paper that was added", false, true},
             {"--signed", "authorisations", "已授权的成员序号",
              "number of a member who has now signed", false, true}}),
        act("household withdraw", "申请人撤回", "the applicant takes the application back",
            "haven --as weibin-case1 household withdraw FILE", kFiles + "WithdrawApplication",
            {household()}),
        act("household reject", "不予受理", "say no before a meeting does",
            "haven --as weibin-case1 household reject FILE --reason OBJECTION_UPHELD",
            kFiles + "RejectApplication",
            {household(), {"--reason", "reason", "原因", "UPPER_SNAKE", true}}),
        act("household visit", "登记入户调查", "record a visit by two people",
            "haven --as weibin-case1 household visit FILE --kind INVESTIGATE "
            "--visitor weibin-case1 --visitor weibin-case2 --on 2023-12-28 "
            "--finding AS_DECLARED",
            kFiles + "RecordHomeVisit",
            {household(),
             {"--kind", "kind", "类型", "kind of visit", true},
             visitors("--visitor", "visitors"),
             {"--on", "visited_on", "日期", "day, YYYY-MM-DD", true},
             {"--finding", "finding", "结论", "what they found", true}}),
        act("household check", "提请民政核对", "ask civil affairs about the household's means",
            "haven --as weibin-case1 household check FILE", kFiles + "RequestMeansCheck",
            {household()}),
        {"household assess",
         "认定困难类别",
         "give a class by the rules in force",
         "haven --as weibin-case1 household assess FILE --savings 1200.00",
         kFiles + "AssessHousehold",
         joined({household(), waivers()}, circumstances()),
         "",
         {{"eligible", "符合", "eligible"},
          {"hardship_class", "类别", "class"},
          {"reason", "原因", "reason"},
          {"comparison.net_fen", "净收入", "net income"},
          {"comparison.relation_sign", "比较", "sign"},
          {"comparison.line_year_fen", "年低保标准", "line of the year"},
          {"comparison.multiple_permille", "倍数(千分)", "multiple, permille"},
          {"comparison.member_count", "人口", "members"},
          {"comparison.line_id", "标准", "line"},
          {"comparison.line_is_placeholder", "占位", "placeholder"},
          {"comparison.rule_set_id", "规则", "rule set"}}},
        {"household notice",
         "张贴公示",
         "post the masked notice",
         "haven --as weibin-case1 household notice FILE",
         kFiles + "OpenNotice",
         {household()},
         "",
         {{"masked_row", "公示内容", "row"},
          {"first_day", "张贴日", "posted"},
          {"last_day", "期满日", "last day"}}},
        {"household object",
         "登记异议",
         "record an objection to the notice",
         "haven --as weibin-case1 household object FILE --grounds INCOME --anonymous",
         kFiles + "RaiseObjection",
         {household(),
          {"--grounds", "grounds", "理由", "UPPER_SNAKE", true},
          {"--anonymous", "anonymous", "匿名", "nobody gave a name", false, false, Takes::Nothing}},
         "",
         {{"objection_id", "异议编号", "objection"}}},
        act("household settle", "异议处理", "uphold or dismiss an objection",
            "haven --as weibin-case2 household settle FILE --objection ID --upheld",
            kFiles + "ResolveObjection",
            {household(),
             {"--objection", "objection_id", "异议编号", "id of the objection", true},
             {"--upheld", "upheld", "成立", "it is right", false, false, Takes::Nothing}}),
        {"approve",
         "会议审批",
         "record a meeting's decision on a list of files",
         "haven --as weibin-approve1 approve FILE FILE --minutes 2023-7 --on 2023-12-28 "
         "--present weibin-approve1 --present weibin-approve2 --present weibin-approve3 "
         "--strike household_id=FILE,reason=INCOME_UNCLEAR",
         kFiles + "RecordMeeting",
         meeting_of(
             {{"household", "rows.household_id", "家庭档案编号,可多份",
               "id of the household file; several make a list", false, true},
              {"--strike", "rows", "不予通过的档案和原因", "a file struck from the list, and why",
               false, true, Takes::Text, "struck=true"}}),
         "rows",
         {{"household_id", "档案", "file"},
          {"result", "结果", "result"},
          {"reason", "原因", "reason"}}},
    };
}

std::vector<CommandSpec> life() {
    return {
        act("household plan", "制定帮扶计划", "adopt a year's help plan",
            "haven --as weibin-case1 household plan FILE --year 2024 "
            "--measure item=LIVING,annual_fen=7500.00,fund_line=city-aid-2024",
            kFiles + "AdoptHelpPlan",
            {household(), {"--year", "year", "年度", "year of the aid", true}, measures()}),
        act("household enrol", "纳入专项", "join a programme and adopt its plan",
            "haven --as city-case1 household enrol FILE --programme PILOT-2018 "
            "--amount 4000.00 --fund-line city-pilot-2018 --year 2018",
            kFiles + "EnrolInProgramme",
            {household(),
             {"--programme", "programme", "项目", "programme", true},
             {"--member", "beneficiary_seq", "受助成员序号", "number of the member"},
             {"--amount", "annual_fen", "年度金额(元)", "amount of the year, in yuan", true},
             {"--fund-line", "fund_line", "额度代码", "code of the fund line", true},
             {"--fund-federation", "fund_federation", "付款工会编号", "federation that pays"},
             {"--year", "year", "年度", "year"}}),
        {"household review",
         "年度复核",
         "complete the annual review",
         "haven --as weibin-case1 household review FILE --outcome ADJUST "
         "--reviewer weibin-case1 --reviewer weibin-case2 "
         "--figures income_fen=18000.00,rigid_fen=6000.00,months_below_line=12 "
         "--measure item=LIVING,annual_fen=3900.00,fund_line=city-aid-2024",
         kFiles + "CompleteReview",
         joined({household(),
                 {"--outcome", "outcome", "结论", "outcome", true},
                 visitors("--reviewer", "reviewers"),
                 {"--figures", "figures", "重新核定的数据,ADJUST 必填",
                  "figures taken again; ADJUST needs them"},
                 measures(),
                 {"--medical", "self_paid_medical_fen", "自付医疗费(元)",
                  "self-paid medical cost of the year, in yuan"},
                 {"--job", "retained_hire_id", "稳岗录用编号",
                  "hire whose retained wage the outcome rests on"}},
                circumstances()),
         "",
         {{"valid_until", "有效至", "valid until"}, {"reply.version", "版本", "version"}}},
        {"payee change",
         "录入新账户",
         "enter another account for a file's payee",
         "haven --as weibin-case1 payee change FILE --member 1 --kind CARD "
         "--account 9999990000000006",
         kFiles + "ChangePayeeAccount",
         {household(),
          {"--member", "payee.seq", "收款成员序号", "number of the member", true},
          {"--kind", "payee.kind", "类型", "kind of account", true},
          {"--account", "payee.account", "账号", "number", true},
          {"--bank", "payee.bank", "开户行", "bank"}},
         "",
         {{"proposal_id", "待复核编号", "to confirm"}, {"reply.version", "版本", "version"}}},
        act("payee confirm", "复核新账户", "confirm it as a second person, with the card at hand",
            "haven --as weibin-case2 payee confirm FILE --proposal ID --last4 0006",
            kFiles + "ConfirmPayeeAccount",
            {household(),
             {"--proposal", "proposal_id", "待复核编号", "as the file shows it", true},
             {"--last4", "last4", "尾号", "last four digits", true}}),
        act("household suspend", "暂停帮扶", "suspend aid",
            "haven --as weibin-case1 household suspend FILE --reason FRAUD_CHECK",
            kFiles + "SuspendAid", {household(), {"--reason", "reason", "原因", "reason", true}}),
        act("household resume", "恢复帮扶", "end a suspension",
            "haven --as weibin-approve1 household resume FILE", kFiles + "ResumeAid",
            {household(), {"--reason", "reason", "已消除的原因", "which reason is gone"}}),
        act("household exit", "提出退档", "propose the end of a file",
            "haven --as weibin-case1 household exit FILE --kind RESOLVED --origin OWN_APPLICATION",
            kFiles + "ProposeExit",
            {household(),
             {"--kind", "kind", "类型", "RESOLVED or BACKSTOP", true},
             {"--origin", "origin", "来源", "OWN_APPLICATION, CONTACT_OFFICER, REVIEW_STOP"}}),
        act("household cancel", "注销档案", "end a file for death, move, mistake or fraud",
            "haven --as weibin-approve1 household cancel FILE --kind MOVED", kFiles + "CancelFile",
            {household(), {"--kind", "kind", "类型", "kind of exit", true}}),
        act("household follow", "退档回访", "record a follow-up visit after exit",
            "haven --as weibin-case1 household follow FILE --month 3 --visitor weibin-case1 "
            "--visitor weibin-case2 --finding BETTER",
            kFiles + "RecordFollowUp",
            {household(),
             {"--month", "month", "第几个月", "months after exit: 3 or 6", true},
             visitors("--visitor", "visitors"),
             {"--finding", "finding", "结论", "what they found", true}}),
        act("person erase", "删除个人信息",
            "forget a person for ever, once no file is open and no keeping term runs",
            "haven --as weibin-approve1 person erase PERSON --ground CONSENT_WITHDRAWN",
            kFiles + "ErasePerson",
            {{"person", "person_id", "人员编号", "id of the person, see household members --json",
              true},
             {"--ground", "ground", "依据(个保法第47条)", "why (PIPL 47)", true}}),
        {"household reopen",
         "返困重新建档",
         "reopen a file whose hardship has come back",
         "haven --as weibin-approve1 household reopen FILE --minutes 2023-8 --on 2023-12-28 "
         "--present weibin-approve1 --present weibin-approve2 --present weibin-approve3",
         kFiles + "ReopenFile",
         meeting_of(joined({household(),
                            {"--medical", "self_paid_medical_fen", "自付医疗费(元)",
                             "self-paid medical cost of the year, in yuan"},
                            waivers()},
                           circumstances())),
         "",
         {{"hardship_class", "类别", "class"}, {"reply.version", "版本", "version"}}},
    };
}

}  // namespace

std::vector<CommandSpec> household_commands() {
    auto all = questions();
    for (auto* part : {&intake, &life}) {
        for (auto& spec : (*part)()) all.push_back(std::move(spec));
    }
    return all;
}

}  // namespace haven::client
