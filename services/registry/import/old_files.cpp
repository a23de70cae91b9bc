#include "services/registry/import/old_files.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

#include "services/registry/import/row_reader.hpp"
#include "services/registry/import/words.hpp"

namespace haven::registry::import {

namespace {

constexpr std::array<std::string_view, 26> kHouseholdColumns = {
    "档案编号",     "行政区划", "基层工会", "建档标准", "困难类别",   "姓名",     "身份证号",
    "性别",         "民族",     "出生日期", "政治面貌", "婚姻状况",   "健康状况", "工作状态",
    "工作单位",     "联系电话", "家庭住址", "家庭人口", "家庭年收入", "刚性支出", "主要致困原因",
    "次要致困原因", "银行卡号", "建档日期", "退档日期", "退档原因"};
constexpr std::array<std::string_view, 11> kMemberColumns = {
    "档案编号",   "序号", "姓名",       "身份证号", "性别",    "出生日期",
    "与职工关系", "身份", "单位或学校", "月收入",   "健康状况"};

constexpr std::int32_t kMaxMembers = 20;
constexpr std::size_t kMaxSecondaryCauses = 3;
constexpr int kNumberFromYears = 6;  // a child under six may have no number yet

bool is_file_number(const std::string& text) {
    return text.size() >= 6 && text.size() <= 24 && std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-';
           });
}

std::vector<std::string> split_list(std::string_view list) {
    constexpr std::string_view kSeparator = "、";
    std::vector<std::string> parts;
    while (!list.empty()) {
        const auto end = list.find(kSeparator);
        parts.emplace_back(list.substr(0, end));
        list.remove_prefix(end == std::string_view::npos ? list.size() : end + kSeparator.size());
    }
    return parts;
}

// The household's row as far as it stands alone.
class HouseholdRow {
  public:
    HouseholdRow(RowReader& reader, const Rulers& rulers) : r_(reader), rulers_(rulers) {}

    // Where the row has a fault, what is answered is not used.
    OldFile read() {
        OldFile old;
        old.row = r_.number();
        HouseholdImported& f = old.file;
        f.file_no = r_.required("档案编号");
        if (!f.file_no.empty() && !is_file_number(f.file_no)) {
            r_.reject("档案编号", "FORMAT", "INVALID_FILE_NUMBER");
        }
        read_division(f);
        f.grassroots_union = r_.organisation("基层工会");
        f.tier = r_.word("建档标准", tier_of, "UNKNOWN_TIER").value_or(FileTier::None);
        f.hardship_class =
            r_.word("困难类别", class_of, "UNKNOWN_CLASS").value_or(HardshipClass::None);
        f.class_word = r_.text("困难类别");
        read_head(old);
        old.phone = r_.phone("联系电话");
        old.address = r_.note("家庭住址");
        count_ = r_.count("家庭人口", 1, kMaxMembers);
        f.income = r_.amount("家庭年收入");
        f.rigid = r_.amount("刚性支出");
        read_causes(f);
        old.account = r_.account("银行卡号");
        read_dates(f);
        f.round = FileRound::From2016To2020;
        for (std::string_view column :
             {"民族", "政治面貌", "婚姻状况", "健康状况", "工作状态", "工作单位"}) {
            old.kept.push_back(r_.note(column));
        }
        return old;
    }

    [[nodiscard]] std::int32_t count() const { return count_; }
    [[nodiscard]] const std::string& head_number() const { return head_number_; }
    [[nodiscard]] bool head_upgraded() const { return head_upgraded_; }

  private:
    void read_division(HouseholdImported& f) {
        const std::string code = r_.required("行政区划");
        if (code.empty()) return;
        f.division = today_division(code);
        const auto found = rulers_.divisions.find(f.division);
        if (found == rulers_.divisions.end()) {
            r_.reject("行政区划", "VOCABULARY", "UNKNOWN_DIVISION");
        } else {
            f.federation = found->second;
        }
    }

    void read_head(OldFile&) {
        r_.name("姓名");
        const std::string number = r_.required("身份证号");
        const auto id = number.empty() ? std::nullopt : r_.identity("身份证号", rulers_);
        const auto sex = r_.word("性别", sex_of, "UNKNOWN_SEX");
        const Date birth = r_.date("出生日期");
        if (!birth.is_set() && r_.text("出生日期").empty()) r_.required("出生日期");
        r_.agree(id, sex, birth);
        r_.word("健康状况", health_of, "UNKNOWN_HEALTH");
        r_.word("工作状态", work_of, "UNKNOWN_WORK");
        if (!id) return;
        head_number_ = id->number;
        head_upgraded_ = id->upgraded;
    }

    void read_causes(HouseholdImported& f) {
        const auto primary = r_.word("主要致困原因", cause_of, "UNKNOWN_CAUSE");
        if (primary) f.causes.push_back(*primary);
        const auto others = split_list(r_.text("次要致困原因"));
        if (others.size() > kMaxSecondaryCauses) {
            r_.reject("次要致困原因", "FORMAT", "TOO_MANY_CAUSES");
            return;
        }
        for (const std::string& word : others) {
            const auto cause = cause_of(word);
            if (!cause) {
                r_.reject("次要致困原因", "VOCABULARY", "UNKNOWN_CAUSE");
            } else if (std::ranges::find(f.causes, *cause) == f.causes.end()) {
                f.causes.push_back(*cause);
            }
        }
    }

    void read_dates(HouseholdImported& f) {
        if (r_.text("建档日期").empty()) r_.required("建档日期");
        f.enrolled_on = r_.date("建档日期");
        if (f.enrolled_on.is_set()) check_enrolment(f.enrolled_on);
        f.closed_on = r_.date("退档日期");
        if (f.closed_on.is_set()) check_exit(f);
        const std::string word = r_.text("退档原因");
        const bool closed = !r_.text("退档日期").empty();
        if (closed && word.empty()) r_.reject("退档原因", "MISSING", "REQUIRED");
        if (!closed && !word.empty()) r_.reject("退档日期", "MISSING", "REQUIRED");
        if (word.empty()) return;
        const auto kind = exit_of(word);
        if (!kind) r_.reject("退档原因", "VOCABULARY", "UNKNOWN_EXIT_REASON");
        f.exit_kind = kind.value_or(ExitKind::None);
    }

    void check_enrolment(Date day) {
        if (day < Date::of(2016, 1, 4) || day > Date::of(2020, 12, 31)) {
            r_.reject("建档日期", "DATE", "OUT_OF_RANGE");
        } else if (day > rulers_.today) {
            r_.reject("建档日期", "DATE", "AFTER_BUSINESS_DATE");
        } else if (!rulers_.calendar.is_working_day(day)) {
            r_.reject("建档日期", "DATE", "DAY_OFF");
        }
    }

    void check_exit(const HouseholdImported& f) {
        if (f.enrolled_on.is_set() && f.closed_on <= f.enrolled_on) {
            r_.reject("退档日期", "DATE", "BEFORE_ENROLMENT");
        } else if (f.closed_on > rulers_.today) {
            r_.reject("退档日期", "DATE", "AFTER_BUSINESS_DATE");
        } else if (!rulers_.calendar.is_working_day(f.closed_on)) {
            r_.reject("退档日期", "DATE", "DAY_OFF");
        }
    }

    RowReader& r_;
    const Rulers& rulers_;
    std::int32_t count_ = 0;
    std::string head_number_;
    bool head_upgraded_ = false;
};

OldMember read_member(RowReader& r, const Rulers& rulers) {
    OldMember m;
    m.row = r.number();
    m.member.seq = r.count("序号", 1, kMaxMembers);
    m.name = r.name("姓名");
    m.number_given = !r.text("身份证号").empty();
    const auto id = r.identity("身份证号", rulers);
    const auto sex = r.word("性别", sex_of, "UNKNOWN_SEX");
    m.member.birth_date = r.date("出生日期");
    if (r.text("出生日期").empty()) r.required("出生日期");
    r.agree(id, sex, m.member.birth_date);
    m.member.sex = sex.value_or(Sex::Unknown);
    m.member.relation =
        r.word("与职工关系", relation_of, "UNKNOWN_RELATION").value_or(Relation::None);
    m.member.work = r.word("身份", work_of, "UNKNOWN_WORK").value_or(0);
    m.unit = r.note("单位或学校");
    m.work_word = r.text("身份");
    m.member.yearly_income = r.amount("月收入") * 12;
    m.member.health = r.word("健康状况", health_of, "UNKNOWN_HEALTH").value_or(0);
    m.health_word = r.text("健康状况");
    m.member.authorised = true;  // the old system took no file without the signatures
    if (id) {
        m.number = id->number;
        m.upgraded = id->upgraded;
    }
    return m;
}

struct Household {
    OldFile file;
    std::size_t row = 0;  // in the table
    std::int32_t count = 0;
    std::string head_number;
    bool head_upgraded = false;
    bool good = false;
};

// Members found by their file number; rows of no file are rejected.
std::unordered_map<std::string, std::vector<OldMember>> read_members(
    const CsvTable& table, const Columns& columns, const Rulers& rulers,
    const std::set<std::string>& known, std::set<std::string>& faulty,
    std::vector<Reject>& rejects) {
    std::unordered_map<std::string, std::vector<OldMember>> members;
    for (std::size_t row = 0; row < table.size(); ++row) {
        RowReader reader(table, columns, row, kMembersFile, rejects);
        reader.check_width();
        const std::string file_no = reader.required("档案编号");
        if (!file_no.empty() && !known.contains(file_no)) {
            reader.reject("档案编号", "REFERENCE", "HOUSEHOLD_MISSING");
        }
        OldMember member = read_member(reader, rulers);
        auto& of_file = members[file_no];
        const bool twice = std::ranges::any_of(of_file, [&](const OldMember& other) {
            return other.member.seq == member.member.seq ||
                   (!member.number.empty() && other.number == member.number);
        });
        if (twice) reader.reject("身份证号", "DUPLICATE", "MEMBER_TWICE");
        if (!reader.good()) faulty.insert(file_no);
        of_file.push_back(std::move(member));
    }
    return members;
}

// What household and members say of each other.
void join(Household& household, std::vector<OldMember> members, RowReader& reader,
          bool members_faulty) {
    if (static_cast<std::int32_t>(members.size()) != household.count) {
        reader.reject("家庭人口", "REFERENCE", "MEMBER_COUNT_DIFFERS");
        return;
    }
    std::ranges::sort(members, {}, [](const OldMember& m) { return m.member.seq; });
    const auto heads = std::ranges::count(members, Relation::Head,
                                          [](const OldMember& m) { return m.member.relation; });
    const bool head_first = !members.empty() && members.front().member.relation == Relation::Head &&
                            members.front().number == household.head_number;
    if (!members_faulty && (heads != 1 || !head_first)) {
        reader.reject("身份证号", "REFERENCE", "HEAD_MISSING");
        return;
    }
    if (members.empty()) return;
    // Written with 18 digits in either file, the number is certain.
    members.front().upgraded = members.front().upgraded && household.head_upgraded;
    for (const OldMember& member : members) household.file.kept.push_back(member.unit);
    household.file.members = std::move(members);
}

// A child under six at the enrolment may have no number; anybody else has one.
bool numbers_missing(const OldFile& file, std::vector<Reject>& rejects) {
    bool missing = false;
    for (const OldMember& member : file.members) {
        const bool grown =
            member.member.birth_date.is_set() &&
            member.member.birth_date.plus_years(kNumberFromYears) <= file.file.enrolled_on;
        if (member.number_given || !grown) continue;
        rejects.push_back(
            {std::string(kMembersFile), member.row, "身份证号", "MISSING", "REQUIRED"});
        missing = true;
    }
    return missing;
}

}  // namespace

Checked check(const CsvTable& households, const CsvTable& members, const Rulers& rulers) {
    Checked checked;
    const Columns columns(households, kHouseholdsFile, kHouseholdColumns, checked.rejects);
    std::vector<Reject> member_rejects;
    const Columns member_columns(members, kMembersFile, kMemberColumns, member_rejects);
    if (!columns.complete() || !member_columns.complete()) {
        std::ranges::move(member_rejects, std::back_inserter(checked.rejects));
        return checked;
    }
    std::vector<Household> found;
    std::set<std::string> known;
    for (std::size_t row = 0; row < households.size(); ++row) {
        RowReader reader(households, columns, row, kHouseholdsFile, checked.rejects);
        reader.check_width();
        HouseholdRow household(reader, rulers);
        OldFile file = household.read();
        if (!file.file.file_no.empty() && !known.insert(file.file.file_no).second) {
            reader.reject("档案编号", "DUPLICATE", "FILE_NUMBER_TWICE");
        }
        found.push_back({std::move(file), row, household.count(), household.head_number(),
                         household.head_upgraded(), reader.good()});
    }
    std::set<std::string> faulty;
    auto by_file = read_members(members, member_columns, rulers, known, faulty, member_rejects);
    for (Household& household : found) {
        if (!household.good) continue;
        const std::string& file_no = household.file.file.file_no;
        RowReader reader(households, columns, household.row, kHouseholdsFile, checked.rejects);
        join(household, std::move(by_file[file_no]), reader, faulty.contains(file_no));
        if (!reader.good() || numbers_missing(household.file, member_rejects)) continue;
        checked.files.push_back(std::move(household.file));
    }
    std::ranges::stable_sort(checked.rejects, {}, &Reject::row);
    std::ranges::stable_sort(member_rejects, {}, &Reject::row);
    std::ranges::move(member_rejects, std::back_inserter(checked.rejects));
    return checked;
}

}  // namespace haven::registry::import
