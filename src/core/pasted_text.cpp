#include "core/pasted_text.hpp"

#include <algorithm>
#include <array>

#include "core/plain_text.hpp"

namespace tgferry::core {
namespace {

constexpr bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool is_name(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

/// How shells and programs begin an assignment.
std::string_view without_introduction(std::string_view text) {
    constexpr std::array<std::string_view, 7> words = {"export ", "set ",  "const ", "let ",
                                                       "var ",    "$env:", "$"};
    for (const std::string_view word : words) {
        if (text.starts_with(word)) return trimmed(text.substr(word.size()));
    }
    return text;
}

/// NAME=value, NAME := value and NAME: value; a value must follow, so padding is never a prefix.
std::string_view without_name(std::string_view text) {
    const std::string_view rest = without_introduction(text);
    const auto name_end = std::ranges::find_if_not(rest, is_name);
    const auto length = static_cast<std::size_t>(name_end - rest.begin());
    std::string_view value = trimmed(rest.substr(length));
    if (length == 0 || length > 64 || value.empty() || (value[0] != '=' && value[0] != ':')) return text;
    value = trimmed(value.substr(value.starts_with(":=") ? 2 : 1));
    return value.size() > 20 ? value : text;
}

std::string_view without_quotes(std::string_view text) {
    while (!text.empty() && std::string_view(";,.").find(text.back()) != std::string_view::npos)
        text = trimmed(text.substr(0, text.size() - 1));
    constexpr std::string_view quotes = "\"'`";
    while (text.size() >= 2 && text.front() == text.back() && quotes.find(text.front()) != quotes.npos) {
        text = trimmed(text.substr(1, text.size() - 2));
    }
    return text;
}

SecretText without_wraps(std::string_view text, bool& wrapped) {
    SecretText out(text.size());
    std::size_t size = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!is_space(text[i])) out.edit()[size++] = text[i];
    }
    wrapped = size != text.size();
    out.shrink(size);
    return out;
}

}  // namespace

Warning invisible_removed() {
    return {"invisible_removed",
            "invisible characters in the text (without width, or marks of direction) were ignored"};
}

Warning from_utf16_told() {
    return {"utf16", "the text is UTF-16, and was read as that"};
}

std::string_view without_newline(std::string_view text) noexcept {
    if (text.ends_with('\n')) text.remove_suffix(1);
    if (text.ends_with('\r')) text.remove_suffix(1);
    return text;
}

PastedText clean_pasted(std::string_view raw) {
    PastedText result;
    if (raw.starts_with("\xef\xbb\xbf")) raw.remove_prefix(3);
    const PlainText plain = plain_text(without_newline(raw));
    if (plain.had_invisible) result.forgiven.push_back(invisible_removed());
    std::string_view text = reveal(plain.text);
    const auto step = [&](std::string_view next, const char* code, const char* message) {
        if (next.size() != text.size()) result.forgiven.push_back({code, message});
        text = next;
    };
    step(trimmed(text), "space_trimmed", "space around the session string was ignored");
    step(without_name(text), "name_removed", "a NAME= in front of the session string was ignored");
    step(without_quotes(text), "quotes_removed", "quotes around the session string were ignored");
    bool wrapped = false;
    result.text = without_wraps(text, wrapped);
    if (wrapped) result.forgiven.push_back({"lines_joined", "space inside the session string was ignored"});
    if (plain.had_foreign && result.forgiven.empty()) {
        result.forgiven.push_back(
            {"look_alikes", "characters that look like ASCII ones were taken for them"});
    }
    return result;
}

}  // namespace tgferry::core
