#include "libs/postgres/bulk.hpp"

#include "libs/base/result.hpp"

namespace haven::postgres {
namespace {

// "$1, $2, …"
std::string parameters(std::size_t first, std::size_t count) {
    std::string list;
    for (std::size_t i = first; i < first + count; ++i) {
        list += (i == first ? "$" : ", $") + std::to_string(i);
    }
    return list;
}

}  // namespace

BulkStatement::BulkStatement(std::string_view name, std::string_view before,
                             std::vector<Type> columns, std::string_view after)
    : columns_(std::move(columns)) {
    std::string rows = "VALUES ";
    for (std::size_t count = 1; count <= kMostValues; ++count) {
        if (count > 1) rows += ", ";
        rows += "(" + parameters((count - 1) * columns_.size() + 1, columns_.size()) + ")";
        values_.push_back({std::string(name) + "_" + std::to_string(count),
                           std::string(before) + rows + std::string(after)});
    }
    arrays_ = {std::string(name), std::string(before) + "SELECT * FROM unnest(" +
                                      parameters(1, columns_.size()) + ")" + std::string(after)};
}

Statement BulkStatement::of(std::size_t rows) const {
    HAVEN_CHECK(rows > 0);
    const Text& text = rows <= kMostValues ? values_[rows - 1] : arrays_;
    return {text.name, text.sql};
}

BulkRows::BulkRows(const BulkStatement& statement, std::size_t rows)
    : statement_(statement), rows_(rows) {
    if (rows <= BulkStatement::kMostValues) return;
    for (const Type column : statement.columns()) arrays_.emplace_back(column);
}

std::size_t BulkRows::next_column() {
    return added_++ % statement_.columns().size();
}

BulkRows& BulkRows::null() {
    const std::size_t column = next_column();
    if (arrays_.empty()) {
        values_.null(statement_.columns()[column]);
    } else {
        arrays_[column].null();
    }
    return *this;
}

BulkRows& BulkRows::add(Type type, std::string_view bytes) {
    const std::size_t column = next_column();
    HAVEN_CHECK(type == statement_.columns()[column]);
    if (arrays_.empty()) {
        values_.encoded(type, std::string(bytes));
    } else {
        arrays_[column].encoded(type, bytes);
    }
    return *this;
}

Connection::Call BulkRows::call() {
    HAVEN_CHECK(added_ == rows_ * statement_.columns().size());
    for (const ArrayBuilder& array : arrays_) values_.array(array);
    return {statement_.of(rows_), std::move(values_)};
}

}  // namespace haven::postgres
