// Lists over gRPC, page by page.
#pragma once

#include <google/protobuf/repeated_field.h>

#include <functional>
#include <stdexcept>
#include <type_traits>

#include "tests/suite/suite.hpp"

namespace haven::spec {

// Hands every page of a list to `take`, one after the other, as an auditor of that federation is
// answered; `request` says what is listed and how many rows a page has. Throws where it is refused.
template <class Stub, class Request, class Response, class Take>
void pages(Suite& suite, FederationNo federation,
           grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
           std::type_identity_t<Request> request, Take take) {
    do {
        Response page;
        const std::string answer =
            suite.ask(access::Role::Auditor, federation, method, request, &page);
        if (answer != "OK") throw std::runtime_error("a list is refused: " + answer);
        take(page);
        request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
}

// What `key` answers of each row, in the order of the list, of pages of one row each: so that a
// list that loses or repeats a row between two pages is found. `rows` is the field of the answer.
template <class Stub, class Request, class Response, class Row, class Key>
std::vector<std::string> row_by_row(
    Suite& suite, FederationNo federation,
    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
    std::type_identity_t<Request> request,
    const google::protobuf::RepeatedPtrField<Row>& (Response::*rows)() const, Key key) {
    request.set_page_size(1);
    std::vector<std::string> found;
    pages(suite, federation, method, std::move(request), [&](const Response& page) {
        const auto& of_page = (page.*rows)();
        if (of_page.size() > 1)
            throw std::runtime_error("a page has more rows than were asked for");
        for (const Row& row : of_page) found.push_back(std::invoke(key, row));
    });
    return found;
}

}  // namespace haven::spec
