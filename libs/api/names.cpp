#include "libs/api/names.hpp"

namespace haven::api {

Result<std::vector<std::string>> open_fields(const Context& context, const rpc::Caller& caller,
                                             std::string_view purpose, std::string subject,
                                             const std::vector<vault::Cipher>& ciphers) {
    std::vector<vault::Cipher> asked;
    for (const vault::Cipher& one : ciphers) {
        if (!one.cipher.empty()) asked.push_back(one);
    }
    std::vector<std::string> texts(ciphers.size());
    if (asked.empty()) return texts;
    HAVEN_TRY(auto opened, context.host.vault->open({.actor = caller.staff,
                                                     .service = context.host.name,
                                                     .code = std::string(purpose),
                                                     .subject = std::move(subject)},
                                                    asked));
    std::size_t next = 0;
    for (std::size_t i = 0; i < ciphers.size(); ++i) {
        if (!ciphers[i].cipher.empty()) texts[i] = opened[next++].value_or("***");
    }
    return texts;
}

}  // namespace haven::api
