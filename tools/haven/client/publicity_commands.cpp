// Rows of the table that are about publicity and training.
#include "tools/haven/client/commands.hpp"
#include "tools/haven/client/rows.hpp"

namespace haven::client {
namespace {

const std::string kService = "haven.outreach.v1.PublicityService/";

OptionSpec activity() {
    return {"activity", "activity", "宣传活动代码", "activity, by code or id", true};
}
OptionSpec training_class() {
    return {"class", "class_code", "培训班代码", "class, by code or id", true};
}
OptionSpec counts() {
    return {"--counts", "counts", "件数、人数和口径", "items, reached and basis", true, true};
}
OptionSpec record() {
    return {"--record", "record_no", "记录号", "number of the record", true};
}
OptionSpec reason() {
    return {"--reason", "reason", "原因", "reason code", true};
}
OptionSpec terms(const char* chinese) {
    return {"--terms", "terms", chinese, "the terms, as JSON", true, false, Takes::File};
}
OptionSpec federation() {
    return {"--federation", "federation", "工会编号", "federation whose it is"};
}

std::vector<CommandSpec> activities() {
    return {
        {"outreach activities",
         "宣传活动",
         "activities with their counts, by code",
         "haven --as city-caseworker outreach activities --theme SAFETY_WEEK",
         kService + "ListActivities",
         {{"--theme", "theme", "主题", "theme"}},
         "activities",
         {{"terms.code", "代码", "code"},
          {"terms.theme", "主题", "theme"},
          {"terms.level", "层级", "level"},
          {"counts.items", "件数", "items"},
          {"counts.reached", "人数", "reached"},
          {"counts.basis", "口径", "basis"},
          {"state", "状态", "state"}}},
        {"outreach announce",
         "发布宣传活动",
         "announce an activity",
         "haven --as city-caseworker outreach announce --terms safety-2023.json",
         kService + "AnnounceActivity",
         {terms("活动条款(JSON)"), federation()},
         "",
         {{"activity_id", "活动", "activity"}, {"reply.version", "版本", "version"}}},
        act("outreach report", "填报宣传活动", "report what came of an activity",
            "haven --as city-caseworker outreach report safety-2023 --counts "
            "items=12000,reached=9000,basis=ESTIMATED --record 2023-B1",
            kService + "ReportActivity", {activity(), counts(), record()}),
        act("outreach amend", "更正宣传活动", "amend what was reported",
            "haven --as city-caseworker outreach amend safety-2023 --counts "
            "items=11000,reached=9000,basis=ESTIMATED --reason COUNTED_TWICE --record 2023-B2",
            kService + "AmendActivity", {activity(), counts(), reason(), record()}),
        act("outreach cancel", "取消宣传活动", "call an activity off",
            "haven --as city-caseworker outreach cancel safety-2023 --reason RAIN",
            kService + "CancelActivity", {activity(), reason()}),
    };
}

std::vector<CommandSpec> classes() {
    return {
        {"outreach classes",
         "培训班",
         "classes with how many were trained, by code",
         "haven --as city-caseworker outreach classes",
         kService + "ListClasses",
         {},
         "classes",
         {{"terms.code", "代码", "code"},
          {"terms.kind", "类别", "kind"},
          {"terms.first_day", "首日", "first day"},
          {"terms.last_day", "末日", "last day"},
          {"enrolled", "学员", "enrolled"},
          {"trained", "参训", "trained"},
          {"completed", "已结业", "completed"}}},
        {"outreach class-open",
         "开设培训班",
         "open a class",
         "haven --as city-approver outreach class-open --terms cadres-2023.json",
         kService + "OpenClass",
         {terms("培训班条款(JSON)"), federation()},
         "",
         {{"class_id", "培训班", "class"}, {"reply.version", "版本", "version"}}},
        {"outreach enrol",
         "录入学员",
         "put people on the roster by name",
         "haven --as city-caseworker outreach enrol cadres-2023 --sheet roster.json",
         kService + "EnrolTrainees",
         {training_class(),
          {"--sheet", "sheet", "学员名单(JSON)", "the people, as JSON", true, false, Takes::File}},
         "",
         {{"reply.version", "版本", "version"}}},
        {"outreach trainees",
         "学员名单",
         "a class's roster; names only for a purpose",
         "haven --as city-caseworker outreach trainees cadres-2023 --purpose CASE_WORK",
         kService + "ListTrainees",
         {training_class(), {"--purpose", "purpose", "查阅目的", "CASE_WORK or AUDIT"}},
         "trainees",
         {{"person_id", "人员", "person"}, {"name", "姓名", "name"}, {"days", "天数", "days"}}},
        act("outreach trainee-strike", "移出学员", "take somebody off the roster",
            "haven --as city-caseworker outreach trainee-strike cadres-2023 PERSON --reason ILL",
            kService + "StrikeTrainee",
            {training_class(),
             {"person", "person_id", "人员编号", "id of the person", true},
             reason()}),
        act("outreach attend", "登记出勤", "who was there on a day",
            "haven --as city-caseworker outreach attend cadres-2023 --day 2023-09-20 --person "
            "PERSON",
            kService + "RecordAttendance",
            {training_class(),
             {"--day", "day", "日期", "day of the class", true},
             {"--person", "person_ids", "人员编号", "id of a person who was there", true, true}}),
        act("outreach class-complete", "培训班结业", "end a class",
            "haven --as city-approver outreach class-complete cadres-2023",
            kService + "CompleteClass", {training_class()}),
    };
}

}  // namespace

std::vector<CommandSpec> publicity_commands() {
    std::vector<CommandSpec> all = activities();
    for (auto& spec : classes()) all.push_back(std::move(spec));
    return all;
}

}  // namespace haven::client
