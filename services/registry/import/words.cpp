#include "services/registry/import/words.hpp"

#include <unordered_map>

namespace haven::registry::import {

namespace {

template <class Value>
using Words = std::unordered_map<std::string, Value>;

template <class Value>
std::optional<Value> find(const Words<Value>& words, const std::string& word) {
    const auto found = words.find(word);
    if (found == words.end()) return std::nullopt;
    return found->second;
}

}  // namespace

std::optional<FileTier> tier_of(const std::string& word) {
    static const Words<FileTier> words = {{"全国级", FileTier::National},
                                          {"省级", FileTier::Provincial},
                                          {"地市级", FileTier::City},
                                          {"区县级", FileTier::County},
                                          {"基层", FileTier::Grassroots}};
    return find(words, word);
}

std::optional<HardshipClass> class_of(const std::string& word) {
    static const Words<HardshipClass> words = {
        {"低保户", HardshipClass::Dibao},        {"低保边缘户", HardshipClass::Marginal},
        {"意外致困户", HardshipClass::Accident}, {"享受低保", HardshipClass::Dibao},
        {"未享受低保", HardshipClass::Dibao},    {"低保线以上", HardshipClass::Marginal},
        {"深度困难", HardshipClass::Dibao},      {"相对困难", HardshipClass::Marginal},
        {"意外致困", HardshipClass::Accident}};
    return find(words, word);
}

std::optional<HardshipCause> cause_of(const std::string& word) {
    using enum HardshipCause;
    static const Words<HardshipCause> words = {{"突发事件", SuddenEvent},
                                               {"自然灾害", SuddenEvent},
                                               {"意外伤害", Accident},
                                               {"意外事故", Accident},
                                               {"重大疾病", MajorIllness},
                                               {"本人大病", MajorIllness},
                                               {"家属大病", MajorIllness},
                                               {"残疾", Disability},
                                               {"企业困难", EnterpriseDistress},
                                               {"子女上学", ChildSchooling},
                                               {"下岗失业", Unemployment},
                                               {"无劳动能力", NoLabourAbility},
                                               {"有劳动能力未就业", AbleNotEmployed},
                                               {"未参加社会保险", NoSocialInsurance},
                                               {"社会保险未落实", InsuranceNotHonoured},
                                               {"其他", Other}};
    return find(words, word);
}

std::optional<ExitKind> exit_of(const std::string& word) {
    static const Words<ExitKind> words = {
        {"脱困", ExitKind::Resolved},      {"死亡", ExitKind::Died},
        {"退休", ExitKind::Retired},       {"迁出", ExitKind::Moved},
        {"认定有误", ExitKind::Mistaken},  {"弄虚作假", ExitKind::Fraud},
        {"转兜底保障", ExitKind::Backstop}};
    return find(words, word);
}

std::optional<Relation> relation_of(const std::string& word) {
    static const Words<Relation> words = {{"本人", Relation::Head},
                                          {"配偶", Relation::Spouse},
                                          {"子", Relation::Son},
                                          {"女", Relation::Daughter},
                                          {"父亲", Relation::Father},
                                          {"母亲", Relation::Mother},
                                          {"祖父母", Relation::Grandparent},
                                          {"兄弟姐妹", Relation::Sibling},
                                          {"孙子女", Relation::Grandchild},
                                          {"其他", Relation::Other}};
    return find(words, word);
}

std::optional<Sex> sex_of(const std::string& word) {
    static const Words<Sex> words = {{"男", Sex::Male}, {"女", Sex::Female}};
    return find(words, word);
}

std::optional<CodeNumber> health_of(const std::string& word) {
    static const Words<CodeNumber> words = {{"健康", 1}, {"良好", 1}, {"一般", 2},
                                            {"较差", 2}, {"患病", 3}, {"残疾", 4}};
    return find(words, word);
}

std::optional<CodeNumber> work_of(const std::string& word) {
    static const Words<CodeNumber> words = {
        {"在岗", 1},  {"下岗", 2},    {"待岗", 2}, {"失业", 3},   {"无业", 4},
        {"退休", 5},  {"内退", 5},    {"病休", 6}, {"农民工", 7}, {"务农", 9},
        {"学生", 10}, {"学龄前", 11}, {"其他", 12}};
    return find(words, word);
}

std::string today_division(const std::string& code) {
    if (code == "610321") return "610304";
    if (code == "610322") return "610305";
    return code;
}

}  // namespace haven::registry::import
