// Rows of the table that are about the hotline 12351.
#include "tools/haven/client/commands.hpp"
#include "tools/haven/client/rows.hpp"

namespace haven::client {
namespace {

const std::string kService = "haven.outreach.v1.HotlineService/";

OptionSpec ticket() {
    return {"ticket", "ticket", "工单号", "ticket, by number or id", true};
}
OptionSpec reason() {
    return {"--reason", "reason", "原因", "reason code", true};
}
OptionSpec node() {
    return {"--node", "union_node", "工会组织代码", "union node"};
}
OptionSpec level() {
    return {"--level", "level", "层级", "CITY, COUNTY or GRASSROOTS", true};
}
OptionSpec ticket_class() {
    return {"--class", "ticket_class", "时限类别", "GENERAL, DIFFICULT or EXTRA_COMPLEX", true};
}
OptionSpec to(bool required) {
    return {"--to", "to_federation", "转往的工会编号", "federation that is to have it", required};
}

std::vector<CommandSpec> rules() {
    return {
        {"outreach ticket limits",
         "工单时限",
         "time limits of the hotline",
         "haven --as city-caseworker outreach ticket limits",
         kService + "ListTimeLimits",
         {},
         "limits",
         {{"code", "代码", "code"},
          {"first_day", "自", "from"},
          {"general_days", "一般", "general"},
          {"difficult_days", "疑难", "difficult"},
          {"extra_complex_days", "特别复杂", "extra complex"},
          {"source", "依据", "source"}}},
        act("outreach ticket limits-add", "设定工单时限", "set the time limits from a day on",
            "haven --as city-approver outreach ticket limits-add --limits limits-2023.json",
            kService + "AddTimeLimits",
            {{"--limits", "limits", "时限(JSON)", "the limits, as JSON", true, false,
              Takes::File}}),
    };
}

std::vector<CommandSpec> lists() {
    return {
        {"outreach ticket list",
         "工单列表",
         "tickets by number: of an office, a state, or overdue",
         "haven --as city-caseworker outreach ticket list --escalated",
         kService + "ListTickets",
         {{"--federation", "federation", "工会编号", "federation that has them"},
          {"--node", "union_node", "工会组织代码", "union node that has them"},
          {"--state", "state", "状态", "OPEN, REPLIED, PASSED_ON or CLOSED"},
          {"--escalated", "escalated", "只列逾期上报的", "only those past their last day", false,
           false, Takes::Nothing}},
         "tickets",
         {{"ticket_no", "工单号", "number"},
          {"federation", "工会", "federation"},
          {"type", "类型", "type"},
          {"ticket_class", "时限类别", "class"},
          {"state", "状态", "state"},
          {"due_on", "办理期限", "due"},
          {"round", "轮次", "round"},
          {"escalations", "逾期次数", "overdue"},
          {"satisfaction", "满意度", "satisfaction"}}},
        {"outreach ticket show",
         "工单详情",
         "one ticket; name and telephone only for a purpose",
         "haven --as city-caseworker outreach ticket show 12351-2023-1 --purpose CASE_WORK",
         kService + "GetTicket",
         {ticket(), {"--purpose", "purpose", "查阅目的", "CASE_WORK or AUDIT"}},
         "",
         {{"ticket.ticket_no", "工单号", "number"},
          {"ticket.type", "类型", "type"},
          {"ticket.subject", "事项", "subject"},
          {"name", "来电人", "caller"},
          {"phone", "电话", "telephone"},
          {"ticket.federation", "工会", "federation"},
          {"ticket.union_node", "工会组织", "union node"},
          {"ticket.state", "状态", "state"},
          {"ticket.due_on", "办理期限", "due"},
          {"ticket.transfers", "转办次数", "transfers"},
          {"ticket.referral", "转介结果", "referral"},
          {"reply_no", "答复号", "reply"},
          {"outcome", "办理结果", "outcome"},
          {"ticket.satisfaction", "满意度", "satisfaction"},
          {"ticket.end", "办结方式", "end"}}},
    };
}

std::vector<CommandSpec> acts() {
    return {
        {"outreach ticket log",
         "登记来电",
         "log a call; who calls stands in the file and goes to the vault",
         "haven --as city-caseworker outreach ticket log 12351-2023-1 --type AID --class GENERAL "
         "--subject WAGE_ARREARS --level CITY --caller caller.json",
         kService + "LogTicket",
         {{"ticket", "ticket_no", "工单号", "number of the ticket", true},
          {"--type", "type", "类型", "INQUIRY, AID, COMPLAINT, LEGAL_AID or SUGGESTION", true},
          ticket_class(),
          {"--subject", "subject", "事项", "subject code", true},
          level(),
          node(),
          {"--caller", "caller", "来电人(JSON)", "who calls, as JSON; none: anonymous", false,
           false, Takes::File},
          {"--federation", "federation", "工会编号", "federation that takes the call"}},
         "",
         {{"ticket_id", "工单", "ticket"},
          {"person_id", "人员", "person"},
          {"reply.version", "版本", "version"}}},
        act("outreach ticket assign", "分办工单", "give a ticket to another office",
            "haven --as city-caseworker outreach ticket assign 12351-2023-1 --node 610302-JTX "
            "--level GRASSROOTS --reason NEAREST",
            kService + "AssignTicket", {ticket(), node(), level(), reason()}),
        act("outreach ticket transfer", "转办工单", "give a ticket to another federation",
            "haven --as city-caseworker outreach ticket transfer 12351-2023-1 --to 4 --level "
            "COUNTY --reason OTHER_COUNTY",
            kService + "TransferTicket", {ticket(), to(true), node(), level(), reason()}),
        act("outreach ticket reclassify", "调整工单时限", "another class, by an approver",
            "haven --as city-approver outreach ticket reclassify 12351-2023-1 --class DIFFICULT "
            "--reason TWO_EMPLOYERS",
            kService + "ReclassifyTicket", {ticket(), ticket_class(), reason()}),
        act("outreach ticket reply", "答复来电人", "the caller was answered",
            "haven --as city-caseworker outreach ticket reply 12351-2023-1 --number R-1 "
            "--outcome EXPLAINED",
            kService + "ReplyTicket",
            {ticket(),
             {"--number", "reply_no", "答复号", "number of the reply", true},
             {"--outcome", "outcome", "办理结果", "outcome code", true}}),
        act("outreach ticket call-back", "登记回访", "what the caller says of the answer",
            "haven --as city-caseworker outreach ticket call-back 12351-2023-1 --said SATISFIED",
            kService + "RecordCallBack",
            {ticket(),
             {"--said", "satisfaction", "满意度",
              "SATISFIED, MOSTLY_SATISFIED, UNSATISFIED or NOT_REACHED", true}}),
        {"outreach ticket refer",
         "转介来电人",
         "refer a caller in hardship to a registry",
         "haven --as city-caseworker outreach ticket refer 12351-2023-1 --to 2 --sign JOB_LOSS",
         kService + "ReferCaller",
         {ticket(),
          to(false),
          node(),
          {"--sign", "signs", "困难迹象", "sign of hardship", true, true}},
         "",
         {{"referral_id", "转介", "referral"}, {"reply.version", "版本", "version"}}},
        act("outreach ticket close", "办结工单", "close a ticket",
            "haven --as city-caseworker outreach ticket close 12351-2023-1",
            kService + "CloseTicket", {ticket()}),
        act("outreach ticket dismiss", "不予办理", "close what is repeated or malicious",
            "haven --as city-approver outreach ticket dismiss 12351-2023-1 --reason MALICIOUS",
            kService + "DismissTicket", {ticket(), reason()}),
    };
}

std::vector<CommandSpec> referrals() {
    const std::string service = "haven.registry.v1.ReferralService/";
    const OptionSpec referral{"referral", "referral_id", "转介编号", "id of the referral", true};
    return {
        {"referral list",
         "转介列表",
         "whom hotline, visit groups and job centre have referred: drafts and visits",
         "haven --as 610302-caseworker referral list",
         service + "ListReferrals",
         {{"--state", "state", "状态", "DRAFT, VISIT, APPLIED or SET_ASIDE"}},
         "referrals",
         {{"heard_on", "日期", "day"},
          {"state", "状态", "state"},
          {"name", "姓名", "name"},
          {"phone", "电话", "telephone"},
          {"source", "来源", "source"},
          {"source_no", "工单号", "ticket"},
          {"union_node", "工会组织", "union node"},
          {"signs", "困难迹象", "signs"},
          {"household_id", "申请", "application"},
          {"referral_id", "转介编号", "referral"}}},
        act("referral take-up", "转介已申请", "the application that came of a referral",
            "haven --as 610302-caseworker referral take-up REFERRAL HOUSEHOLD",
            service + "TakeUpReferral", {referral, household()}),
        act("referral set-aside", "转介不予办理", "nothing comes of a referral",
            "haven --as 610302-caseworker referral set-aside REFERRAL --reason NOT_IN_HARDSHIP",
            service + "SetReferralAside", {referral, reason()}),
    };
}

}  // namespace

std::vector<CommandSpec> hotline_commands() {
    std::vector<CommandSpec> all = rules();
    for (auto* part : {&lists, &acts, &referrals}) {
        for (auto& spec : (*part)()) all.push_back(std::move(spec));
    }
    return all;
}

}  // namespace haven::client
