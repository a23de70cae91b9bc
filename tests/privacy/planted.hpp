// The people that the privacy test plants, and all that nobody may find of them.
#pragma once

#include <vector>

#include "tests/privacy/scanner.hpp"
#include "tests/suite/line.hpp"

namespace haven::spec {

inline constexpr const char* kSecondCard = "9999990000000006";

// Worker with a card, spouse of another script, child with a rare character.
inline std::vector<Applicant> planted_people() {
    return {{.name = "欧阳建国",
             .birth_date = "1975-08-15",
             .phone = "13992710011",
             .diagnosis = "急性髓系白血病",
             .card = "9999990000000000014",
             .number = 17},
            {.name = "热依汗古丽·买买提",
             .birth_date = "1977-02-01",
             .phone = "13992710022",
             .diagnosis = "慢性肾功能衰竭尿毒症期",
             .number = 38},
            {.name = "欧阳𬀩安", .birth_date = "2008-05-05", .number = 51}};
}

// A man of the old system, with the number of his old papers, and where he lives.
inline Applicant planted_in_old_system() {
    return {.name = "尉迟䶮林",
            .birth_date = "1962-11-23",
            .phone = "13992710033",
            .card = "9999990000000105",
            .number = 73};
}
inline constexpr const char* kOldAddress = "姜谭路西社区三号楼";

inline std::vector<Needle> needles() {
    std::vector<Needle> all;
    const auto add = [&](const std::string& label, const std::string& text) {
        if (!text.empty()) all.push_back({label, text});
    };
    for (const Applicant& person : planted_people()) {
        const std::string who = " of " + person.birth_date;
        add("name" + who, person.name);
        add("ID number" + who, person.id_number());
        add("phone" + who, person.phone);
        add("diagnosis" + who, person.diagnosis);
        add("card" + who, person.card);
    }
    add("second card", kSecondCard);
    const Applicant old = planted_in_old_system();
    add("name in the old system", old.name);
    add("ID number in the old system", old.id_number());
    add("phone in the old system", old.phone);
    add("card in the old system", old.card);
    add("address in the old system", kOldAddress);
    return all;
}

}  // namespace haven::spec
