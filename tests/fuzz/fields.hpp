// The fields of a plain struct, without naming them: so a new field of a command or event is fuzzed
// from the day it is there. For structs of up to 26 public members and no base.
#pragma once

#include <array>
#include <cstdlib>
#include <string_view>
#include <type_traits>
#include <utility>

namespace haven::fuzz {

namespace detail {

// Converts to anything, so that an initialiser tells how many members there are.
struct Anything {
    template <class T>
    constexpr operator T() const {
        std::abort();
    }
};

template <class T, std::size_t... Is>
constexpr bool takes(std::index_sequence<Is...>) {
    return requires { T{(static_cast<void>(Is), Anything{})...}; };
}

template <class T, std::size_t most = 26>
constexpr std::size_t count_fields() {
    if constexpr (most == 0 || takes<T>(std::make_index_sequence<most>{})) {
        return most;
    } else {
        return count_fields<T, most - 1>();
    }
}

}  // namespace detail

// Calls each(field1, field2, …) with references to the members, in their order.
#define HAVEN_FIELDS(n, ...)         \
    if constexpr (count == n) {      \
        auto& [__VA_ARGS__] = value; \
        each(__VA_ARGS__);           \
    }
template <class T, class Each>
void with_fields(T& value, Each each) {
    constexpr std::size_t count = detail::count_fields<std::remove_const_t<T>>();
    static_assert(count < 27, "add a row below");
    // clang-format off
    HAVEN_FIELDS(1, a)
    HAVEN_FIELDS(2, a, b)
    HAVEN_FIELDS(3, a, b, c)
    HAVEN_FIELDS(4, a, b, c, d)
    HAVEN_FIELDS(5, a, b, c, d, e)
    HAVEN_FIELDS(6, a, b, c, d, e, f)
    HAVEN_FIELDS(7, a, b, c, d, e, f, g)
    HAVEN_FIELDS(8, a, b, c, d, e, f, g, h)
    HAVEN_FIELDS(9, a, b, c, d, e, f, g, h, i)
    HAVEN_FIELDS(10, a, b, c, d, e, f, g, h, i, j)
    HAVEN_FIELDS(11, a, b, c, d, e, f, g, h, i, j, k)
    HAVEN_FIELDS(12, a, b, c, d, e, f, g, h, i, j, k, l)
    HAVEN_FIELDS(13, a, b, c, d, e, f, g, h, i, j, k, l, m)
    HAVEN_FIELDS(14, a, b, c, d, e, f, g, h, i, j, k, l, m, n)
    HAVEN_FIELDS(15, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o)
    HAVEN_FIELDS(16, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p)
    HAVEN_FIELDS(17, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q)
    HAVEN_FIELDS(18, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r)
    HAVEN_FIELDS(19, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s)
    HAVEN_FIELDS(20, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t)
    HAVEN_FIELDS(21, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u)
    HAVEN_FIELDS(22, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v)
    HAVEN_FIELDS(23, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w)
    HAVEN_FIELDS(24, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x)
    HAVEN_FIELDS(25, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y)
    HAVEN_FIELDS(26, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z)
    // clang-format on
}
#undef HAVEN_FIELDS

namespace detail {

// The compiler prints an enumerator's name, and a cast in brackets where there is none.
template <auto value>
constexpr bool has_name() {
    constexpr std::string_view text = __PRETTY_FUNCTION__;
    constexpr std::size_t at = text.find("value = ");
    static_assert(at != std::string_view::npos);
    return text[at + 8] != '(';
}

template <class Enum, std::size_t... Is>
constexpr auto names(std::index_sequence<Is...>) {
    return std::array<bool, sizeof...(Is)>{has_name<static_cast<Enum>(Is)>()...};
}

}  // namespace detail

// Whether the enumeration names this number; those of the domain are below 32.
template <class Enum>
bool is_enumerator(std::size_t number) {
    static constexpr auto known = detail::names<Enum>(std::make_index_sequence<32>{});
    return number < known.size() && known.at(number);
}

}  // namespace haven::fuzz
