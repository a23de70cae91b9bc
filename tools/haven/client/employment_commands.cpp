// Rows of the table that are about employment: fairs, employers, vacancies, seekers, hires.
#include "tools/haven/client/commands.hpp"
#include "tools/haven/client/rows.hpp"

namespace haven::client {
namespace {

const std::string kFairs = "haven.employment.v1.FairService/";
const std::string kEmployment = "haven.employment.v1.EmploymentService/";

OptionSpec fair(bool positional = true) {
    return {positional ? "fair" : "--fair", "fair", "招聘会代码", "fair, by code or id",
            positional};
}
OptionSpec employer(bool positional = true) {
    return {positional ? "employer" : "--employer", "uscc", "统一社会信用代码",
            "credit code of the employer", true};
}
OptionSpec participation() {
    return {"participation", "participation_id", "参会申请编号", "id of the participation", true};
}
OptionSpec vacancy() {
    return {"vacancy", "vacancy_id", "岗位编号", "id of the vacancy", true};
}
OptionSpec seeker(bool required = true) {
    return {required ? "seeker" : "--seeker", "seeker_id", "求职登记编号", "id of the seeker",
            required};
}
OptionSpec hire() {
    return {"hire", "hire_id", "录用编号", "id of the hire", true};
}
OptionSpec reason() {
    return {"--reason", "reason", "原因", "reason code", true};
}
std::vector<OptionSpec> papers() {
    return {{"--licence", "papers.licence_no", "营业执照号", "number of the licence"},
            {"--licence-until", "papers.licence_until", "执照有效期", "last day of the licence"},
            {"--agency", "papers.is_agency", "人力资源服务机构", "it places workers with others",
             false, false, Takes::Nothing},
            {"--permit", "papers.permit_no", "许可证号", "number of an agency's permit"},
            {"--permit-until", "papers.permit_until", "许可证有效期", "last day of the permit"}};
}
std::vector<OptionSpec> with(std::vector<OptionSpec> first, std::vector<OptionSpec> then) {
    for (OptionSpec& one : then) first.push_back(std::move(one));
    return first;
}

const std::vector<FieldColumn> kFairColumns = {
    {"code", "代码", "code"},       {"venue", "地点", "venue"},
    {"first_day", "日期", "day"},   {"days", "天数", "days"},
    {"stalls", "展位", "stalls"},   {"cancelled", "已取消", "cancelled"},
    {"firms", "参会单位", "firms"}, {"posts", "岗位", "posts"},
    {"intents", "意向", "intents"}};
const std::vector<FieldColumn> kVacancyColumns = {{"vacancy_id", "岗位", "vacancy"},
                                                  {"terms.occupation", "工种", "work"},
                                                  {"terms.posts", "人数", "posts"},
                                                  {"terms.wage_min_fen", "最低月薪", "wage from"},
                                                  {"terms.wage_max_fen", "最高月薪", "wage to"},
                                                  {"terms.min_schooling", "学历", "schooling"},
                                                  {"terms.max_age", "年龄上限", "age to"},
                                                  {"terms.uscc", "用人单位", "employer"},
                                                  {"terms.valid_until", "有效至", "until"}};
const std::vector<FieldColumn> kSeekerColumns = {
    {"seeker_id", "求职登记", "seeker"},      {"group", "群体", "group"},
    {"schooling", "学历", "schooling"},       {"wage_wish_fen", "期望月薪", "wage wish"},
    {"division", "地区", "division"},         {"state", "状态", "state"},
    {"registered_on", "登记日", "registered"}};
const std::vector<FieldColumn> kHireColumns = {
    {"hire_id", "录用", "hire"},     {"seeker_id", "求职登记", "seeker"},
    {"group", "群体", "group"},      {"uscc", "用人单位", "employer"},
    {"starts_on", "上岗日", "from"}, {"monthly_wage_fen", "月薪", "wage"},
    {"ended_on", "结束日", "ended"}, {"end_reason", "结束原因", "why"}};

std::vector<CommandSpec> fairs() {
    return {
        {"employment fairs",
         "招聘会",
         "fairs of the own unions and of those above",
         "haven --as city-caseworker employment fairs",
         kFairs + "ListFairs",
         {},
         "fairs",
         kFairColumns},
        {"employment fair",
         "查看招聘会",
         "a fair",
         "haven --as city-caseworker employment fair CHUNFENG-2023",
         kFairs + "GetFair",
         {fair()},
         "",
         {{"fair.code", "代码", "code"},
          {"fair.first_day", "日期", "day"},
          {"fair.cancelled", "已取消", "cancelled"},
          {"fair.firms", "参会单位", "firms"},
          {"fair.posts", "岗位", "posts"},
          {"fair.intents", "意向", "intents"}}},
        {"employment schedule",
         "发布招聘会",
         "announce a fair",
         "haven --as city-caseworker employment schedule CHUNFENG-2023 --venue 610300-HALL --on "
         "2023-02-11 --days 1 --stalls 150 --source BZF-2023-5",
         kFairs + "ScheduleFair",
         {{"code", "terms.code", "招聘会代码", "code of the fair", true},
          {"--venue", "terms.venue", "地点代码", "where", true},
          {"--on", "terms.first_day", "首日", "first day", true},
          {"--days", "terms.days", "天数", "days", true},
          {"--stalls", "terms.stalls", "展位数", "stalls", true},
          {"--source", "terms.source", "公告文号", "number of the announcement", true},
          {"--federation", "federation", "工会编号", "federation that holds it"}},
         "",
         {{"fair_id", "招聘会", "fair"}, {"reply.version", "版本", "version"}}},
        act("employment postpone", "招聘会延期", "put a fair off",
            "haven --as city-caseworker employment postpone CHUNFENG-2023 --to 2023-03-04 --reason "
            "EPIDEMIC",
            kFairs + "PostponeFair",
            {fair(), {"--to", "first_day", "新首日", "new first day", true}, reason()}),
        act("employment cancel", "取消招聘会", "call a fair off",
            "haven --as city-approver employment cancel CHUNFENG-2023 --reason EPIDEMIC",
            kFairs + "CancelFair", {fair(), reason()}),
        {"employment report",
         "统计招聘会",
         "count what came of a fair",
         "haven --as city-caseworker employment report CHUNFENG-2023",
         kFairs + "ReportFair",
         {fair()},
         "",
         {{"firms", "参会单位", "firms"},
          {"posts", "岗位", "posts"},
          {"intents", "意向", "intents"}}},
    };
}

std::vector<CommandSpec> employers() {
    return {
        {"employment employer",
         "查看用人单位",
         "an employer and its papers",
         "haven --as city-caseworker employment employer 91610300MA00000078",
         kFairs + "GetEmployer",
         {employer()},
         "",
         {{"employer.uscc", "信用代码", "credit code"},
          {"employer.kind", "类型", "kind"},
          {"employer.papers.licence_no", "执照", "licence"},
          {"employer.papers.licence_until", "执照有效期", "licence until"},
          {"employer.papers.is_agency", "人力资源服务机构", "agency"},
          {"employer.barred_until", "禁入至", "barred until"}}},
        {"employment register",
         "登记用人单位",
         "make an employer known",
         "haven --as chencang-caseworker employment register 91610300MA00000078 --kind "
         "MANUFACTURING --licence L-1 --licence-until 2030-12-31",
         kFairs + "RegisterEmployer",
         with({employer(),
               {"--kind", "kind", "类型", "kind of employer", true},
               {"--licence-shows-code", "licence_shows_code", "执照所示代码",
                "the code fails its check and the licence shows it", false, false, Takes::Nothing}},
              papers()),
         "",
         {{"employer_id", "用人单位", "employer"}, {"reply.version", "版本", "version"}}},
        act("employment papers", "更新证照", "an employer has shown other papers",
            "haven --as chencang-caseworker employment papers 91610300MA00000078 --licence L-2",
            kFairs + "RenewPapers", with({employer()}, papers())),
        act("employment bar", "禁入", "bar an employer until a day",
            "haven --as city-approver employment bar 91610300MA00000078 --until 2024-02-01 "
            "--reason WITHHELD_WAGES",
            kFairs + "BarEmployer",
            {employer(), {"--until", "until", "截止日", "last day", true}, reason()}),
        act("employment clear", "解除禁入", "an employer may attend again",
            "haven --as city-approver employment clear 91610300MA00000078 --reason PAID_WAGES",
            kFairs + "ClearEmployer", {employer(), reason()}),
        {"employment attending",
         "参会单位",
         "who wants to attend a fair",
         "haven --as city-caseworker employment attending CHUNFENG-2023 --state APPLIED",
         kFairs + "ListParticipations",
         {fair(), {"--state", "state", "状态", "where it stands"}},
         "participations",
         {{"participation_id", "参会申请", "participation"},
          {"uscc", "用人单位", "employer"},
          {"branch", "分支机构", "branch"},
          {"state", "状态", "state"},
          {"stall", "展位", "stall"},
          {"refusal", "不予参会原因", "refusal"}}},
        {"employment attend",
         "参会申请",
         "an employer wants to attend",
         "haven --as chencang-caseworker employment attend CHUNFENG-2023 --employer "
         "91610300MA00000078",
         kFairs + "ApplyToAttend",
         {fair(),
          employer(false),
          {"--branch", "branch", "分支机构代码", "branch that comes"},
          {"--letter", "branch_letter_no", "授权函号", "number of the letter of authority"}},
         "",
         {{"participation_id", "参会申请", "participation"}, {"reply.version", "版本", "version"}}},
        {"employment screen",
         "审核参会资格",
         "check the papers for the days of the fair",
         "haven --as city-caseworker employment screen PARTICIPATION --stall 7",
         kFairs + "ScreenParticipation",
         {participation(), {"--stall", "stall", "展位号", "stall it gets", true}},
         "",
         {{"refusal", "不予参会原因", "refusal"}, {"reply.version", "版本", "version"}}},
        act("employment stay-away", "退出参会", "an employer does not come",
            "haven --as city-caseworker employment stay-away PARTICIPATION",
            kFairs + "WithdrawParticipation", {participation()}),
    };
}

std::vector<CommandSpec> vacancies() {
    return {
        {"employment vacancies",
         "岗位",
         "what is offered today",
         "haven --as city-caseworker employment vacancies --schooling JUNIOR_HIGH --age 52",
         kFairs + "ListVacancies",
         {fair(false),
          {"--schooling", "schooling", "学历", "only what asks for no more"},
          {"--age", "age", "年龄", "only what takes that age"}},
         "vacancies",
         kVacancyColumns},
        {"employment vacancy",
         "查看岗位",
         "a vacancy, whatever became of it",
         "haven --as city-caseworker employment vacancy VACANCY",
         kFairs + "GetVacancy",
         {vacancy()},
         "",
         {{"vacancy.terms.occupation", "工种", "work"},
          {"vacancy.terms.conditions", "条件", "conditions"},
          {"vacancy.terms.posts", "人数", "posts"},
          {"vacancy.state", "状态", "state"},
          {"vacancy.rejection", "未过审原因", "rejection"},
          {"vacancy.found", "所见", "found"}}},
        {"employment offer",
         "发布岗位",
         "offer a vacancy; what the screening finds is said",
         "haven --as chencang-caseworker employment offer --terms fitter.json --fair CHUNFENG-2023",
         kFairs + "PostVacancy",
         {{"--terms", "terms", "岗位内容(JSON)", "the vacancy, as JSON", true, false, Takes::File},
          fair(false)},
         "",
         {{"vacancy_id", "岗位", "vacancy"},
          {"rejection", "未过审原因", "rejection"},
          {"found", "所见", "found"}}},
        act("employment withdraw-offer", "下架岗位", "offer a vacancy no more",
            "haven --as city-caseworker employment withdraw-offer VACANCY --reason FILLED",
            kFairs + "CloseVacancy", {vacancy(), reason()}),
    };
}

std::vector<OptionSpec> profile() {
    return {{"--group", "profile.group", "群体", "group", true},
            {"--schooling", "profile.schooling", "学历", "highest schooling", true},
            {"--skill", "profile.skills", "技能代码", "code of a skill", false, true},
            {"--wage-wish", "profile.wage_wish_fen", "期望月薪(元)", "wage hoped for, in yuan"},
            {"--division", "profile.division", "求职地区", "where work is sought", true},
            {"--pension", "profile.draws_pension", "已领养老金", "draws a pension", false, false,
             Takes::Nothing}};
}

std::vector<CommandSpec> seekers() {
    return {
        {"employment seekers",
         "求职者",
         "who seeks work, by group",
         "haven --as chencang-caseworker employment seekers --group LAID_OFF",
         kEmployment + "ListSeekers",
         {{"--group", "group", "群体", "group"}},
         "seekers",
         kSeekerColumns},
        {"employment seeker",
         "查看求职者",
         "a seeker; name and phone only for a purpose",
         "haven --as chencang-caseworker employment seeker SEEKER --purpose CASE_WORK",
         kEmployment + "GetSeeker",
         {seeker(), {"--purpose", "purpose", "查阅目的", "CASE_WORK or AUDIT"}},
         "",
         {{"seeker.group", "群体", "group"},
          {"seeker.schooling", "学历", "schooling"},
          {"seeker.state", "状态", "state"},
          {"name", "姓名", "name"},
          {"phone", "电话", "phone"}}},
        {"employment seek",
         "求职登记",
         "take in somebody who seeks work",
         "haven --as chencang-caseworker employment seek --name 林国强 --id-number "
         "610399197508150038 --phone 13900000000 --union 610304-0001 --consent PN-2022-1 --group "
         "LAID_OFF --schooling JUNIOR_HIGH --division 610304",
         kEmployment + "RegisterSeeker",
         with({{"--name", "name", "姓名", "name", true},
               {"--id-number", "id_number", "身份证号", "ID number", true},
               {"--phone", "phone", "电话", "phone", true},
               {"--union", "union_node", "基层工会代码", "union node", true},
               {"--consent", "consent", "个人信息告知版本", "version of the signed notice", true},
               {"--household", "household_id", "家庭档案编号", "file of the household"}},
              profile()),
         "",
         {{"seeker_id", "求职登记", "seeker"}, {"reply.version", "版本", "version"}}},
        act("employment profile", "更新求职信息", "a seeker has or wants something else",
            "haven --as chencang-caseworker employment profile SEEKER --group LAID_OFF --schooling "
            "SENIOR_HIGH --division 610304",
            kEmployment + "UpdateSeeker", with({seeker()}, profile())),
        act("employment leave", "退出求职", "somebody seeks work no more",
            "haven --as chencang-caseworker employment leave SEEKER --reason MOVED",
            kEmployment + "LeaveRegister", {seeker(), reason()}),
        {"employment match",
         "人岗匹配",
         "what is offered and suits a seeker, best first",
         "haven --as chencang-caseworker employment match SEEKER --fair CHUNFENG-2023 --count 10",
         kEmployment + "MatchVacancies",
         {seeker(),
          {"--fair", "fair", "招聘会代码", "fair, by code or id"},
          {"--count", "count", "条数", "how many, 20 unless said"}},
         "matches",
         {{"vacancy.vacancy_id", "岗位", "vacancy"},
          {"vacancy.terms.occupation", "工种", "work"},
          {"vacancy.terms.wage_min_fen", "最低月薪", "wage from"},
          {"vacancy.terms.wage_max_fen", "最高月薪", "wage to"},
          {"vacancy.terms.division", "地区", "division"},
          {"score", "匹配度", "score"},
          {"reasons", "理由", "reasons"}}},
        {"employment intent",
         "登记意向",
         "seeker and employer mean to go on",
         "haven --as chencang-caseworker employment intent SEEKER --vacancy VACANCY --on "
         "2023-02-11",
         kEmployment + "RecordIntent",
         {seeker(),
          {"--vacancy", "vacancy_id", "岗位编号", "id of the vacancy", true},
          {"--on", "reached_on", "日期", "day of the fair", true}},
         "",
         {{"intent_id", "意向", "intent"}, {"reply.version", "版本", "version"}}},
        {"employment fair-list",
         "录入招聘会名单",
         "people who came to terms on a day of a fair",
         "haven --as city-caseworker employment fair-list CHUNFENG-2023 --on 2023-02-11 --union "
         "610300 --consent PN-2023-1 --people list.json",
         kEmployment + "RecordFairList",
         {fair(),
          {"--on", "reached_on", "日期", "day of the fair", true},
          {"--union", "union_node", "工会节点", "union node that takes people in", true},
          {"--consent", "consent", "告知书版本", "version of the notice that was signed", true},
          {"--people", "rows", "名单(JSON)", "the people, as a JSON array", true, false,
           Takes::File}},
         "results",
         {{"seeker_id", "求职登记", "seeker"},
          {"intent_id", "意向", "intent"},
          {"reason", "原因", "reason"}}},
        act("employment drop-intent", "撤回意向", "one of the two does not mean to any more",
            "haven --as chencang-caseworker employment drop-intent INTENT",
            kEmployment + "WithdrawIntent",
            {{"intent", "intent_id", "意向编号", "id of the intent", true}}),
        {"employment intents",
         "就业意向",
         "intents of a fair",
         "haven --as city-caseworker employment intents CHUNFENG-2023",
         kEmployment + "ListIntents",
         {fair()},
         "intents",
         {{"intent_id", "意向", "intent"},
          {"seeker_id", "求职登记", "seeker"},
          {"uscc", "用人单位", "employer"},
          {"reached_on", "日期", "day"},
          {"state", "状态", "state"}}},
    };
}

std::vector<CommandSpec> hires() {
    return {
        {"employment hires",
         "录用",
         "hires, by first day",
         "haven --as chencang-caseworker employment hires --due",
         kEmployment + "ListHires",
         {seeker(false),
          {"--due", "due", "只看到期应核实稳岗的", "only those with a month to ask about", false,
           false, Takes::Nothing}},
         "hires",
         kHireColumns},
        {"employment hire",
         "查看录用",
         "a hire, month by month",
         "haven --as chencang-caseworker employment hire HIRE",
         kEmployment + "GetHire",
         {hire()},
         "hire.kept",
         {{"month", "月", "month"},
          {"monthly_wage_fen", "月薪", "wage"},
          {"evidence", "凭证", "evidence"},
          {"income_evidenced", "收入已证实", "income proved"},
          {"confirmed_on", "确认日", "confirmed"}}},
        {"employment confirm",
         "确认录用",
         "somebody is employed by a contract that was seen",
         "haven --as chencang-caseworker employment confirm SEEKER --employer 91610300MA00000078 "
         "--contract LABOUR --contract-no HT-1 --from 2023-02-20 --wage 4000",
         kEmployment + "ConfirmHire",
         {seeker(),
          employer(false),
          {"--vacancy", "vacancy_id", "岗位编号", "id of the vacancy"},
          {"--intent", "intent_id", "意向编号", "id of the intent"},
          {"--contract", "contract", "合同类型", "kind of contract", true},
          {"--contract-no", "contract_no", "合同编号", "number of the contract", true},
          {"--from", "starts_on", "上岗日", "first day of work", true},
          {"--until", "contract_until", "合同截止日", "last day of the contract"},
          {"--wage", "monthly_wage_fen", "月薪(元)", "monthly wage, in yuan", true}},
         "",
         {{"hire_id", "录用", "hire"}, {"reply.version", "版本", "version"}}},
        act("employment extend", "续签合同", "the contract goes on",
            "haven --as chencang-caseworker employment extend HIRE --contract-no HT-2",
            kEmployment + "ExtendContract",
            {hire(),
             {"--contract-no", "contract_no", "合同编号", "number of the new contract", true},
             {"--until", "contract_until", "合同截止日", "last day of the contract"}}),
        act("employment retain", "稳岗确认", "still there after 3, 6 or 12 months",
            "haven --as chencang-caseworker employment retain HIRE --month 3 --wage 4000 "
            "--evidence BANK_STATEMENT --evidence-no GZ-1",
            kEmployment + "RecordRetention",
            {hire(),
             {"--month", "month", "月", "3, 6 or 12", true},
             {"--wage", "monthly_wage_fen", "月薪(元)", "monthly wage as proved, in yuan", true},
             {"--evidence", "evidence", "凭证类型", "what proves it", true},
             {"--evidence-no", "evidence_no", "凭证编号", "number of the proof", true}}),
        act("employment end", "劳动关系结束", "the person does not work there any more",
            "haven --as chencang-caseworker employment end HIRE --on 2023-06-30 --reason RESIGNED",
            kEmployment + "EndEmployment",
            {hire(),
             {"--on", "ended_on", "最后工作日", "last day of work", true},
             {"--reason", "reason", "原因", "why", true}}),
    };
}

}  // namespace

std::vector<CommandSpec> employment_commands() {
    std::vector<CommandSpec> all;
    for (auto* part : {&fairs, &employers, &vacancies, &seekers, &hires}) {
        for (auto& spec : (*part)()) all.push_back(std::move(spec));
    }
    return all;
}

}  // namespace haven::client
