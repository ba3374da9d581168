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

bool takes_path(std::string_view option) {
    return option == "-o" || option == "--out" || option == "--json-path" ||
           (option.starts_with("--") && option.ends_with("-file"));
}

/// A file could be made there. Session strings are too long for the name of one, or hold slashes that are no
/// folders.
bool can_be_made(const std::filesystem::path& path) {
    constexpr std::size_t longest_name = 255;
    std::error_code ignored;
    const auto folder = path.parent_path();
    return path.filename().string().size() <= longest_name &&
           (folder.empty() || std::filesystem::is_directory(folder, ignored));
}

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

}  // namespace

bool any_looks_like_session(std::span<char* const> arguments) {
    std::string_view before;
    for (const std::string_view argument : arguments) {
        const auto equals = argument.find('=');
        const bool joined = equals != std::string_view::npos && takes_path(argument.substr(0, equals));
        const std::string_view value = joined ? argument.substr(equals + 1) : argument;
        const bool is_path = (joined || takes_path(before)) && can_be_made(value);
        if (!is_path && looks_like_session(value)) return true;
        before = argument;
    }
    return false;
}

}  // namespace tgferry::cli
