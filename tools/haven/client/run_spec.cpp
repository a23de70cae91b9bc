#include <algorithm>
#include <chrono>
#include <iostream>

#include "libs/crypto/ids.hpp"
#include "tools/haven/client/commands.hpp"

namespace haven::client {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

Uuid new_command_id() {
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::system_clock::now().time_since_epoch());
    return crypto::new_uuid_v7(Instant{micros.count()});
}

const FieldDescriptor* field_of(const Message& message, const char* name) {
    return message.GetDescriptor()->FindFieldByName(name);
}

Result<void> fill(Message& request, const CommandSpec& spec,
                  const std::vector<std::vector<std::string>>& values) {
    if (field_of(request, "command_id")) {
        HAVEN_CHECKED(set_field(request, "command_id", new_command_id().to_string()));
    }
    for (const auto& [path, text] : spec.fixed) HAVEN_CHECKED(set_field(request, path, text));
    for (std::size_t i = 0; i < spec.options.size(); ++i) {
        for (const std::string& text : values[i]) {
            auto set = set_field(request, spec.options[i].field, text);
            if (set) continue;
            Error error = std::move(set).error();
            error.fields = {{spec.options[i].flag,
                             error.fields.empty() ? error.message : error.fields[0].description}};
            return std::unexpected(std::move(error));
        }
    }
    return {};
}

std::string next_page(const Message& reply) {
    const auto* token = field_of(reply, "next_page_token");
    return token ? reply.GetReflection()->GetString(reply, token) : "";
}

}  // namespace

int run_spec(Session& session, const CommandSpec& spec,
             const std::vector<std::vector<std::string>>& values) {
    const Language language = session.settings().spoken();
    Exchange exchange = exchange_of(spec.method);
    Message& request = *exchange.request;
    Message& all = *exchange.reply;
    if (const auto filled = fill(request, spec, values); !filled) {
        print_error(filled.error(), language);
        return 2;
    }
    const auto* page_size = field_of(request, "page_size");
    if (page_size) request.GetReflection()->SetInt32(&request, page_size, 500);
    for (;;) {
        Exchange page = exchange_of(spec.method);
        if (const auto done = session.call(spec.method, request, *page.reply); !done) {
            return print_error(done.error(), language);
        }
        all.MergeFrom(*page.reply);
        const std::string token = next_page(*page.reply);
        if (token.empty()) break;
        request.GetReflection()->SetString(&request, field_of(request, "page_token"), token);
    }
    const Table table = table_of(all, spec.list, spec.columns);
    const bool text = session.settings().format() == Format::Text;
    table.print(std::cout, session.settings().format(), language,
                text ? session.business_date() : "");
    return 0;
}

}  // namespace haven::client
