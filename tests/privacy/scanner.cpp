#include "tests/privacy/scanner.hpp"

#include <iconv.h>

#include <algorithm>
#include <cstdint>
#include <stdexcept>

namespace haven::spec {
namespace {

std::string to_gb18030(std::string text) {
    iconv_t converter = iconv_open("GB18030", "UTF-8");
    if (converter == reinterpret_cast<iconv_t>(-1)) throw std::runtime_error("iconv: no GB18030");
    std::string out(text.size() * 4 + 8, '\0');
    char* from = text.data();
    std::size_t from_left = text.size();
    char* to = out.data();
    std::size_t to_left = out.size();
    const std::size_t status = iconv(converter, &from, &from_left, &to, &to_left);
    iconv_close(converter);
    if (status == static_cast<std::size_t>(-1)) throw std::runtime_error("iconv: bad UTF-8 needle");
    out.resize(out.size() - to_left);
    return out;
}

std::string hex(std::string_view bytes, std::string_view digits) {
    std::string out;
    for (const char c : bytes) {
        const auto byte = static_cast<std::uint8_t>(c);
        out.push_back(digits[byte >> 4]);
        out.push_back(digits[byte & 15]);
    }
    return out;
}

// The part of the base64 text that depends on `bytes` alone when `skip` bytes stand before it.
std::string base64_core(std::string_view bytes, std::size_t skip) {
    static constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const std::string padded = std::string(skip, '\0') + std::string(bytes);
    std::string out;
    std::uint32_t buffer = 0;
    int bits = 0;
    for (const char c : padded) {
        buffer = buffer << 8 | static_cast<std::uint8_t>(c);
        bits += 8;
        while (bits >= 6) {
            bits -= 6;
            out.push_back(kAlphabet[buffer >> bits & 63]);
        }
    }
    // The first character that holds no bit of the skipped bytes.
    return out.substr((skip * 8 + 5) / 6);
}

void add_encodings(std::vector<Form>& forms, const std::string& label, const std::string& bytes) {
    forms.push_back({label, bytes});
    forms.push_back({label + " hex", hex(bytes, "0123456789abcdef")});
    forms.push_back({label + " HEX", hex(bytes, "0123456789ABCDEF")});
    for (std::size_t skip = 0; skip < 3; ++skip) {
        forms.push_back({label + " base64", base64_core(bytes, skip)});
    }
}

bool is_id_number(std::string_view text) {
    return text.size() == 18 && std::all_of(text.begin(), text.begin() + 17,
                                            [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::vector<Form> forms_of(const Needle& needle) {
    std::vector<Form> forms;
    add_encodings(forms, "utf-8", needle.text);
    const std::string gb = to_gb18030(needle.text);
    if (gb != needle.text) add_encodings(forms, "gb18030", gb);
    if (is_id_number(needle.text)) {
        add_encodings(forms, "15 digits", needle.text.substr(0, 6) + needle.text.substr(8, 9));
    }
    return forms;
}

Scanner::Scanner(std::vector<Needle> needles) {
    for (Needle& needle : needles) {
        auto forms = forms_of(needle);
        needles_.push_back({std::move(needle), std::move(forms)});
    }
}

void Scanner::scan(std::string_view where, std::string_view bytes) {
    scanned_bytes_ += bytes.size();
    for (Searched& searched : needles_) {
        for (const Form& form : searched.forms) {
            if (bytes.find(form.bytes) == std::string_view::npos) continue;
            searched.found = true;
            findings_.push_back(searched.needle.label + " as " + form.label + " in " +
                                std::string(where));
        }
    }
}

std::vector<std::string> Scanner::never_found() const {
    std::vector<std::string> labels;
    for (const Searched& searched : needles_) {
        if (!searched.found) labels.push_back(searched.needle.label);
    }
    return labels;
}

}  // namespace haven::spec
