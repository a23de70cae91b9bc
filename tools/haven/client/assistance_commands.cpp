// Rows of the table that are about what is done for one person who seeks work: one-stop cases,
// basic posts, courses.
#include "tools/haven/client/commands.hpp"
#include "tools/haven/client/rows.hpp"

namespace haven::client {
namespace {

const std::string kService = "haven.employment.v1.AssistanceService/";

OptionSpec service_case() {
    return {"case", "case_id", "服务个案编号", "id of the case", true};
}
OptionSpec follow_up_on() {
    return {"--next", "follow_up_on", "下次回访日", "day on which the person is asked next", true};
}

std::vector<CommandSpec> cases() {
    return {
        {"employment cases",
         "一站式个案",
         "one-stop cases, by first day",
         "haven --as chencang-caseworker employment cases --due",
         kService + "ListServiceCases",
         {{"--state", "state", "状态", "OPEN or CLOSED"},
          {"--due", "due", "只看到期回访", "only those to be asked by today", false, false,
           Takes::Nothing}},
         "cases",
         {{"case_id", "个案", "case"},
          {"need", "诉求", "need"},
          {"counter", "窗口", "counter"},
          {"opened_on", "受理日", "opened"},
          {"follow_up_on", "下次回访", "next"},
          {"state", "状态", "state"},
          {"outcome", "结果", "outcome"}}},
        {"employment case",
         "查看个案",
         "a case, entry by entry",
         "haven --as chencang-caseworker employment case CASE",
         kService + "GetServiceCase",
         {service_case()},
         "service_case.entries",
         {{"number", "序号", "number"},
          {"kind", "类别", "kind"},
          {"day", "日期", "day"},
          {"policy", "政策", "policy"},
          {"target", "转介至", "to"},
          {"result", "转介结果", "result"},
          {"channel", "方式", "how"},
          {"finding", "回访情况", "finding"}}},
        {"employment case-open",
         "受理个案",
         "open a case at the counter",
         "haven --as chencang-caseworker employment case-open SEEKER --need WORK --counter HALL-3 "
         "--next 2023-03-01",
         kService + "OpenCase",
         {{"seeker", "seeker_id", "求职登记编号", "id of the seeker", true},
          {"--need", "need", "诉求", "what for", true},
          {"--counter", "counter", "窗口代码", "counter, by its code", true},
          follow_up_on()},
         "",
         {{"case_id", "个案", "case"}, {"reply.version", "版本", "version"}}},
        act("employment advise", "政策解答", "a policy was explained",
            "haven --as chencang-caseworker employment advise CASE --policy SKILL_SUBSIDY",
            kService + "Advise",
            {service_case(), {"--policy", "policy", "政策代码", "policy, by its code", true}}),
        {"employment refer",
         "转介",
         "send the person on, to a vacancy or to a registry",
         "haven --as chencang-caseworker employment refer CASE --to REGISTRY --node 610303 "
         "--sign JOB_LOSS",
         kService + "Refer",
         {service_case(),
          {"--to", "target", "转介至", "VACANCY or REGISTRY", true},
          {"--vacancy", "vacancy_id", "岗位编号", "id of the vacancy"},
          {"--federation", "to_federation", "工会编号", "federation whose registry is to look"},
          {"--node", "union_node", "工会组织代码", "union node there"},
          {"--sign", "signs", "困难迹象", "sign of hardship", false, true}},
         "",
         {{"referral_id", "转介", "referral"}, {"reply.version", "版本", "version"}}},
        act("employment referred", "登记转介结果", "what came of a referral to a vacancy",
            "haven --as chencang-caseworker employment referred CASE --number 2 --result TAKEN_UP",
            kService + "AnswerReferral",
            {service_case(),
             {"--number", "number", "序号", "number of the entry", true},
             {"--result", "result", "转介结果", "what came of it", true}}),
        act("employment follow-up", "回访", "the person was asked how it stands",
            "haven --as chencang-caseworker employment follow-up CASE --by PHONE --finding SEEKING "
            "--next 2023-04-01",
            kService + "FollowUp",
            {service_case(),
             {"--by", "channel", "方式", "how", true},
             {"--finding", "finding", "回访情况", "what was found", true},
             follow_up_on()}),
        act("employment case-close", "办结个案", "close a case with its outcome",
            "haven --as chencang-caseworker employment case-close CASE --outcome HIRED --hire HIRE",
            kService + "CloseCase",
            {service_case(),
             {"--outcome", "outcome", "结果", "how it ended", true},
             {"--hire", "hire_id", "录用编号", "hire by which it ended"}}),
        act("employment case-reopen", "重新受理个案", "take a closed case up again",
            "haven --as chencang-caseworker employment case-reopen CASE --reason CAME_AGAIN",
            kService + "ReopenCase",
            {service_case(), {"--reason", "reason", "原因", "reason code", true}}),
    };
}

OptionSpec post() {
    return {"post", "post_id", "公益性岗位编号", "id of the post", true};
}

std::vector<CommandSpec> posts() {
    return {
        {"employment basic-posts",
         "公益性岗位",
         "basic posts, by day of the offer",
         "haven --as chencang-caseworker employment basic-posts --state STARTED",
         kService + "ListBasicPosts",
         {{"--state", "state", "状态", "state"}},
         "posts",
         {{"post_id", "岗位", "post"},
          {"work", "工种", "work"},
          {"uscc", "用人单位", "employer"},
          {"age", "年龄", "age"},
          {"months_jobless", "失业月数", "months jobless"},
          {"state", "状态", "state"},
          {"starts_on", "上岗日", "from"},
          {"last_day", "期满日", "until"},
          {"ended_on", "结束日", "ended"},
          {"end_reason", "结束原因", "why"}}},
        {"employment post-allotments",
         "岗位指标",
         "allotments of basic posts, and what the own unions hold of them",
         "haven --as city-caseworker employment post-allotments",
         kService + "ListPostAllotments",
         {},
         "allotments",
         {{"allotment.code", "代码", "code"},
          {"allotment.funder", "出资方", "funder"},
          {"allotment.first_day", "起", "from"},
          {"allotment.last_day", "止", "until"},
          {"allotment.posts", "岗位数", "posts"},
          {"held", "已用", "held"}}},
        act("employment post-rules", "公益性岗位条件", "whom basic posts are for, from a day on",
            "haven --as city-approver employment post-rules BZ-2023 --from 2023-01-01 --men 50 "
            "--women 40 --jobless 12 --most 36 --source BZRS-2023-7",
            kService + "SetPostRules",
            {{"code", "rules.code", "条件代码", "code of the rules", true},
             {"--from", "rules.effective_from", "起用日", "first day", true},
             {"--men", "rules.min_age_men", "男性年龄", "least age of men", true},
             {"--women", "rules.min_age_women", "女性年龄", "least age of women", true},
             {"--jobless", "rules.months_jobless", "失业月数", "least months without work", true},
             {"--most", "rules.max_months", "最长月数", "most months of one person", true},
             {"--source", "rules.source", "文号", "number of the document", true}}),
        {"employment post-allot",
         "下达岗位指标",
         "a funder pays for basic posts in a period",
         "haven --as city-approver employment post-allot GYG-2023 --funder CITY_UNION --from "
         "2023-01-01 --until 2024-12-31 --posts 20 --source BZGH-2023-9",
         kService + "AllotPosts",
         {{"code", "allotment.code", "指标代码", "code of the allotment", true},
          {"--funder", "allotment.funder", "出资方代码", "who pays, by a code", true},
          {"--from", "allotment.first_day", "首日", "first day", true},
          {"--until", "allotment.last_day", "末日", "last day", true},
          {"--posts", "allotment.posts", "岗位数", "posts at a time", true},
          {"--source", "allotment.source", "文号", "number of the document", true}},
         "",
         {{"allotment_id", "指标", "allotment"}, {"reply.version", "版本", "version"}}},
        {"employment post-offer",
         "安排公益性岗位",
         "offer a basic post",
         "haven --as chencang-caseworker employment post-offer SEEKER --allotment GYG-2023 "
         "--employer 91610300MA00000078 --work CLEANING --jobless-since 2021-05-01 --proof SY-1",
         kService + "OfferPost",
         {{"seeker", "seeker_id", "求职登记编号", "id of the seeker", true},
          {"--allotment", "allotment", "指标代码", "allotment, by code", true},
          {"--employer", "uscc", "统一社会信用代码", "credit code of the employer", true},
          {"--work", "work", "工种代码", "kind of work, by a code", true},
          {"--jobless-since", "jobless_since", "失业起始日", "first day without work", true},
          {"--proof", "proof_no", "失业证明编号", "number of the proof", true}},
         "",
         {{"post_id", "岗位", "post"}, {"reply.version", "版本", "version"}}},
        act("employment post-decline", "放弃公益性岗位", "it is not taken",
            "haven --as chencang-caseworker employment post-decline POST --reason TOO_FAR",
            kService + "DeclinePost",
            {post(), {"--reason", "reason", "原因", "reason code", true}}),
        act("employment post-start", "确认上岗", "somebody begins there, for a term",
            "haven --as chencang-approver employment post-start POST --from 2023-03-01 --months 12",
            kService + "StartPost",
            {post(),
             {"--from", "starts_on", "上岗日", "first day of work", true},
             {"--months", "months", "月数", "months of the term", true}}),
        act("employment post-end", "提前离岗", "it ends before its term does",
            "haven --as chencang-caseworker employment post-end POST --on 2023-06-10 --reason "
            "FOUND_WORK",
            kService + "EndPost",
            {post(),
             {"--on", "ended_on", "最后工作日", "last day of work", true},
             {"--reason", "reason", "原因", "why", true}}),
    };
}

OptionSpec enrolment() {
    return {"enrolment", "enrolment_id", "报名编号", "id of the enrolment", true};
}
std::vector<OptionSpec> account_of(OptionSpec whose) {
    return {std::move(whose),
            {"--payee-kind", "payee_kind", "账户类型", "CARD or ACCOUNT", true},
            {"--account", "account", "账号", "number of card or account", true},
            {"--bank", "bank", "开户行", "name of the bank", true}};
}

std::vector<CommandSpec> courses() {
    return {
        {"employment courses",
         "网络课程",
         "courses, by code",
         "haven --as chencang-caseworker employment courses",
         kService + "ListCourses",
         {},
         "courses",
         {{"terms.code", "代码", "code"},
          {"federation", "开课单位", "federation"},
          {"terms.skill", "技能", "skill"},
          {"terms.units", "学时", "units"},
          {"terms.first_day", "起", "from"},
          {"terms.last_day", "止", "until"},
          {"terms.subsidy_fen", "补贴", "subsidy"}}},
        act("employment course-rules", "培训补贴标准",
            "what may be paid for courses, from a day on",
            "haven --as city-approver employment course-rules PXBT-2023 --from 2023-01-01 "
            "--highest 800 --yearly 3000 --days 365 --source BZRS-2023-8",
            kService + "SetSubsidyRules",
            {{"code", "rules.code", "标准代码", "code of the rules", true},
             {"--from", "rules.effective_from", "起用日", "first day", true},
             {"--highest", "rules.highest_fen", "每门最高(元)", "most for one course", true},
             {"--yearly", "rules.yearly_fen", "每人每年最高(元)", "most for a person and year",
              true},
             {"--days", "rules.request_days", "申请期限(天)", "days after the certificate", true},
             {"--source", "rules.source", "文号", "number of the document", true}}),
        {"employment course-offer",
         "开设网络课程",
         "offer a course",
         "haven --as chencang-approver employment course-offer DSYY-2023 --skill E_COMMERCE "
         "--units 40 --from 2023-02-01 --until 2023-06-30 --subsidy 800 --fund-line "
         "chencang-own-2023 --source BZGH-2023-12",
         kService + "OfferCourse",
         {{"code", "terms.code", "课程代码", "code of the course", true},
          {"--skill", "terms.skill", "技能代码", "what is learned, by a code", true},
          {"--units", "terms.units", "学时", "units", true},
          {"--from", "terms.first_day", "首日", "first day to enrol", true},
          {"--until", "terms.last_day", "末日", "last day to enrol", true},
          {"--subsidy", "terms.subsidy_fen", "补贴(元)", "paid for the certificate"},
          {"--fund-line", "fund_line", "资金额度代码", "fund line that pays, by code or id"},
          {"--source", "terms.source", "文号", "number of the document", true}},
         "",
         {{"course_id", "课程", "course"}, {"reply.version", "版本", "version"}}},
        {"employment course-enrol",
         "报名课程",
         "enrol a seeker in a course",
         "haven --as chencang-caseworker employment course-enrol SEEKER --course DSYY-2023",
         kService + "EnrolCourse",
         {{"seeker", "seeker_id", "求职登记编号", "id of the seeker", true},
          {"--course", "course", "课程代码", "course, by code", true}},
         "",
         {{"enrolment_id", "报名", "enrolment"}, {"reply.version", "版本", "version"}}},
        {"employment course-enrolments",
         "课程报名",
         "enrolments, by day",
         "haven --as chencang-caseworker employment course-enrolments --course DSYY-2023",
         kService + "ListEnrolments",
         {{"--course", "course", "课程代码", "course, by code"},
          {"--subsidy", "subsidy", "补贴状态", "state of the subsidy"}},
         "enrolments",
         {{"enrolment_id", "报名", "enrolment"},
          {"code", "课程", "course"},
          {"units_done", "已学学时", "done"},
          {"units", "学时", "units"},
          {"certificate_no", "证书", "certificate"},
          {"subsidy_fen", "补贴", "subsidy"},
          {"subsidy", "补贴状态", "state"},
          {"note", "说明", "note"},
          {"credited_on", "到账日", "credited"}}},
        act("employment course-progress", "登记学时", "units are done",
            "haven --as chencang-caseworker employment course-progress ENROLMENT --units 40",
            kService + "RecordProgress",
            {enrolment(), {"--units", "units_done", "已学学时", "units done in all", true}}),
        act("employment course-certificate", "登记证书", "the certificate of who has finished",
            "haven --as chencang-caseworker employment course-certificate ENROLMENT --number "
            "ZS-2023-1 --on 2023-03-10",
            kService + "RecordCertificate",
            {enrolment(),
             {"--number", "certificate_no", "证书编号", "number of the certificate", true},
             {"--on", "issued_on", "发证日", "day of the certificate", true}}),
        act("employment course-subsidy", "申请培训补贴", "ask for the subsidy",
            "haven --as chencang-caseworker employment course-subsidy ENROLMENT --payee-kind CARD "
            "--account 9999990000000000014 --bank 西府农村商业银行",
            kService + "RequestSubsidy", account_of(enrolment())),
        act("employment course-approve", "批准培训补贴", "give it: disbursement pays",
            "haven --as chencang-approver employment course-approve ENROLMENT",
            kService + "ApproveSubsidy",
            {enrolment(),
             {"--fund-line", "fund_line", "资金额度代码",
              "fund line of another year, by code or id"}}),
        act("employment course-refuse", "不批准培训补贴", "do not give it",
            "haven --as chencang-approver employment course-refuse ENROLMENT "
            "--reason PAPERS_MISSING",
            kService + "RefuseSubsidy",
            {enrolment(), {"--reason", "reason", "原因", "reason code", true}}),
        act("employment course-payee", "更正补贴账户", "enter another account of the person",
            "haven --as chencang-caseworker employment course-payee ENROLMENT --payee-kind CARD "
            "--account 9999990000000000022 --bank 西府农村商业银行",
            kService + "ProposeSubsidyPayee", account_of(enrolment())),
        act("employment course-payee-confirm", "确认补贴账户", "confirm what somebody else entered",
            "haven --as chencang-approver employment course-payee-confirm ENROLMENT --last4 0022",
            kService + "ConfirmSubsidyPayee",
            {enrolment(),
             {"--last4", "last4", "账号后四位", "last four digits, from the paper", true}}),
    };
}

}  // namespace

std::vector<CommandSpec> assistance_commands() {
    std::vector<CommandSpec> all = cases();
    for (auto& spec : posts()) all.push_back(std::move(spec));
    for (auto& spec : courses()) all.push_back(std::move(spec));
    return all;
}

}  // namespace haven::client
