#include "services/registry/codec/codec.hpp"
#include "services/registry/codec/values.hpp"
#include "services/registry/projection/projection.hpp"
#include "tests/fuzz/aggregate_fuzz.hpp"

namespace haven::registry {
namespace {

// The five aggregates of the directory differ in name and projection only.
template <class D_, auto project, const char* name>
struct Subject : fuzz::AnySubject<D_> {
    static constexpr std::array<std::string_view, 8> kWords = {"",
                                                               "610302-0001",
                                                               "610302",
                                                               "91610300MA00000078",
                                                               "CN-UNION-2020",
                                                               "test",
                                                               "clerk",
                                                               "610302-URBAN-2015-01-01"};

    static const writer::Aggregate& aggregate() {
        static const auto made = writer::make_aggregate<D_, Codec<D_>>(name, project);
        return *made;
    }
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

constexpr char kNode[] = "union_node";
constexpr char kStaff[] = "staff";
constexpr char kEnterprise[] = "enterprise";
constexpr char kLine[] = "dibao_line";
constexpr char kRules[] = "rule_set";

template <class D, auto project, const char* name>
void run(fuzz::Tape& tape) {
    fuzz::AggregateFuzz<Subject<D, project, name>, Codec<D>>().run(tape);
}

}  // namespace
}  // namespace haven::registry

namespace haven::fuzz {

std::vector<std::string> stories() {
    std::vector<std::string> all;
    for (char which = 0; which < 5; ++which) all.push_back({which, 1, 0, 1, 1, 1, 1, 1, 1, 0});
    return all;
}

}  // namespace haven::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace haven::registry;
    haven::fuzz::Tape tape(std::string_view(reinterpret_cast<const char*>(data), size));
    std::uint8_t which = 0;
    tape.octet(which);
    switch (which % 5) {
        case 0:
            run<UnionNodeRecord, project_union_node, kNode>(tape);
            break;
        case 1:
            run<StaffRecord, project_staff, kStaff>(tape);
            break;
        case 2:
            run<EnterpriseRecord, project_enterprise, kEnterprise>(tape);
            break;
        case 3:
            run<DibaoLineRecord, project_dibao_line, kLine>(tape);
            break;
        default:
            run<RuleSetRecord, project_rule_set, kRules>(tape);
            break;
    }
    return 0;
}
