// Rows of the table that are about money: fund lines, instalments, batches, payees.
#include "tools/haven/client/commands.hpp"
#include "tools/haven/client/rows.hpp"

namespace haven::client {
namespace {

const std::string kFunds = "haven.disbursement.v1.FundService/";
const std::string kPayments = "haven.disbursement.v1.PaymentService/";
const std::string kCash = "haven.disbursement.v1.CashService/";

OptionSpec batch() {
    return {"batch", "batch_id", "批次编号", "batch, by id or number", true};
}
OptionSpec fund_line() {
    return {"line", "fund_line_id", "额度代码", "fund line, by code or id", true};
}
OptionSpec advance() {
    return {"advance", "advance_id", "备用金编号", "id of the cash advance", true};
}
OptionSpec hash() {
    return {"--hash", "hash", "校验值", "what is signed", true};
}

const std::vector<FieldColumn> kBatchColumns = {
    {"batch_no", "批次号", "number"},  {"state", "状态", "state"},
    {"line_count", "笔数", "lines"},   {"total_fen", "金额", "total"},
    {"hash", "校验值", "hash"},        {"maker", "制单", "maker"},
    {"checker", "复核", "checker"},    {"approver", "审批", "approver"},
    {"sealed_on", "制单日", "sealed"}, {"sent_on", "发送日", "sent"}};
const std::vector<FieldColumn> kInstalmentColumns = {{"entitlement_id", "待遇", "entitlement"},
                                                     {"number", "期次", "no"},
                                                     {"household_id", "档案", "file"},
                                                     {"item", "项目", "item"},
                                                     {"amount_fen", "金额", "amount"},
                                                     {"release_on", "发放日", "release"},
                                                     {"state", "状态", "state"},
                                                     {"reason", "原因", "reason"},
                                                     {"credited_on", "到账日", "credited"}};

const std::vector<FieldColumn> kLineColumns = {
    {"line_ref", "行号", "line"},         {"masked_name", "户名", "holder"},
    {"last4", "尾号", "last 4"},          {"amount_fen", "金额", "amount"},
    {"state", "状态", "state"},           {"reason", "原因", "reason"},
    {"credited_on", "到账日", "credited"}};

std::vector<CommandSpec> funds() {
    return {
        {"fund list",
         "资金额度",
         "fund lines with their sums",
         "haven --as city-auditor fund list --year 2023",
         kFunds + "ListFundLines",
         {{"--federation", "federation", "工会编号", "number of the federation"},
          {"--year", "year", "年度", "year"}},
         "fund_lines",
         {{"code", "代码", "code"},
          {"name", "名称", "name"},
          {"year", "年度", "year"},
          {"received_fen", "收入", "received"},
          {"reserved_fen", "预留", "reserved"},
          {"paid_fen", "已付", "paid"},
          {"balance_fen", "余额", "balance"},
          {"returned_fen", "退回", "returned"}}},
        {"fund statement",
         "资金明细",
         "every movement of a fund line",
         "haven --as city-auditor fund statement city-pilot-2018",
         kFunds + "GetFundStatement",
         {fund_line(), {"--federation", "federation", "工会编号", "federation that owns it"}},
         "entries",
         {{"offset", "序号", "offset"},
          {"date", "日期", "date"},
          {"kind", "类型", "kind", "entry"},
          {"amount_fen", "金额", "amount"},
          {"balance_fen", "余额", "balance"},
          {"reference", "凭证", "reference"}}},
        {"fund open",
         "开设额度",
         "open a fund line",
         "haven --as city-maker fund open city-aid-2024 --name 2024年生活救助 "
         "--source OWN_FUNDS --level CITY --year 2024 --item LIVING --payer-account 6103000001",
         kFunds + "OpenFundLine",
         {{"code", "code", "额度代码", "code, a-z 0-9 -", true},
          {"--name", "name", "名称", "name for people", true},
          {"--source", "source", "资金来源", "where the money comes from", true},
          {"--level", "level", "层级", "CITY, COUNTY, PROVINCE or CENTRAL", true},
          {"--year", "year", "年度", "year of the money", true},
          {"--item", "items", "救助项目", "item it may pay", true, true},
          {"--tier", "tiers", "档案层级", "tier of files it may pay", false, true},
          {"--payer-account", "payer_account", "付款账号", "account that pays", true},
          {"--federation", "federation", "工会编号", "federation that owns it"}},
         "",
         {{"fund_line_id", "额度", "fund line"}}},
        act("fund receive", "资金到账", "money came in",
            "haven --as city-maker fund receive city-aid-2024 --amount 630000.00 --voucher 2024-1",
            kFunds + "ReceiveFunds",
            {fund_line(),
             {"--amount", "amount_fen", "金额(元)", "amount in yuan", true},
             {"--voucher", "voucher_no", "凭证号", "number of the voucher", true},
             {"--movement", "movement", "类型,默认到账", "RECEIVED, the default, or CARRIED_IN"}}),
        act("fund return", "资金交回、结转或拨出", "money goes back, to next year or elsewhere",
            "haven --as city-payer fund return city-aid-2023 --amount 120.50 --voucher 2023-99 "
            "--movement RETURNED",
            kFunds + "ReturnFunds",
            {fund_line(),
             {"--amount", "amount_fen", "金额(元)", "amount in yuan", true},
             {"--voucher", "voucher_no", "凭证号", "number of the voucher", true},
             {"--movement", "movement", "类型", "kind of movement", true},
             {"--to-line", "to_line_id", "转入额度", "fund line that receives it"},
             {"--to-federation", "to_federation", "转入工会编号", "federation that receives it"}}),
        act("fund subjects-set", "设定会计科目", "set the subjects of the accounts from a day on",
            "haven --as city-admin fund subjects-set --subjects subjects.json",
            kFunds + "SetSubjects",
            {{"--subjects", "subjects", "会计科目(JSON)", "the subjects, as JSON", true, false,
              Takes::File}}),
        {"fund subjects",
         "会计科目",
         "the subjects of the accounts on a day",
         "haven --as city-auditor fund subjects --on 2024-01-31",
         kFunds + "ListSubjects",
         {{"--on", "on", "日期", "day; default: today"}},
         "subjects.subjects",
         {{"account", "账户", "account"},
          {"code", "科目编码", "code"},
          {"name", "科目名称", "name"}}},
        {"fund journal",
         "记账凭证",
         "every movement of money as double entry",
         "haven --as city-auditor fund journal --from 2024-01-01 --to 2024-01-31 --federation 1",
         kFunds + "GetJournal",
         {{"--from", "first_day", "起始日", "first day; default: 1 January"},
          {"--to", "last_day", "截止日", "last day; default: today"},
          {"--line", "fund_line_id", "额度代码", "fund line, by code or id"},
          {"--federation", "federation", "工会编号", "books of one federation"}},
         "lines",
         {{"date", "日期", "date"},
          {"voucher_no", "凭证号", "voucher"},
          {"summary", "摘要", "summary"},
          {"debit.code", "借方科目编码", "debit"},
          {"debit.name", "借方科目", "debit subject"},
          {"credit.code", "贷方科目编码", "credit"},
          {"credit.name", "贷方科目", "credit subject"},
          {"amount_fen", "金额", "amount"},
          {"fund_line", "额度", "fund line"},
          {"federation", "工会", "federation"},
          {"reversal", "冲回", "reversal"}}},
        {"fund trial-balance",
         "试算平衡表",
         "what the accounts hold: opening, debits, credits, closing",
         "haven --as city-auditor fund trial-balance --as-of 2024-01-31 --federation 1",
         kFunds + "GetTrialBalance",
         {{"--from", "first_day", "起始日", "first day; default: 1 January"},
          {"--as-of", "as_of", "截至日期", "last day; default: today"},
          {"--line", "fund_line_id", "额度代码", "fund line, by code or id"},
          {"--federation", "federation", "工会编号", "books of one federation"}},
         "rows",
         {{"subject.account", "账户", "account"},
          {"subject.code", "科目编码", "code"},
          {"subject.name", "科目名称", "subject"},
          {"opening_fen", "期初余额(借+贷-)", "opening"},
          {"debit_fen", "本期借方", "debit"},
          {"credit_fen", "本期贷方", "credit"},
          {"closing_fen", "期末余额(借+贷-)", "closing"}}},
        act("fund retry", "重新申请预留", "ask the fund line again for an entitlement's money",
            "haven --as city-maker fund retry ENTITLEMENT", kPayments + "RetryReservation",
            {{"entitlement", "entitlement_id", "待遇编号", "id of the entitlement", true}}),
    };
}

std::vector<CommandSpec> instalments() {
    return {
        {"due",
         "应发期次",
         "instalments due or held",
         "haven --as city-maker due --state RELEASED",
         kPayments + "ListInstalments",
         {{"--state", "state", "状态", "state"},
          {"--by", "due_by", "截止日期", "released on or before"},
          {"--household", "household_id", "档案", "household file"},
          {"--line", "fund_line_id", "额度", "fund line"}},
         "instalments",
         kInstalmentColumns},
        act("due release", "解除暂扣", "release an instalment that was held",
            "haven --as city-maker due release ENTITLEMENT --number 1",
            kPayments + "ReleaseInstalment",
            {{"entitlement", "entitlement_id", "待遇编号", "id of the entitlement", true},
             {"--number", "number", "期次", "number of the instalment", true},
             {"--federation", "federation", "工会编号", "federation that pays"}}),
        {"why-amount",
         "为什么是这个金额",
         "why this amount, step by step",
         "haven --as city-maker why-amount ENTITLEMENT",
         kPayments + "ExplainAmount",
         {{"entitlement", "entitlement_id", "待遇编号", "id of the entitlement", true},
          {"--federation", "federation", "工会编号", "federation that pays"}},
         "steps",
         {{"date", "日期", "date"}, {"event", "事件", "event", "event"}, {"text", "说明", "text"}}},
    };
}

std::vector<CommandSpec> batches() {
    return {
        {"batch list",
         "批次列表",
         "payment batches",
         "haven --as city-auditor batch list --state SENT",
         kPayments + "ListBatches",
         {{"--state", "state", "状态", "state"}},
         "batches",
         kBatchColumns},
        {"batch show",
         "批次明细",
         "the lines of a batch",
         "haven --as city-auditor batch show F01-20180629-AB12CD",
         kPayments + "GetBatch",
         {batch(), {"--purpose", "purpose", "查看事由,留痕", "why names are opened, recorded"}},
         "lines",
         kLineColumns},
        {"batch make",
         "制单",
         "seal a batch of what is released",
         "haven --as city-maker batch make city-aid-2023",
         kPayments + "MakeBatch",
         {fund_line(),
          {"--federation", "federation", "工会编号", "federation that owns it"},
          {"--max-lines", "max_lines", "最多笔数", "at most so many lines"}},
         "batch",
         kBatchColumns},
        act("batch check", "复核", "sign as checker",
            "haven --as city-checker batch check F01-20180629-AB12CD --hash HASH",
            kPayments + "CheckBatch", {batch(), hash()}),
        act("batch approve", "审批", "sign as approver",
            "haven --as city-payer batch approve F01-20180629-AB12CD --hash HASH",
            kPayments + "ApproveBatch", {batch(), hash()}),
        act("batch strike", "剔除", "take a line out before sending",
            "haven --as city-maker batch strike F01-20180629-AB12CD --line REF "
            "--reason WRONG_AMOUNT",
            kPayments + "StrikeLine",
            {batch(),
             {"--line", "line_ref", "行号", "line", true},
             {"--reason", "reason", "原因", "why, UPPER_SNAKE", true}}),
        {"batch export",
         "生成并送达银行文件",
         "make the bank's file and hand it over",
         "haven --as city-maker batch export F01-20180629-AB12CD",
         kPayments + "ExportBatch",
         {batch()},
         "batch",
         kBatchColumns},
    };
}

std::vector<CommandSpec> cash() {
    const OptionSpec amount{"--amount", "amount_fen", "金额(元)", "amount in yuan", true};
    const OptionSpec reason{"--reason", "reason", "原因", "why, UPPER_SNAKE", true};
    return {
        {"cash list",
         "现金备用金",
         "cash that was taken along",
         "haven --as city-auditor cash list --state HANDED_OVER",
         kCash + "ListCashAdvances",
         {{"--state", "state", "状态", "state"}},
         "advances",
         {{"advance_id", "备用金", "advance"},
          {"amount_fen", "金额", "amount"},
          {"spent_fen", "已发", "paid"},
          {"state", "状态", "state"},
          {"holder", "领用人", "holder"},
          {"requested_on", "申请日", "requested"},
          {"handed_over_on", "领用日", "handed over"},
          {"settled_on", "结清日", "settled"}}},
        {"cash show",
         "备用金明细",
         "who was paid of a cash advance",
         "haven --as city-auditor cash show ADVANCE",
         kCash + "GetCashAdvance",
         {advance()},
         "reliefs",
         {{"receipt_no", "收据号", "receipt"},
          {"person_id", "领款人", "person"},
          {"amount_fen", "金额", "amount"},
          {"paid_on", "日期", "paid"},
          {"witness", "见证人", "witness"},
          {"taken_back_on", "收回日", "taken back"}}},
        {"cash request",
         "申请备用金",
         "ask a fund line for cash",
         "haven --as city-maker cash request city-warmth-2023 --amount 5000.00 --holder STAFF "
         "--reason HOLIDAY_VISIT",
         kCash + "RequestCashAdvance",
         {fund_line(),
          amount,
          {"--holder", "holder", "领用人编号", "id of who takes it along", true},
          reason,
          {"--item", "item", "救助项目", "what for"}},
         "",
         {{"advance_id", "备用金", "advance"}}},
        act("cash hand-over", "付给领用人", "hand it to the holder",
            "haven --as city-payer cash hand-over ADVANCE", kCash + "HandOverCash", {advance()}),
        act("cash give-up", "不再需要", "it is not needed",
            "haven --as city-maker cash give-up ADVANCE --reason NO_VISIT",
            kCash + "GiveUpCashAdvance", {advance(), reason}),
        act("cash pay", "登记现金发放", "a person was paid in cash",
            "haven --as city-maker cash pay ADVANCE --relief UUID --person PERSON "
            "--amount 1000.00 --receipt 2023-001 --witness STAFF",
            kCash + "PayCashRelief",
            {advance(),
             {"--relief", "relief_id", "发放编号(UUID)", "names the payment for ever", true},
             {"--person", "person_id", "领款人编号", "who was paid", true},
             amount,
             {"--receipt", "receipt_no", "签收收据号", "number of the signed receipt", true},
             {"--witness", "witness", "见证人编号", "who saw it", true},
             {"--on", "paid_on", "发放日", "day of the payment"},
             {"--reason", "reason", "原因", "why, UPPER_SNAKE"}}),
        act("cash take-back", "收回现金", "the cash of a payment came back",
            "haven --as city-maker cash take-back ADVANCE --relief UUID --reason REFUSED",
            kCash + "TakeBackCashRelief",
            {advance(), {"--relief", "relief_id", "发放编号", "id of the payment", true}, reason}),
        act("cash count", "盘点余款", "count what is left",
            "haven --as city-maker cash count ADVANCE --counted 4000.00", kCash + "CountCash",
            {advance(), {"--counted", "counted_fen", "盘点金额(元)", "what was counted", true}}),
        act("cash settle", "确认盘点并结清", "confirm the count",
            "haven --as city-payer cash settle ADVANCE", kCash + "SettleCashAdvance", {advance()}),
    };
}

}  // namespace

std::vector<CommandSpec> money_commands() {
    auto all = funds();
    for (auto* part : {&instalments, &batches, &cash}) {
        for (auto& spec : (*part)()) all.push_back(std::move(spec));
    }
    return all;
}

}  // namespace haven::client
