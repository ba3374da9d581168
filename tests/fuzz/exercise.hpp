// What programs do with an input that they did not make, and what must hold whatever it is.
#pragma once

#include <string>
#include <string_view>
#include <tgferry/source.hpp>

namespace tgferry::test {

/// What opens the locked ones among the fixtures, so that the fuzzer gets behind the lock.
inline constexpr std::string_view fuzz_tdlib_key = "made-up database key";
inline constexpr std::string_view fuzz_api_hash = "0123456789abcdef0123456789abcdef";

/// Asks every detector, reads with and without naming the format, describes the result.
/// Returns the broken promise; empty when all held.
std::string exercise(const FileMap& files, std::string_view format);

/// What reads and has all that the format needs can be written again, and comes back with the same DC and
/// key.
std::string round_trip(const FileMap& files, std::string_view format);

/// Prints the broken promise and stops, so that the fuzzer keeps the input.
void insist(const std::string& broken_promise);

}  // namespace tgferry::test
