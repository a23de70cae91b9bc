// Rows of the table that are about outreach: campaigns, goods, visit groups and their visits.
#include "tools/haven/client/commands.hpp"
#include "tools/haven/client/rows.hpp"

namespace haven::client {
namespace {

const std::string kCampaigns = "haven.outreach.v1.CampaignService/";
const std::string kVisits = "haven.outreach.v1.VisitService/";

OptionSpec campaign(bool required = true) {
    return {required ? "campaign" : "--campaign", "campaign", "慰问活动代码",
            "campaign, by code or id", required};
}
OptionSpec group() {
    return {"group", "group", "慰问小组编号", "visit group, by number or id", true};
}
OptionSpec stock(const char* flag = "stock") {
    return {flag, "stock", "物资库代码", "store, by code or id", true};
}
OptionSpec goods() {
    return {"--goods", "goods", "物资", "kind and pieces", true, true};
}
OptionSpec fund_line() {
    return {"--fund-line", "fund_line", "资金额度代码", "fund line, by code or id", true};
}
OptionSpec amount() {
    return {"--amount", "amount_fen", "金额(元)", "amount in yuan", true};
}
OptionSpec voucher() {
    return {"--voucher", "voucher_no", "凭证号", "number of the voucher", true};
}
OptionSpec reason() {
    return {"--reason", "reason", "原因", "reason code", true};
}
OptionSpec record() {
    return {"--record", "record_no", "记录号", "number of the record", true};
}
OptionSpec leader() {
    return {"--leader", "leader", "带队人", "member of staff who leads it", true};
}
OptionSpec itinerary() {
    return {"--itinerary", "itinerary", "行程(JSON)", "the places, as JSON",
            true,          false,       Takes::File};
}

std::vector<CommandSpec> campaigns() {
    return {
        {"outreach campaigns",
         "慰问活动",
         "campaigns, by code",
         "haven --as city-caseworker outreach campaigns --season 2023",
         kCampaigns + "ListCampaigns",
         {{"--season", "season", "季度(春节所在年)", "season: the year of the Spring Festival"}},
         "campaigns",
         {{"code", "代码", "code"},
          {"kind", "类别", "kind"},
          {"season", "季度", "season"},
          {"level", "层级", "level"},
          {"first_day", "首日", "first day"},
          {"last_day", "末日", "last day"},
          {"budget_fen", "预算", "budget"},
          {"closed", "已结束", "closed"}}},
        {"outreach campaign",
         "查看慰问活动",
         "a campaign and what has come of it",
         "haven --as city-caseworker outreach campaign warmth-2023",
         kCampaigns + "GetCampaign",
         {campaign()},
         "",
         {{"campaign.code", "代码", "code"},
          {"campaign.budget_fen", "预算", "budget"},
          {"sums.spent_fen", "已发放", "handed over"},
          {"sums.groups", "小组", "groups"},
          {"sums.open_groups", "未结清", "unsettled"},
          {"sums.person_times", "人次", "times"},
          {"sums.distinct_persons", "人数", "persons"},
          {"sums.headcount", "集体慰问人数", "headcount"}}},
        {"outreach launch",
         "启动慰问活动",
         "launch a campaign",
         "haven --as city-approver outreach launch --terms warmth-2023.json",
         kCampaigns + "LaunchCampaign",
         {{"--terms", "terms", "活动条款(JSON)", "the terms, as JSON", true, false, Takes::File},
          {"--federation", "federation", "工会编号", "federation whose campaign it is"}},
         "",
         {{"campaign_id", "活动", "campaign"}, {"reply.version", "版本", "version"}}},
        act("outreach raise", "追加预算", "raise the budget of a fund line",
            "haven --as city-approver outreach raise warmth-2023 --fund-line city-warmth-2023 "
            "--amount 2300000 --decision J-1",
            kCampaigns + "RaiseBudget",
            {campaign(),
             fund_line(),
             amount(),
             {"--decision", "decision_no", "决定文号", "number of the decision", true}}),
        act("outreach close", "结束慰问活动", "end a campaign whose groups have settled",
            "haven --as city-approver outreach close warmth-2023", kCampaigns + "CloseCampaign",
            {campaign()}),
    };
}

std::vector<CommandSpec> stocks() {
    return {
        {"outreach stock",
         "物资库存",
         "a store, kind by kind",
         "haven --as city-caseworker outreach stock city-store",
         kCampaigns + "GetStock",
         {stock()},
         "lines",
         {{"code", "物资", "goods"},
          {"in_store", "在库", "in store"},
          {"with_groups", "在小组", "with groups"},
          {"lost", "报损", "lost"}}},
        {"outreach stock-open",
         "设立物资库",
         "open a store",
         "haven --as city-caseworker outreach stock-open city-store",
         kCampaigns + "OpenStock",
         {{"code", "code", "物资库代码", "code of the store", true},
          {"--federation", "federation", "工会编号", "federation whose store it is"}},
         "",
         {{"stock_id", "物资库", "store"}, {"reply.version", "版本", "version"}}},
        act("outreach goods-in", "物资入库", "goods came in",
            "haven --as city-caseworker outreach goods-in city-store --goods "
            "code=RICE_10KG,pieces=3000 --receipt 2023-R1",
            kCampaigns + "ReceiveGoods",
            {stock(), goods(), {"--receipt", "receipt_no", "收据号", "receipt", true}}),
        act("outreach goods-out", "物资出库", "issue goods to a visit group",
            "haven --as city-caseworker outreach goods-out city-store --group warmth-2023-1 "
            "--goods code=RICE_10KG,pieces=500 --issue 2023-O1",
            kCampaigns + "IssueGoods",
            {stock(),
             {"--group", "group", "慰问小组编号", "visit group, by number or id", true},
             goods(),
             {"--issue", "issue_no", "出库单号", "number of the issue", true}}),
        act("outreach goods-off", "物资报损", "write off goods of a store",
            "haven --as city-approver outreach goods-off city-store --goods "
            "code=RICE_10KG,pieces=2 --reason SPOILT --record 2023-L1",
            kCampaigns + "WriteOffStock", {stock(), goods(), reason(), record()}),
    };
}

std::vector<CommandSpec> groups() {
    return {
        {"outreach groups",
         "慰问小组",
         "visit groups, by number",
         "haven --as city-caseworker outreach groups --campaign warmth-2023",
         kVisits + "ListGroups",
         {campaign(false)},
         "groups",
         {{"group_no", "编号", "group"},
          {"leader", "带队人", "leader"},
          {"stops", "行程", "stops"},
          {"listed", "名单人数", "listed"},
          {"settled", "已结清", "settled"}}},
        {"outreach group",
         "查看慰问小组",
         "a group's purse, by fund line",
         "haven --as city-caseworker outreach group warmth-2023-1",
         kVisits + "GetGroup",
         {group()},
         "purse",
         {{"fund_line_id", "资金额度", "fund line"},
          {"drawn_fen", "领取", "drawn"},
          {"handed_fen", "发放", "handed over"},
          {"given_back_fen", "交回", "given back"},
          {"balance_fen", "结余", "balance"}}},
        {"outreach bag",
         "小组物资",
         "a group's goods, kind by kind",
         "haven --as city-caseworker outreach bag warmth-2023-1",
         kVisits + "GetGroup",
         {group()},
         "bag",
         {{"code", "物资", "goods"},
          {"taken", "领取", "taken"},
          {"handed", "发放", "handed over"},
          {"given_back", "退回", "given back"},
          {"lost", "损失", "lost"},
          {"balance", "结余", "balance"}}},
        {"outreach assign",
         "派出慰问小组",
         "send a visit group",
         "haven --as city-caseworker outreach assign warmth-2023-1 --campaign warmth-2023 "
         "--leader STAFF --itinerary itinerary.json",
         kVisits + "AssignGroup",
         {{"group", "group_no", "慰问小组编号", "number of the group", true},
          {"--campaign", "campaign", "慰问活动代码", "campaign, by code or id", true},
          leader(),
          itinerary()},
         "",
         {{"group_id", "小组", "group"}, {"reply.version", "版本", "version"}}},
        act("outreach reroute", "变更行程", "another leader or itinerary",
            "haven --as city-caseworker outreach reroute warmth-2023-1 --leader STAFF "
            "--itinerary itinerary.json",
            kVisits + "ChangeItinerary", {group(), leader(), itinerary()}),
        act("outreach draw", "领取慰问金", "the group takes cash along",
            "haven --as city-maker outreach draw warmth-2023-1 --fund-line city-warmth-2023 "
            "--amount 380000 --voucher 2023-V1",
            kVisits + "DrawCash", {group(), fund_line(), amount(), voucher()}),
        act("outreach cash-back", "交回慰问金", "the group gives cash back",
            "haven --as city-maker outreach cash-back warmth-2023-1 --fund-line "
            "city-warmth-2023 --amount 1000 --voucher 2023-B1",
            kVisits + "GiveCashBack", {group(), fund_line(), amount(), voucher()}),
        act("outreach goods-back", "退回物资", "the group gives goods back",
            "haven --as city-caseworker outreach goods-back warmth-2023-1 --stock city-store "
            "--goods code=RICE_10KG,pieces=3 --return 2023-B2",
            kVisits + "GiveGoodsBack",
            {group(),
             stock("--stock"),
             goods(),
             {"--return", "return_no", "退库单号", "number of the return", true}}),
        act("outreach loss", "登记物资损失", "goods of the group are gone",
            "haven --as city-caseworker outreach loss warmth-2023-1 --goods "
            "code=RICE_10KG,pieces=1 --reason WET --record 2023-L2",
            kVisits + "ReportLoss", {group(), goods(), reason(), record()}),
        act("outreach settle", "小组结清", "end a group whose purse and bag are empty",
            "haven --as city-caseworker outreach settle warmth-2023-1", kVisits + "SettleGroup",
            {group()}),
    };
}

std::vector<CommandSpec> visits() {
    return {
        {"outreach recipients",
         "慰问名单",
         "a group's list; names only for a purpose",
         "haven --as city-caseworker outreach recipients warmth-2023-1 --purpose CASE_WORK",
         kVisits + "ListRecipients",
         {group(), {"--purpose", "purpose", "查阅目的", "CASE_WORK or AUDIT"}},
         "recipients",
         {{"person_id", "人员", "person"},
          {"name", "姓名", "name"},
          {"kind", "类别", "kind"},
          {"enterprise", "企业", "enterprise"},
          {"plan_fen", "慰问金", "plan"},
          {"state", "状态", "state"}}},
        {"outreach list",
         "录入慰问名单",
         "list people by name, on file or not",
         "haven --as city-caseworker outreach list warmth-2023-1 --sheet list.json",
         kVisits + "AddRecipients",
         {group(),
          {"--sheet", "sheet", "名单(JSON)", "the people, as JSON", true, false, Takes::File}},
         "",
         {{"reply.version", "版本", "version"}}},
        act("outreach strike", "移出名单", "take somebody off the list",
            "haven --as city-caseworker outreach strike warmth-2023-1 PERSON --reason LEFT",
            kVisits + "StrikeRecipient",
            {group(), {"person", "person_id", "人员编号", "id of the person", true}, reason()}),
        act("outreach approve", "审批名单", "sign the list that was seen",
            "haven --as city-approver outreach approve warmth-2023-1 --people 380 --total 380000",
            kVisits + "ApproveRecipients",
            {group(),
             {"--people", "people", "人数", "how many are signed for", true},
             {"--total", "total_fen", "金额合计(元)", "their plans together, in yuan", true}}),
        act("outreach visits", "登记慰问", "take in what the visitors noted, whole or not at all",
            "haven --as city-caseworker outreach visits warmth-2023-1 --sheet 2023-01-10.json",
            kVisits + "RecordVisits",
            {group(),
             {"--sheet", "sheet", "慰问记录(JSON)", "the visits, as JSON", true, false,
              Takes::File}}),
        {"outreach deliveries",
         "慰问记录",
         "what a group handed over, by receipt",
         "haven --as city-auditor outreach deliveries warmth-2023-1",
         kVisits + "ListDeliveries",
         {group()},
         "deliveries",
         {{"receipt_no", "签收单号", "receipt"},
          {"person_id", "人员", "person"},
          {"kind", "类别", "kind"},
          {"people", "人数", "people"},
          {"cash_fen", "慰问金", "cash"},
          {"delivered_on", "日期", "day"},
          {"recalled", "已撤回", "recalled"}}},
        act("outreach recall", "撤回慰问", "take a delivery back",
            "haven --as city-caseworker outreach recall warmth-2023-1 --receipt S-1/1 --reason "
            "WRONG_PERSON",
            kVisits + "RecallDelivery",
            {group(), {"--receipt", "receipt_no", "签收单号", "what was signed", true}, reason()}),
    };
}

}  // namespace

std::vector<CommandSpec> outreach_commands() {
    std::vector<CommandSpec> all;
    for (auto* part : {&campaigns, &stocks, &groups, &visits}) {
        for (auto& spec : (*part)()) all.push_back(std::move(spec));
    }
    return all;
}

}  // namespace haven::client
