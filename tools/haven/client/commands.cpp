#include "tools/haven/client/commands.hpp"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <iostream>

#include "tools/haven/client/request.hpp"

namespace haven::client {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int kWrongOption = 2;

const FieldDescriptor* field_of(const Message& message, const char* name) {
    return message.GetDescriptor()->FindFieldByName(name);
}

Result<void> fill_one(Message& request, const OptionSpec& option, const std::string& text) {
    if (option.takes == Takes::File) {
        HAVEN_TRY(const std::string content, read_file(text));
        const auto* field = field_of(request, option.field.c_str());
        // A list of messages is an array in its file.
        if (field->is_repeated()) {
            return set_json(request, "{\"" + option.field + "\":" + content + "}");
        }
        return set_json(*request.GetReflection()->MutableMessage(&request, field), content);
    }
    return set_field(request, option.field,
                     option.preset.empty() ? text : text + "," + option.preset);
}

Result<void> fill(Message& request, const CommandSpec& spec, const Given& given) {
    if (field_of(request, "command_id")) {
        HAVEN_CHECKED(set_field(request, "command_id", new_command_id()));
    }
    for (std::size_t i = 0; i < spec.options.size(); ++i) {
        const OptionSpec& option = spec.options[i];
        if (option.field.empty()) continue;
        const bool is_switch = option.takes == Takes::Nothing && given.is_on(option.flag);
        for (const std::string& text : is_switch ? std::vector<std::string>{"true"} : given.at(i)) {
            auto set = fill_one(request, option, text);
            if (set) continue;
            Error error = std::move(set).error();
            if (option.takes == Takes::File) return std::unexpected(std::move(error));
            error.fields = {
                {option.flag, error.fields.empty() ? error.message : error.fields[0].description}};
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

const std::vector<std::string>& Given::all(std::string_view flag) const {
    const auto found = std::ranges::find(*options_, flag, &OptionSpec::flag);
    HAVEN_CHECK(found != options_->end());
    return values_[static_cast<std::size_t>(found - options_->begin())];
}

std::string Given::text(std::string_view flag) const {
    const auto& texts = all(flag);
    return texts.empty() ? std::string() : texts.front();
}

const std::vector<CommandSpec>& command_specs() {
    static const std::vector<CommandSpec> specs = [] {
        auto all = household_commands();
        for (auto* part :
             {&money_commands, &scholarship_commands, &outreach_commands, &publicity_commands,
              &hotline_commands, &employment_commands, &assistance_commands, &office_commands,
              &sheet_commands, &special_commands}) {
            for (auto& spec : (*part)()) all.push_back(std::move(spec));
        }
        auto files = export_commands(all);
        for (auto& spec : print_commands(all)) files.push_back(std::move(spec));
        for (auto& spec : files) all.push_back(std::move(spec));
        return all;
    }();
    return specs;
}

std::vector<std::string> choices(const CommandSpec& spec, const OptionSpec& option) {
    if (spec.method.empty() || option.field.empty()) return {};
    return enum_words(*exchange_of(spec.method).request, option.field);
}

std::string group_form(const CommandSpec& spec, const OptionSpec& option) {
    if (spec.method.empty() || option.field.empty() || option.takes != Takes::Text) return {};
    return group_form(*exchange_of(spec.method).request, option.field);
}

Result<Table> ask(Session& session, const CommandSpec& spec, const Given& given,
                  const std::function<void(std::size_t)>& seen) {
    Exchange exchange = exchange_of(spec.method);
    Message& request = *exchange.request;
    HAVEN_CHECKED(fill(request, spec, given));
    const auto* page_size = field_of(request, "page_size");
    if (page_size) request.GetReflection()->SetInt32(&request, page_size, 500);
    Table table(table_of(*exchange.reply, spec.list, spec.columns).columns());
    if (service_of(spec.method) == "ops") {  // of every process, and none has pages
        for (const std::string& address : session.ops_addresses()) {
            Exchange one = exchange_of(spec.method);
            const auto done = session.call_at(address, spec.method, request, *one.reply);
            if (!done && done.error().reason == "NO_SUCH_SERVICE") continue;  // another's
            HAVEN_CHECKED(done);
            table.append(table_of(*one.reply, spec.list, spec.columns));
        }
        return table;
    }
    for (;;) {
        Exchange page = exchange_of(spec.method);
        HAVEN_CHECKED(session.call(spec.method, request, *page.reply));
        table.append(table_of(*page.reply, spec.list, spec.columns));
        if (seen) seen(table.size());
        const std::string token = next_page(*page.reply);
        if (token.empty()) return table;
        request.GetReflection()->SetString(&request, field_of(request, "page_token"), token);
    }
}

int run_command(Session& session, const CommandSpec& spec, const Given& given) {
    if (spec.run) return spec.run(session, given);
    const Language language = session.settings().spoken();
    const auto table = ask(session, spec, given);
    if (!table) {
        const int status = print_error(table.error(), language);
        return table.error().reason == "INVALID_OPTION" ? kWrongOption : status;
    }
    show(session, *table);
    return 0;
}

}  // namespace haven::client
