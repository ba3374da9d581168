#include "cli/string_argument.hpp"

#include <algorithm>
#include <filesystem>

namespace tgferry::cli {
namespace {

/// Longer than any word, shorter than any session string; paths of this length have more slashes than base64.
constexpr std::size_t shortest = 100;
constexpr std::size_t letters_a_slash = 32;

bool is_digit_of_base64(char c) {
    const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return letter || (c >= '0' && c <= '9') || std::string_view("+-_=").find(c) != std::string_view::npos;
}

}  // namespace

bool looks_like_session(std::string_view argument) {
    if (argument.size() < shortest) return false;
    std::error_code ignored;
    if (std::filesystem::exists(argument, ignored)) return false;
    std::size_t unbroken = 0, run = 0, slashes = 0;
    for (const char c : argument) {
        if (c == '\n' || c == '\r' || c == ' ') continue;  // wrapped
        const bool digit = is_digit_of_base64(c);
        unbroken = digit ? unbroken + 1 : 0;
        slashes = c == '/' ? slashes + 1 : digit ? slashes : 0;
        run = digit || c == '/' ? run + 1 : 0;
        if (unbroken >= shortest || (run >= 2 * shortest && slashes * letters_a_slash < run)) return true;
    }
    return false;
}

}  // namespace tgferry::cli
