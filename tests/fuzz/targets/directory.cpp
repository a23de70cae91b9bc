#include "services/registry/codec/codec.hpp"
#include "services/registry/codec/values.hpp"
#include "services/registry/projection/projection.hpp"
#include "tests/fuzz/aggregate_fuzz.hpp"

namespace haven::registry {
namespace {

constexpr std::array<std::string_view, 8> kWords = {"",
                                                    "610302-0001",
                                                    "610302",
                                                    "91610300MA00000078",
                                                    "CN-UNION-2020",
                                                    "test",
                                                    "clerk",
                                                    "610302-URBAN-2015-01-01"};

template <class D_, auto project, fuzz::Name name>
struct Subject : fuzz::NamedSubject<D_, Codec<D_>, project, name, kWords> {
    // The Api reads the caller's message, which must name a day wherever there is one.
    static bool may_send(const typename D_::State&, const typename D_::Command& command) {
        return std::visit(
            [](const auto& c) {
                if constexpr (requires { c.enterprise; }) return is_readable(c.enterprise);
                if constexpr (requires { c.line; }) return is_readable(c.line);
                if constexpr (requires { c.rule_set; }) return is_readable(c.rule_set);
                return true;
            },
            command);
    }

  private:
    template <class Value>
    static bool is_readable(const Value& value) {
        return from_proto(to_proto(value)).has_value();
    }
};

using All = fuzz::OneOf<Subject<UnionNodeRecord, project_union_node, "union_node">,
                        Subject<StaffRecord, project_staff, "staff">,
                        Subject<EnterpriseRecord, project_enterprise, "enterprise">,
                        Subject<DibaoLineRecord, project_dibao_line, "dibao_line">,
                        Subject<RuleSetRecord, project_rule_set, "rule_set">>;

}  // namespace
}  // namespace haven::registry

namespace haven::fuzz {

std::vector<std::string> stories() {
    return registry::All::stories();
}

}  // namespace haven::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return haven::registry::All::run_once(data, size);
}
