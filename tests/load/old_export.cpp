#include "tests/load/old_export.hpp"

#include <fmt/core.h>

#include "libs/base/resident_id.hpp"
#include "libs/base/time.hpp"

namespace haven::load {
namespace {

constexpr const char* kDivisions[] = {"610300", "610302", "610303", "610304", "610305",
                                      "610323", "610324", "610326", "610327", "610328",
                                      "610329", "610330", "610331"};
constexpr const char* kHouseholdHeader =
    "档案编号,行政区划,基层工会,建档标准,困难类别,姓名,身份证号,性别,民族,出生日期,政治面貌,婚姻状"
    "况,健康状况,工作状态,工作单位,联系电话,家庭住址,家庭人口,家庭年收入,刚性支出,主要致困原因,"
    "次要致困原因,银行卡号,建档日期,退档日期,退档原因\n";
constexpr const char* kMemberHeader =
    "档案编号,序号,姓名,身份证号,性别,出生日期,与职工关系,身份,单位或学校,月收入,健康状况\n";
// Births are spread over so many days from 1965 on, and on each day over serial numbers.
constexpr std::int64_t kDays = 8'000;
constexpr const char* kSurnames[] = {"王", "李", "张", "刘", "陈", "杨", "赵", "黄"};
constexpr const char* kNames[] = {"建国", "秀英", "桂兰", "志强", "玉梅", "晓东", "海燕", "永成"};

struct Spouse {
    std::string name;
    std::string birth_date;
    std::string id_number;
};

// `sex` 1: a man, 0: a woman, as the serial number's last digit says.
Spouse spouse(std::int64_t couple, int sex) {
    const Date birth = Date::of(1965, 1, 1).plus_days(static_cast<int>(couple % kDays));
    const std::int64_t serial = couple / kDays * 2 + sex;
    std::string digits = "610399" + birth.to_string();
    std::erase(digits, '-');
    digits += fmt::format("{:03}", serial);
    const std::string name = std::string(kSurnames[couple % 8]) + kNames[couple / 8 % 8];
    return {name, birth.to_string(), digits + resident_id_check(digits)};
}

}  // namespace

OldExport old_export(std::int64_t first, std::int64_t count) {
    OldExport made{kHouseholdHeader, kMemberHeader};
    for (std::int64_t couple = first; couple < first + count; ++couple) {
        const char* division = kDivisions[couple % 13];
        // Numbers of a division and year have five digits.
        const std::int64_t number = couple / 13;
        const std::string file_no =
            fmt::format("{}-{}-{:05}", division, 2016 + number / 99'999, number % 99'999 + 1);
        const Spouse husband = spouse(couple, 1);
        const Spouse wife = spouse(couple, 0);
        made.households += fmt::format(
            "{},{},社区工会,全国级,低保户,{},{},男,汉族,{},群众,已婚,患病,下岗,,,,2,{}.50,{}.25,"
            "重大疾病,下岗失业,,2016-03-01,2019-03-06,脱困\n",
            file_no, division, husband.name, husband.id_number, husband.birth_date,
            20'000 + couple % 9'000, 4'000 + couple % 7'000);
        made.members +=
            fmt::format("{},1,{},{},男,{},本人,下岗,,{}.00,患病\n", file_no, husband.name,
                        husband.id_number, husband.birth_date, 900 + couple % 600);
        made.members += fmt::format("{},2,{},{},女,{},配偶,无业,,{}.00,健康\n", file_no, wife.name,
                                    wife.id_number, wife.birth_date, couple % 500);
    }
    return made;
}

}  // namespace haven::load
