// Goldens (protocols §13): a stored record in hex for each event type and schema version, under
// tests/golden/<service>/<Type>.v<schema>.hex, with the digest of each in tests/golden/DIGESTS.
// They are only ever added: what was stored once must be read for ever.
//
//     TEST(FundLineGolden, EveryStoredEventIsStillReadAsItWas) {
//         EXPECT_THAT((golden_faults<FundLine, FundLineCodec>("disbursement", kSamples)),
//                     IsEmpty());
//     }
//
// `samples` holds one event of each type, in an order in which they can be folded. With
// UPDATE_GOLDEN=1 in the environment, goldens that are missing are written from them; one that
// exists is never rewritten. For test programs only.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "libs/decider/decider.hpp"
#include "libs/log/log.hpp"

namespace haven::spec {

class Goldens {
  public:
    explicit Goldens(std::string service) : Goldens(std::move(service), default_folder()) {}
    Goldens(std::string service, std::string folder);

    // Writes the golden of this event's type and schema version if it is missing and that is asked
    // for. "" or what is wrong.
    [[nodiscard]] std::string provide(const log::NewEvent& event) const;
    // The goldens of these types, each with what is wrong with it ("" = sound).
    struct Stored {
        std::string name;  // "disbursement/ReliefPaid.v1.hex"
        log::Record record;
        std::string fault;
    };
    [[nodiscard]] std::vector<Stored> stored(const std::set<std::string>& types) const;

  private:
    static std::string default_folder();
    [[nodiscard]] std::string name_of(const log::NewEvent& event) const;

    const std::string service_;
    const std::string folder_;
};

// Faults of the whole folder: digests without a file and files without a digest.
std::vector<std::string> golden_list_faults();
std::vector<std::string> golden_list_faults(const std::string& folder);

// Every golden of the codec's types is there, has the digest that is listed, decodes, folds on what
// the samples before its type's give, and encodes its payload to the same bytes.
template <Decider D, class Codec>
std::vector<std::string> golden_faults(const Goldens& goldens,
                                       const std::vector<typename D::Event>& samples) {
    std::vector<std::string> faults;
    std::set<std::string> missing(Codec::types().begin(), Codec::types().end());
    const std::set<std::string> types = missing;
    std::map<std::string, typename D::State> before;
    typename D::State state;
    for (const typename D::Event& sample : samples) {
        const log::NewEvent event = Codec::encode(sample);
        if (auto fault = goldens.provide(event); !fault.empty()) {
            faults.push_back(std::move(fault));
        }
        before.emplace(event.type, state);
        state = D::evolve(std::move(state), sample);
    }
    for (const Goldens::Stored& golden : goldens.stored(types)) {
        missing.erase(golden.record.type);
        if (!golden.fault.empty()) {
            faults.push_back(golden.name + ": " + golden.fault);
            continue;
        }
        const log::Record& record = golden.record;
        const auto event = Codec::decode(record.type, record.schema_version, record.payload);
        if (!event) {
            faults.push_back(golden.name + ": the codec does not read it");
        } else if (Codec::encode(*event).payload != record.payload) {
            faults.push_back(golden.name + ": encoded again it has other bytes");
        } else {
            static_cast<void>(D::evolve(before[record.type], *event));
        }
    }
    for (const std::string& type : missing) faults.push_back(type + ": has no golden");
    return faults;
}

template <Decider D, class Codec>
std::vector<std::string> golden_faults(std::string service,
                                       const std::vector<typename D::Event>& samples) {
    return golden_faults<D, Codec>(Goldens(std::move(service)), samples);
}

}  // namespace haven::spec
