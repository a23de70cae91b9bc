#include "services/registry/domain/import_digest.hpp"

#include <array>

namespace haven::registry {

namespace {

class Digest {
  public:
    Digest& add(std::string_view text) {
        for (char c : text) step(static_cast<unsigned char>(c));
        step(0x1f);  // keeps "a","bc" apart from "ab","c"
        return *this;
    }
    Digest& add(std::int64_t number) { return add(std::to_string(number)); }
    Digest& add(Date date) { return add(date.is_set() ? date.to_string() : std::string("-")); }
    Digest& add(const Sealed& sealed) { return add(sealed.person.to_string()).add(sealed.cipher); }
    template <class Enum>
        requires std::is_enum_v<Enum>
    Digest& add(Enum value) {
        return add(static_cast<std::int64_t>(value));
    }

    [[nodiscard]] std::string hex() const {
        constexpr std::string_view kDigits = "0123456789abcdef";
        std::string text(16, '0');
        for (std::size_t i = 0; i < 16; ++i) text[i] = kDigits[(hash_ >> (60 - 4 * i)) & 15U];
        return text;
    }

  private:
    void step(unsigned char byte) {
        hash_ ^= byte;
        hash_ *= 0x100000001b3ULL;
    }
    std::uint64_t hash_ = 0xcbf29ce484222325ULL;
};

void add_member(Digest& digest, const Member& m) {
    digest.add(m.seq).add(m.person.to_string()).add(m.relation).add(m.name).add(m.id_number);
    digest.add(m.sex).add(m.birth_date).add(m.phone).add(m.address).add(m.work).add(m.health);
    digest.add(m.schooling).add(m.yearly_income.in_fen()).add(m.authorised ? 1 : 0);
}

}  // namespace

std::string import_digests(const HouseholdImported& file) {
    std::string text;
    const auto put = [&](std::string_view name, const Digest& digest) {
        if (!text.empty()) text += ';';
        text.append(name).append("=").append(digest.hex());
    };
    put("division", Digest().add(file.federation.value).add(file.division));
    put("grassroots_union", Digest().add(file.grassroots_union));
    put("tier", Digest().add(file.tier).add(file.round));
    put("class", Digest().add(file.hardship_class).add(file.class_word));
    Digest causes;
    for (HardshipCause cause : file.causes) causes.add(cause);
    put("causes", causes);
    Digest members;
    for (const Member& member : file.members) add_member(members, member);
    put("members", members);
    put("income", Digest().add(file.income.in_fen()));
    put("rigid", Digest().add(file.rigid.in_fen()));
    const Payee& payee = file.payee;
    put("account", Digest()
                       .add(payee.person.to_string())
                       .add(payee.kind)
                       .add(payee.account)
                       .add(payee.last4)
                       .add(payee.bank));
    put("enrolled_on", Digest().add(file.enrolled_on));
    put("closed_on", Digest().add(file.closed_on));
    put("exit_kind", Digest().add(file.exit_kind));
    put("kept_columns", Digest().add(file.kept_columns));
    return text;
}

std::string differing_fields(std::string_view one, std::string_view other) {
    std::string fields;
    while (!one.empty()) {
        const std::string_view pair = one.substr(0, one.find(';'));
        one.remove_prefix(std::min(one.size(), pair.size() + 1));
        // Found as a whole pair, the field is the same.
        if (other.find(pair) != std::string_view::npos) continue;
        if (!fields.empty()) fields += ',';
        fields += pair.substr(0, pair.find('='));
    }
    return fields;
}

}  // namespace haven::registry
