#include "libs/log/golden.hpp"

#include <gmock/gmock.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace haven::spec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// The smallest decider with a codec: two event types, the payload is their text.
struct Door {
    struct State {
        bool open = false;
    };
    struct Opened {
        std::string by;
        bool operator==(const Opened&) const = default;
    };
    struct Shut {
        bool operator==(const Shut&) const = default;
    };
    using Event = std::variant<Opened, Shut>;
    struct Command {};
    static Result<std::vector<Event>> decide(const State&, const Command&, const Context&) {
        return std::vector<Event>{};
    }
    static State evolve(State, const Event& event) {
        return {std::holds_alternative<Opened>(event)};
    }
};

struct DoorCodec {
    static inline bool broken = false;

    static log::NewEvent encode(const Door::Event& event) {
        if (const auto* opened = std::get_if<Door::Opened>(&event)) {
            return {"Opened", 1, opened->by + (broken ? "!" : "")};
        }
        return {"Shut", 1, ""};
    }
    static std::optional<Door::Event> decode(std::string_view type, int, std::string_view payload) {
        if (type == "Opened") return Door::Opened{std::string(payload)};
        return Door::Shut{};
    }
    static std::span<const std::string_view> types() {
        static constexpr std::array<std::string_view, 2> kTypes{"Opened", "Shut"};
        return kTypes;
    }
};

class Golden : public ::testing::Test {
  protected:
    Golden() {
        ::unsetenv("UPDATE_GOLDEN");
        DoorCodec::broken = false;
        std::string pattern = (std::filesystem::temp_directory_path() / "golden-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
    }
    ~Golden() override { std::filesystem::remove_all(folder_); }

    std::vector<std::string> faults(std::vector<Door::Event> samples) {
        return golden_faults<Door, DoorCodec>(Goldens("doors", folder_), samples);
    }
    void write_all() {
        ::setenv("UPDATE_GOLDEN", "1", 1);
        EXPECT_THAT(faults({Door::Opened{"key"}, Door::Shut{}}), IsEmpty());
        ::unsetenv("UPDATE_GOLDEN");
    }
    [[nodiscard]] std::string path(const std::string& name) const { return folder_ + "/" + name; }

    std::string folder_;
};

TEST_F(Golden, MissingOneIsAFaultUntilItIsAskedFor) {
    EXPECT_THAT(faults({Door::Opened{"key"}}),
                ElementsAre(HasSubstr("Opened.v1.hex: is missing"), "Opened: has no golden",
                            "Shut: has no golden"));
    write_all();
    EXPECT_THAT(faults({Door::Opened{"key"}, Door::Shut{}}), IsEmpty());
    EXPECT_THAT(golden_list_faults(folder_), IsEmpty());
}

TEST_F(Golden, IsNeverRewrittenByAnUpdate) {
    write_all();
    ::setenv("UPDATE_GOLDEN", "1", 1);
    // The sample is another one today; the stored record stays what it is.
    EXPECT_THAT(faults({Door::Opened{"other"}, Door::Shut{}}), IsEmpty());
    const auto stored = Goldens("doors", folder_).stored({"Opened"});
    ASSERT_EQ(stored.size(), 1U);
    EXPECT_EQ(stored[0].record.payload, "key");
    std::filesystem::remove(path("doors/Opened.v1.hex"));
    EXPECT_THAT(faults({Door::Opened{"other"}, Door::Shut{}}),
                ElementsAre(HasSubstr("was removed"), "Opened: has no golden"));
    EXPECT_THAT(golden_list_faults(folder_), ElementsAre(HasSubstr("has no file")));
}

TEST_F(Golden, ChangedFileDoesNotHaveTheListedDigest) {
    write_all();
    const std::string file = path("doors/Opened.v1.hex");
    std::ifstream in(file);
    std::string text((std::istreambuf_iterator<char>(in)), {});
    const auto last = text.find_last_of("0123456789abcdef");
    text[last] = text[last] == '0' ? '1' : '0';
    std::ofstream(file) << text;
    EXPECT_THAT(faults({Door::Opened{"key"}, Door::Shut{}}),
                ElementsAre(HasSubstr("is not what DIGESTS says")));
}

TEST_F(Golden, CodecThatWritesOtherBytesIsFound) {
    write_all();
    DoorCodec::broken = true;
    EXPECT_THAT(faults({Door::Opened{"key"}, Door::Shut{}}),
                ElementsAre(HasSubstr("encoded again it has other bytes")));
}

TEST_F(Golden, FileThatIsNotListedIsAFault) {
    write_all();
    std::filesystem::copy(path("doors/Shut.v1.hex"), path("doors/Slammed.v1.hex"));
    EXPECT_THAT(golden_list_faults(folder_), ElementsAre(HasSubstr("is not in DIGESTS")));
}

TEST(GoldenList, EveryGoldenOfTheSuiteIsListedAndThere) {
    EXPECT_THAT(golden_list_faults(), IsEmpty());
}

}  // namespace
}  // namespace haven::spec
