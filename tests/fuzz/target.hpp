// What every fuzz target defines. libFuzzer calls it with inputs that it invents, the replay test
// with those of tests/fuzz/corpus. It aborts (HAVEN_CHECK) where something that must hold does not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace haven::fuzz {

// Inputs written by hand, which the fuzzer starts from; each stands in the corpus. Defined by each
// target, most often through aggregate_fuzz.hpp; a target without stories returns none.
std::vector<std::string> stories();

}  // namespace haven::fuzz
