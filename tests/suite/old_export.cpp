#include "tests/suite/old_export.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "haven/registry/v1/registry_service.grpc.pb.h"
#include "libs/rpc/client.hpp"

namespace haven::spec {

namespace reg = haven::registry::v1;

namespace {

std::string joined(const std::vector<std::string>& cells) {
    std::string row;
    for (const std::string& cell : cells) row += (row.empty() ? "" : ",") + cell;
    return row + '\n';
}

}  // namespace

OldExport::OldExport()
    : households_(
          "档案编号,行政区划,基层工会,建档标准,困难类别,姓名,身份证号,性别,民族,出生日期,政治面貌,"
          "婚姻状况,健康状况,工作状态,工作单位,联系电话,家庭住址,家庭人口,家庭年收入,刚性支出,"
          "主要致困原因,次要致困原因,银行卡号,建档日期,退档日期,退档原因\n"),
      members_(
          "档案编号,序号,姓名,身份证号,性别,出生日期,与职工关系,身份,单位或学校,月收入,"
          "健康状况\n") {}

void OldExport::add(const std::string& file_no, const Applicant& man, const std::string& address,
                    const std::string& id_number) {
    add_household(file_no, man, address, id_number.empty() ? man.id_number() : id_number, "1");
}

void OldExport::add_with_child(const std::string& file_no, const Applicant& man,
                               const std::string& child) {
    add_household(file_no, man, {}, man.id_number(), "2");
    members_ +=
        joined({file_no, "2", child, "", "男", "2016-05-06", "子", "学龄前", "", "0", "健康"});
}

void OldExport::add_household(const std::string& file_no, const Applicant& man,
                              const std::string& address, const std::string& id_number,
                              const std::string& member_count) {
    households_ +=
        joined({file_no, "610302",  "渭滨区总工会", "全国级",     "低保户",   man.name, id_number,
                "男",    "汉族",    man.birth_date, "群众",       "已婚",     "健康",   "在岗",
                "",      man.phone, address,        member_count, "12000.48", "300.00", "重大疾病",
                "",      man.card,  "2018-03-05",   "",           ""});
    members_ += joined({file_no, "1", man.name, id_number, "男", man.birth_date, "本人", "在岗", "",
                        "1000.04", "健康"});
}

void OldExport::add_with(std::size_t place, const std::string& value) {
    std::vector<std::string> cells(columns());
    cells.at(place) = value;
    households_ += joined(cells);
}

std::size_t OldExport::columns() const {
    return static_cast<std::size_t>(std::count(
               households_.begin(),
               households_.begin() + static_cast<std::ptrdiff_t>(households_.find('\n')), ',')) +
           1;
}

namespace {

grpc::Status send(Suite& suite, const OldExport& files, ImportTold& told) {
    grpc::ClientContext context;
    rpc::prepare(context, {.bearer = suite.token(access::Role::Caseworker, kCity),
                           .traceparent = {},
                           .timeout_ms = 20'000});
    reg::RegistryService::Stub stub(suite.channel());
    const auto stream = stub.ImportOldFiles(&context);
    reg::ImportOldFilesRequest request;
    request.set_command_id(Suite::new_id());
    request.set_file(reg::IMPORT_FILE_HOUSEHOLDS);
    request.set_piece(files.households());
    stream->Write(request);
    request.set_file(reg::IMPORT_FILE_MEMBERS);
    request.set_piece(files.members());
    stream->Write(request);
    stream->WritesDone();
    reg::ImportOldFilesResponse response;
    while (stream->Read(&response)) {
        if (response.has_reject()) told.rejects.push_back(response.reject());
        if (response.has_summary()) told.summary = response.summary();
    }
    return stream->Finish();
}

}  // namespace

ImportTold upload(Suite& suite, const OldExport& files) {
    ImportTold told;
    EXPECT_TRUE(send(suite, files, told).ok());
    return told;
}

std::string refused_upload(Suite& suite, const OldExport& files) {
    ImportTold told;
    return rpc::to_error(send(suite, files, told)).reason;
}

}  // namespace haven::spec
