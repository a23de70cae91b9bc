// Rows of the table that are about scholarships: schemes, pledges, applications, rolls, awards.
#include "tools/haven/client/commands.hpp"
#include "tools/haven/client/rows.hpp"

namespace haven::client {
namespace {

const std::string kSchemes = "haven.scholarship.v1.SchemeService/";
const std::string kScholarships = "haven.scholarship.v1.ScholarshipService/";

OptionSpec scheme(bool required = true) {
    return {required ? "scheme" : "--scheme", "scheme", "助学项目代码", "scheme, by code or id",
            required};
}
OptionSpec pledge() {
    return {"pledge", "pledge", "认捐代码", "pledge, by code or id", true};
}
OptionSpec application() {
    return {"application", "application_id", "助学申请编号", "id of the application", true};
}
OptionSpec roll() {
    return {"roll", "roll", "名册编号", "roll, by number or id", true};
}
OptionSpec award() {
    return {"award", "award", "助学金编号", "award, by number or id", true};
}
OptionSpec year() {
    return {"--year", "year", "年度", "year of the award", true};
}
OptionSpec amount() {
    return {"--amount", "amount_fen", "金额(元)", "amount in yuan", true};
}
OptionSpec reason() {
    return {"--reason", "reason", "原因", "reason code", true};
}
OptionSpec fund_line() {
    return {"--fund-line", "fund_line", "资金额度代码", "fund line that pays, by code or id"};
}
OptionSpec whose_pledge() {
    return {"--pledge", "pledge", "认捐代码", "pledge whose money it is; else the union's own"};
}

const std::vector<FieldColumn> kSchemeColumns = {{"code", "代码", "code"},
                                                 {"kind", "类别", "kind"},
                                                 {"year", "年度", "year"},
                                                 {"sponsor", "捐助方", "sponsor"},
                                                 {"first_day", "受理首日", "first day"},
                                                 {"last_day", "受理末日", "last day"},
                                                 {"window_closed", "停止受理", "window closed"},
                                                 {"closed", "已结束", "closed"}};
const std::vector<FieldColumn> kPledgeColumns = {{"code", "代码", "code"},
                                                 {"sponsor", "捐助方", "sponsor"},
                                                 {"promised_fen", "认捐", "promised"},
                                                 {"received_fen", "到账", "received"},
                                                 {"allotted_fen", "已分配", "allotted"},
                                                 {"paid_fen", "已付", "paid"},
                                                 {"given_back_fen", "退还", "given back"},
                                                 {"balance_fen", "余额", "balance"}};
const std::vector<FieldColumn> kApplicationColumns = {{"application_id", "申请", "application"},
                                                      {"state", "状态", "state"},
                                                      {"stage", "学段", "stage"},
                                                      {"tier", "档次", "tier"},
                                                      {"amount_fen", "金额", "amount"},
                                                      {"exclusion", "不予资助原因", "excluded"},
                                                      {"union_node", "工会", "union"},
                                                      {"applied_on", "申请日", "applied"}};
const std::vector<FieldColumn> kRollColumns = {
    {"roll_no", "名册", "roll"},   {"kind", "类别", "kind"},        {"year", "年度", "year"},
    {"row_count", "人数", "rows"}, {"total_fen", "金额", "total"},  {"hash", "校验值", "hash"},
    {"maker", "制表", "maker"},    {"approver", "审批", "approver"}};
const std::vector<FieldColumn> kAwardColumns = {
    {"award_no", "编号", "award"},    {"kind", "类别", "kind"},
    {"stage", "学段", "stage"},       {"graduates", "毕业年", "graduates"},
    {"revoked", "已撤销", "revoked"}, {"application_id", "申请", "application"}};

std::vector<CommandSpec> schemes() {
    return {
        {"scholarship schemes",
         "助学项目",
         "schemes of the own unions and of those above",
         "haven --as city-caseworker scholarship schemes --year 2023",
         kSchemes + "ListSchemes",
         {{"--year", "year", "年度", "year"}},
         "schemes",
         kSchemeColumns},
        {"scholarship scheme",
         "查看助学项目",
         "a scheme with its tiers",
         "haven --as city-caseworker scholarship scheme xuanyuan-2023",
         kSchemes + "GetScheme",
         {scheme()},
         "terms.tiers",
         {{"code", "档次", "tier"},
          {"amount_fen", "金额", "amount"},
          {"stages", "学段", "stages"},
          {"for_whom", "对象", "for whom"},
          {"entrants_only", "仅新生", "entrants only"}}},
        {"scholarship open",
         "设立助学项目",
         "open a scheme",
         "haven --as city-approver scholarship open --terms xuanyuan-2023.json",
         kSchemes + "OpenScheme",
         {{"--terms", "terms", "项目条款(JSON)", "the terms, as JSON", true, false, Takes::File},
          {"--federation", "federation", "工会编号", "federation whose scheme it is"}},
         "",
         {{"scheme_id", "项目", "scheme"}, {"reply.version", "版本", "version"}}},
        act("scholarship extend", "延长受理期", "take applications until a later day",
            "haven --as city-approver scholarship extend xuanyuan-2023 --until 2023-09-05 "
            "--decision J-1",
            kSchemes + "ExtendWindow",
            {scheme(),
             {"--until", "last_day", "末日", "last day", true},
             {"--decision", "decision_no", "决定文号", "number of the decision", true}}),
        act("scholarship close", "结束助学项目", "end a scheme",
            "haven --as city-approver scholarship close xuanyuan-2023", kSchemes + "CloseScheme",
            {scheme()}),
    };
}

std::vector<CommandSpec> pledges() {
    return {
        {"scholarship pledges",
         "认捐",
         "what sponsors have promised and given",
         "haven --as city-caseworker scholarship pledges --scheme xuanyuan-2023",
         kSchemes + "ListPledges",
         {scheme(false)},
         "pledges",
         kPledgeColumns},
        {"scholarship statement",
         "致捐助方对账单",
         "the statement to a sponsor: each yuan, and nobody's name without consent",
         "haven --as city-caseworker scholarship statement xuanyuan-2023",
         kSchemes + "GetSponsorStatement",
         {pledge()},
         "lines",
         {{"booked_on", "日期", "booked"},
          {"kind", "类型", "kind", "pledge_entry"},
          {"amount_fen", "金额", "amount"},
          {"goods", "物品", "goods"},
          {"pieces", "件数", "pieces"},
          {"award_no", "助学金", "award"},
          {"stage", "学段", "stage"},
          {"federation", "工会", "federation"},
          {"reference", "凭证", "reference"},
          {"happened_on", "银行日期", "bank day"},
          {"masked_name", "受助人", "helped"}}},
        {"scholarship goods",
         "捐赠物品",
         "a sponsor's goods: received, handed out, left",
         "haven --as city-caseworker scholarship goods xuanyuan-2023",
         kSchemes + "GetSponsorStatement",
         {pledge()},
         "pledge.goods",
         {{"goods", "物品", "goods"},
          {"received", "到货", "received"},
          {"handed_out", "已发", "handed out"},
          {"left", "结余", "left"}}},
        {"scholarship pledge",
         "登记认捐",
         "note what a sponsor has promised",
         "haven --as city-caseworker scholarship pledge xuanyuan-2023 --scheme xuanyuan-2023 "
         "--sponsor 91610300MA00000078 --promised 700000 --fund-line city-donation-2023 "
         "--agreement RZ-2023-1",
         kSchemes + "MakePledge",
         {{"code", "code", "认捐代码", "code of the pledge", true},
          {"--scheme", "scheme", "助学项目代码", "scheme, by code or id", true},
          {"--sponsor", "sponsor", "统一社会信用代码", "credit code of the sponsor", true},
          {"--promised", "promised_fen", "认捐金额(元)", "promised, in yuan", true},
          {"--fund-line", "fund_line", "资金额度代码", "fund line with the money", true},
          {"--agreement", "agreement_no", "协议编号", "number of the agreement", true}},
         "",
         {{"pledge_id", "认捐", "pledge"}, {"reply.version", "版本", "version"}}},
        act("scholarship receive", "认捐到账", "money of a pledge came in",
            "haven --as city-maker scholarship receive xuanyuan-2023 --amount 350000 "
            "--voucher 2023-7",
            kSchemes + "ReceivePledge",
            {pledge(),
             amount(),
             {"--voucher", "voucher_no", "凭证号", "number of the voucher", true}}),
        act("scholarship default", "捐助方不再履行", "the sponsor gives no more",
            "haven --as city-approver scholarship default xuanyuan-2023 --reason "
            "SPONSOR_DISSOLVED",
            kSchemes + "DefaultPledge", {pledge(), reason()}),
        act("scholarship give-back", "退还余额", "give back what no award needs",
            "haven --as city-approver scholarship give-back xuanyuan-2023 --amount 5000 "
            "--voucher 2023-9",
            kSchemes + "GivePledgeBack",
            {pledge(),
             amount(),
             {"--voucher", "voucher_no", "凭证号", "number of the voucher", true}}),
        act("scholarship gift-in", "实物入库", "goods of a sponsor came in",
            "haven --as city-caseworker scholarship gift-in xuanyuan-2023 --goods SUITCASE "
            "--pieces 140 --receipt 2023-S1",
            kSchemes + "ReceiveGift",
            {pledge(),
             {"--goods", "goods", "物品", "goods", true},
             {"--pieces", "pieces", "件数", "pieces", true},
             {"--receipt", "receipt_no", "收据号", "number of the receipt", true}}),
        act("scholarship gift-out", "发放实物", "hand one piece to one award",
            "haven --as city-caseworker scholarship gift-out xuanyuan-2023 --goods SUITCASE "
            "--award R-2023-1/1",
            kSchemes + "HandOutGift",
            {pledge(),
             {"--goods", "goods", "物品", "goods", true},
             {"--award", "award", "助学金编号", "award, by number or id", true}}),
    };
}

std::vector<CommandSpec> applications() {
    return {
        {"scholarship apply",
         "录入助学申请",
         "take in an application",
         "haven --as chencang-caseworker scholarship apply xuanyuan-2023 --student-name 林晓明 "
         "--student-id 610399200409010018 --parent-name 林国强 --parent-id 610399197508150038 "
         "--ground ILLNESS --union 610304-0001 --school 西北大学 --admission 2023-1 --stage "
         "UNDERGRADUATE --study-year 1 --programme REGULAR --payee-kind CARD --account "
         "9999990000000000014 --bank 西府农村商业银行",
         kScholarships + "SubmitScholarshipApplication",
         {scheme(),
          {"--student-name", "student_name", "学生姓名", "name of the student", true},
          {"--student-id", "student_id_number", "学生身份证号", "ID number of the student", true},
          {"--parent-name", "parent_name", "家长姓名", "name of the parent", true},
          {"--parent-id", "parent_id_number", "家长身份证号", "ID number of the parent", true},
          {"--other-parent-name", "other_parent_name", "另一家长姓名",
           "name of the parent who does not apply"},
          {"--other-parent-id", "other_parent_id_number", "另一家长身份证号",
           "ID number of that parent"},
          {"--no-other-parent", "no_other_parent", "无另一家长", "there is no other parent", false,
           false, Takes::Nothing},
          {"--household", "household_id", "家庭档案编号", "the parent's file; else without one"},
          {"--ground", "ground", "困难原因", "why a family without a file is helped"},
          {"--employer", "employer", "用人单位信用代码", "credit code of the parent's employer"},
          {"--union", "union_node", "基层工会代码", "grassroots union", true},
          {"--school", "school", "学校", "school or university", true},
          {"--admission", "admission_no", "录取通知书编号", "number of the letter", true},
          {"--stage", "stage", "学段", "what is studied", true},
          {"--study-year", "study_year", "年级", "1 = entrant", true},
          {"--programme", "programme", "录取类型", "how the student was admitted", true},
          {"--fees", "fees_fen", "学费(元)", "fees of the year, in yuan"},
          {"--other-aid", "other_aid_fen", "其他资助(元)", "other aid of the year, in yuan"},
          {"--pay-student", "pay_student", "付给学生", "pay the student", false, false,
           Takes::Nothing},
          {"--payee-kind", "payee_kind", "账户类型", "CARD or ACCOUNT", true},
          {"--account", "account", "账号", "number of card or account", true},
          {"--bank", "bank", "开户行", "name of the bank", true},
          {"--sponsor-may-know", "sponsor_may_know", "同意告知捐助方",
           "the sponsor may know who is helped", false, false, Takes::Nothing}},
         "",
         {{"application_id", "申请", "application"}, {"federation", "工会", "federation"}}},
        {"scholarship applications",
         "助学申请",
         "applications by scheme and state",
         "haven --as city-caseworker scholarship applications --state READY",
         kScholarships + "ListScholarshipApplications",
         {scheme(false), {"--state", "state", "状态", "where it stands"}},
         "applications",
         kApplicationColumns},
        {"scholarship notices",
         "公示中的助学名单",
         "notices of awards that are posted, masked",
         "haven --as city-caseworker scholarship notices --scheme xuanyuan-2023",
         kScholarships + "ListAwardNotices",
         {{"--scheme", "scheme", "助学项目代码", "scheme, by code or id"}},
         "notices",
         {{"application_id", "申请", "application"},
          {"masked_row", "公示内容", "row"},
          {"first_day", "张贴日", "posted"},
          {"last_day", "期满日", "last day"},
          {"place", "地点", "place"}}},
        {"scholarship application",
         "查看助学申请",
         "an application; names only for a purpose",
         "haven --as city-caseworker scholarship application APPLICATION --purpose CASE_WORK",
         kScholarships + "GetScholarshipApplication",
         {application(), {"--purpose", "purpose", "查阅目的", "CASE_WORK or AUDIT"}},
         "",
         {{"application.state", "状态", "state"},
          {"application.stage", "学段", "stage"},
          {"application.tier", "档次", "tier"},
          {"application.amount_fen", "金额", "amount"},
          {"student_name", "学生", "student"},
          {"parent_name", "家长", "parent"},
          {"school", "学校", "school"},
          {"admission_no", "录取通知书", "letter"},
          {"version", "版本", "version"}}},
        act("scholarship survey", "登记摸排", "what somebody of the grass roots has seen",
            "haven --as chencang-caseworker scholarship survey APPLICATION --finding AS_DECLARED",
            kScholarships + "RecordSurvey",
            {application(), {"--finding", "finding", "结果", "what was found", true}}),
        act("scholarship check", "审核申请", "check an application against its scheme",
            "haven --as city-caseworker scholarship check APPLICATION",
            kScholarships + "CheckApplication",
            {application(),
             {"--late-decision", "late_decision", "逾期受理文号",
              "number of the decision that lets a late one pass"}}),
        act("scholarship nominate", "提名", "nominate for a tier",
            "haven --as city-approver scholarship nominate APPLICATION --tier HIGHER-FILED",
            kScholarships + "NominateStudent",
            {application(), {"--tier", "tier", "档次", "tier of the scheme", true}}),
        {"scholarship notice",
         "公示",
         "post the masked row",
         "haven --as city-caseworker scholarship notice APPLICATION --place 610304-0001",
         kScholarships + "OpenAwardNotice",
         {application(), {"--place", "place", "公示地点", "where it hangs", true}},
         "",
         {{"masked_row", "公示内容", "row"}, {"reply.version", "版本", "version"}}},
        {"scholarship object",
         "登记异议",
         "somebody objects to what hangs there",
         "haven --as city-caseworker scholarship object APPLICATION --ground INCOME",
         kScholarships + "RaiseAwardObjection",
         {application(),
          {"--ground", "ground", "异议内容", "what is objected to", true},
          {"--anonymous", "anonymous", "匿名", "nobody is named", false, false, Takes::Nothing}},
         "",
         {{"objection_id", "异议", "objection"}, {"reply.version", "版本", "version"}}},
        act("scholarship resolve", "处理异议", "decide an objection",
            "haven --as city-approver scholarship resolve APPLICATION OBJECTION --upheld",
            kScholarships + "ResolveAwardObjection",
            {application(),
             {"objection", "objection_id", "异议编号", "id of the objection", true},
             {"--upheld", "upheld", "成立", "it is right", false, false, Takes::Nothing}}),
        act("scholarship reject", "不予资助", "end an application with a reason",
            "haven --as city-approver scholarship reject APPLICATION --reason LETTER_FORGED",
            kScholarships + "RejectScholarship", {application(), reason()}),
        act("scholarship withdraw", "撤回申请", "the family takes it back",
            "haven --as chencang-caseworker scholarship withdraw APPLICATION",
            kScholarships + "WithdrawScholarship", {application()}),
    };
}

std::vector<CommandSpec> rolls() {
    return {
        {"scholarship rolls",
         "助学名册",
         "rolls, by number",
         "haven --as city-approver scholarship rolls --scheme xuanyuan-2023",
         kScholarships + "ListRolls",
         {scheme(false)},
         "rolls",
         kRollColumns},
        {"scholarship roll",
         "查看名册",
         "a roll with its rows; names only for a purpose",
         "haven --as city-approver scholarship roll R-2023-1 --purpose CASE_WORK",
         kScholarships + "GetRoll",
         {roll(), {"--purpose", "purpose", "查阅目的", "CASE_WORK or AUDIT"}},
         "rows",
         {{"award_no", "编号", "award"},
          {"student_name", "学生", "student"},
          {"application_id", "申请", "application"},
          {"tier", "档次", "tier"},
          {"amount_fen", "金额", "amount"},
          {"state", "状态", "state"}}},
        {"scholarship seal",
         "封存名册",
         "seal nominated students on one list",
         "haven --as city-caseworker scholarship seal R-2023-1 --scheme xuanyuan-2023 --pledge "
         "xuanyuan-2023 --entry application_id=APPLICATION,graduates=2027",
         kScholarships + "SealRoll",
         {{"roll", "roll_no", "名册编号", "number of the roll", true},
          {"--scheme", "scheme", "助学项目代码", "scheme, by code or id", true},
          {"--entry", "entries", "学生", "student to be sealed", true, true},
          fund_line(),
          whose_pledge()},
         "",
         {{"roll_id", "名册", "roll"}, {"reply.version", "版本", "version"}}},
        act("scholarship strike", "剔除", "take a student from a roll",
            "haven --as city-caseworker scholarship strike R-2023-1 APPLICATION --reason "
            "DECLINED",
            kScholarships + "StrikeRow", {roll(), application(), reason()}),
        act("scholarship approve", "审批名册", "sign a roll",
            "haven --as city-approver scholarship approve R-2023-1 --hash HASH --minutes M-1",
            kScholarships + "ApproveRoll",
            {roll(),
             {"--hash", "hash", "校验值", "what is signed", true},
             {"--minutes", "minutes_no", "会议纪要号", "number of the minutes", true}}),
        act("scholarship ceremony", "登记发放仪式", "a ceremony was held",
            "haven --as city-caseworker scholarship ceremony R-2023-1 --on 2023-09-15 --place "
            "610300-HALL --present 52",
            kScholarships + "RecordCeremony",
            {roll(),
             {"--on", "held_on", "日期", "day", true},
             {"--place", "place", "地点", "where", true},
             {"--present", "present", "到场学生", "students who were there", true}}),
    };
}

std::vector<CommandSpec> awards() {
    return {
        {"scholarship awards",
         "助学金",
         "awards, by number",
         "haven --as city-auditor scholarship awards --state UNFUNDED",
         kScholarships + "ListAwards",
         {scheme(false), {"--state", "state", "状态", "of some year"}},
         "awards",
         kAwardColumns},
        {"scholarship award",
         "查看助学金",
         "an award, year by year",
         "haven --as city-auditor scholarship award R-2023-1/1",
         kScholarships + "GetAward",
         {award()},
         "award.years",
         {{"year", "年度", "year"},
          {"state", "状态", "state"},
          {"amount_fen", "金额", "amount"},
          {"unfunded", "缺资金原因", "unfunded"},
          {"bank_serial", "银行流水", "bank serial"},
          {"credited_on", "到账日", "credited"},
          {"returned_on", "退回日", "returned"},
          {"to_recover", "应追回", "to recover"}}},
        act("scholarship fund", "另行安排资金", "ask the pledge again, or other money",
            "haven --as city-approver scholarship fund R-2023-1/1 --year 2023 --pledge "
            "xuanyuan-2023",
            kScholarships + "ChangeFunding",
            {award(),
             year(),
             fund_line(),
             whose_pledge(),
             {"--decision", "decision_no", "决定文号", "number of the decision"}}),
        act("scholarship renew", "申请续助", "propose the next year",
            "haven --as city-caseworker scholarship renew R-2022-1/1 --year 2023 --stage "
            "UNDERGRADUATE --pledge xuanyuan-2023 --proof ZX-1",
            kScholarships + "ProposeRenewal",
            {award(),
             year(),
             {"--stage", "stage", "学段", "what is studied now", true},
             fund_line(),
             whose_pledge(),
             {"--proof", "proof_no", "在读证明号", "number of the proof", true}}),
        act("scholarship renew-approve", "批准续助", "approve a renewal",
            "haven --as city-approver scholarship renew-approve R-2022-1/1 --year 2023",
            kScholarships + "ApproveRenewal", {award(), year()}),
        act("scholarship renew-reject", "不予续助", "do not renew",
            "haven --as city-approver scholarship renew-reject R-2022-1/1 --year 2023",
            kScholarships + "RejectRenewal", {award(), year()}),
        act("scholarship payee", "更正收款账户", "enter another account of student or parent",
            "haven --as city-caseworker scholarship payee R-2023-1/1 --payee-kind CARD --account "
            "9999990000000000022 --bank 西府农村商业银行",
            kScholarships + "ProposeAwardPayee",
            {award(),
             {"--pay-student", "pay_student", "付给学生", "pay the student", false, false,
              Takes::Nothing},
             {"--payee-kind", "payee_kind", "账户类型", "CARD or ACCOUNT", true},
             {"--account", "account", "账号", "number of card or account", true},
             {"--bank", "bank", "开户行", "name of the bank", true}}),
        act("scholarship payee-confirm", "确认收款账户", "confirm what somebody else entered",
            "haven --as city-approver scholarship payee-confirm R-2023-1/1 --last4 0022",
            kScholarships + "ConfirmAwardPayee",
            {award(), {"--last4", "last4", "账号后四位", "last four digits", true}}),
        act("scholarship defer", "保留入学资格", "the entry was put off",
            "haven --as city-approver scholarship defer R-2023-1/1 --year 2023 --until 2024",
            kScholarships + "DeferAward",
            {award(), year(), {"--until", "until", "入学年", "year of the entry", true}}),
        act("scholarship repeat", "登记留级", "a year is repeated",
            "haven --as city-caseworker scholarship repeat R-2022-1/1 --year 2023",
            kScholarships + "RecordRepeatedYear", {award(), year()}),
        act("scholarship revoke", "撤销助学金", "revoke an award",
            "haven --as city-approver scholarship revoke R-2023-1/1 --reason DROPPED_OUT "
            "--decision J-2",
            kScholarships + "RevokeAward",
            {award(),
             {"--reason", "reason", "原因", "why", true},
             {"--decision", "decision_no", "决定文号", "number of the decision", true}}),
    };
}

}  // namespace

std::vector<CommandSpec> scholarship_commands() {
    std::vector<CommandSpec> all = schemes();
    for (auto&& part : {pledges(), applications(), rolls(), awards()}) {
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

}  // namespace haven::client
