// Province: a family in each of some counties, the city with them, over gRPC on the running suite;
// and everything that anybody sees of it. For tests of how databases and transports change nothing.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/suite/line.hpp"
#include "tests/suite/pages.hpp"

namespace haven::spec {

class Province {
  public:
    // With a family in each of `counties`.
    Province(SuiteOptions options, const std::vector<FederationNo>& counties)
        : line(std::move(options), with_the_city(counties)) {
        // The city pays for two: their files lie in one log, their money in another.
        families = line.enrol_in(counties, {FederationNo{3}, FederationNo{4}});
    }
    // And some of them have their first half-year paid.
    void pay() {
        line.suite().advance(Date::of(2020, 6, 30));
        std::set<std::string> paid;
        for (const Family& family : families) {
            if (family.county.value % 3 == 0 && paid.insert(family.fund_line).second) {
                line.pay_first_half(family);
            }
        }
    }

    // Everything that staff of a federation see, without what differs from run to run.
    std::vector<std::string> seen_by(FederationNo federation) {
        std::vector<std::string> seen = figures(federation);
        for (const std::string& line_of : lines(federation)) seen.push_back(line_of);
        for (const std::string& file : sorted(files(federation, 500))) seen.push_back(file);
        return seen;
    }
    // Page by page, in the order of the answer: "federation state".
    std::vector<std::string> files(FederationNo federation, int page_size) {
        std::vector<std::string> all;
        pages(federation, &registry::v1::RegistryQueryService::Stub::FindHouseholds, page_size,
              [&](const registry::v1::FindHouseholdsResponse& page) {
                  for (const auto& file : page.households()) {
                      all.push_back(std::to_string(file.federation()) + ' ' +
                                    registry::v1::HouseholdState_Name(file.state()));
                  }
              });
        return all;
    }
    std::vector<std::string> household_ids(FederationNo federation, int page_size) {
        std::vector<std::string> all;
        pages(federation, &registry::v1::RegistryQueryService::Stub::FindHouseholds, page_size,
              [&](const registry::v1::FindHouseholdsResponse& page) {
                  for (const auto& file : page.households()) all.push_back(file.household_id());
              });
        return all;
    }
    std::vector<std::string> instalments(FederationNo federation, int page_size) {
        std::vector<std::string> all;
        pages(federation, &disbursement::v1::PaymentService::Stub::ListInstalments, page_size,
              [&](const disbursement::v1::ListInstalmentsResponse& page) {
                  for (const auto& one : page.instalments()) {
                      all.push_back(one.release_on() + ' ' + one.entitlement_id() + ' ' +
                                    std::to_string(one.number()));
                  }
              });
        return all;
    }
    std::vector<std::string> batches(FederationNo federation, int page_size) {
        std::vector<std::string> all;
        pages(federation, &disbursement::v1::PaymentService::Stub::ListBatches, page_size,
              [&](const disbursement::v1::ListBatchesResponse& page) {
                  for (const auto& one : page.batches()) all.push_back(one.batch_id());
              });
        return all;
    }

    // As the tools of an auditor find them.
    std::map<std::string, std::map<std::string, std::string>> databases() {
        std::map<std::string, std::map<std::string, std::string>> all;
        for (const char* service : {"registry", "disbursement"}) {
            for (std::size_t shard = 0; shard < line.suite().shards(); ++shard) {
                all[service]["s" + std::to_string(shard)] = line.suite().conninfo(service, shard);
            }
        }
        return all;
    }

    Line line;
    std::vector<Family> families;

  private:
    static std::vector<FederationNo> with_the_city(std::vector<FederationNo> counties) {
        counties.insert(counties.begin(), kCity);
        return counties;
    }
    template <class Method, class Request, class Response>
    void must(FederationNo federation, Method method, const Request& request, Response response) {
        const std::string answer =
            line.ask(access::Role::Auditor, federation, method, request, response);
        if (answer != "OK") throw std::runtime_error(answer);
    }
    template <class Stub, class Request, class Response, class Take>
    void pages(FederationNo federation,
               grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
               int page_size, Take take) {
        Request request;
        request.set_page_size(page_size);
        spec::pages(line.suite(), federation, method, std::move(request), std::move(take));
    }
    static std::vector<std::string> sorted(std::vector<std::string> list) {
        std::ranges::sort(list);
        return list;
    }
    std::vector<std::string> figures(FederationNo federation) {
        std::vector<std::string> all;
        registry::v1::GetFiguresResponse files;
        must(federation, &registry::v1::RegistryQueryService::Stub::GetFigures,
             registry::v1::GetFiguresRequest(), &files);
        for (const auto& one : files.figures()) {
            all.push_back(one.id() + " = " + std::to_string(one.value()));
        }
        disbursement::v1::GetPaymentFiguresResponse payments;
        must(federation, &disbursement::v1::PaymentService::Stub::GetPaymentFigures,
             disbursement::v1::GetPaymentFiguresRequest(), &payments);
        for (const auto& one : payments.figures()) {
            all.push_back(one.id() + " = " + std::to_string(one.value()));
        }
        return all;
    }
    std::vector<std::string> lines(FederationNo federation) {
        std::vector<std::string> all;
        pages(federation, &disbursement::v1::FundService::Stub::ListFundLines, 3,
              [&](const disbursement::v1::ListFundLinesResponse& page) {
                  for (const auto& one : page.fund_lines()) {
                      all.push_back(one.code() + ": " + std::to_string(one.paid_fen()) + " paid, " +
                                    std::to_string(one.reserved_fen()) + " reserved");
                  }
              });
        return all;
    }
};

}  // namespace haven::spec
