#include "core/shell_word.hpp"

#include <algorithm>

#include "core/utf8.hpp"

namespace tgferry::core {
namespace {

bool is_plain(char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return letter || std::string_view("_-./+,:@%=").find(c) != std::string_view::npos;
}

}  // namespace

std::string shell_word(std::string_view text, std::string_view otherwise) {
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (text.empty() || !is_utf8(text) || std::ranges::any_of(text, is_control))
        return std::string(otherwise);
    std::string out;
    if (text.front() == '-') out = "./";  // no option
    if (std::ranges::all_of(text, is_plain)) return out + std::string(text);
    out += '\'';
    for (const char c : text) out += c == '\'' ? "'\\''" : std::string(1, c);
    return out + '\'';
}

}  // namespace tgferry::core
