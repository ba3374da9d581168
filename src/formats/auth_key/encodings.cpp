#include "formats/auth_key/encodings.hpp"

#include <algorithm>

#include "core/base64.hpp"
#include "core/cursor.hpp"
#include "core/hex.hpp"
#include "core/plain_text.hpp"
#include "core/writer.hpp"

namespace tgferry::formats::bare_key {
namespace {

constexpr std::size_t longest_text = 8 * 1024;  ///< of 256 bytes with names and space around

bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_hex(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool has_size(const SecretBytes& bytes) {
    return bytes.size() == AuthKey::size;
}

/// What stands between bytes in hex.
bool is_between(char c) {
    return is_space(c) || std::string_view(":,;-{}[]()\"'").find(c) != std::string_view::npos;
}

/// Pairs of digits with anything between; 0x and \x go wherever they stand. One digit alone is a byte only
/// behind such a mark, as C prints it.
std::optional<SecretBytes> hex_of(std::string_view text) {
    core::Writer digits(2 * AuthKey::size);
    while (!text.empty()) {
        const bool marked = text.starts_with("0x") || text.starts_with("0X") || text.starts_with("\\x");
        if (marked) text.remove_prefix(2);
        if (!marked && is_between(text[0])) {
            text.remove_prefix(1);
            continue;
        }
        std::size_t size = 0;
        while (size < text.size() && size < 2 * AuthKey::size && is_hex(text[size])) ++size;
        if (size == 0 || (size % 2 != 0 && !(marked && size == 1))) return std::nullopt;
        if (size == 1) digits.u8('0');
        digits.text(text.substr(0, size));
        if (digits.size() > 2 * AuthKey::size) return std::nullopt;
        text.remove_prefix(size);
    }
    return core::decode_hex(core::as_text(digits.view()));
}

/// Numbers from 0 to 255 with commas or space between, in any brackets.
std::optional<SecretBytes> list_of(std::string_view text) {
    const std::size_t open = text.find_first_of("[{(");
    if (open != std::string_view::npos) text.remove_prefix(open);  // bytes([, new Uint8Array([, key[256] = {
    if (const std::size_t inner = text.find_last_of("[{("); inner != std::string_view::npos)
        text.remove_prefix(inner + 1);
    text = text.substr(0, text.find_first_of("]})"));
    core::Writer bytes(AuthKey::size);
    while (!text.empty()) {
        if (is_space(text[0]) || text[0] == ',') {
            text.remove_prefix(1);
            continue;
        }
        unsigned value = 0;
        std::size_t size = 0;
        for (; size < text.size() && is_digit(text[size]) && value <= 255; ++size)
            value = 10 * value + static_cast<unsigned>(text[size] - '0');
        if (size == 0 || value > 255 || bytes.size() == AuthKey::size) return std::nullopt;
        bytes.u8(static_cast<std::uint8_t>(value));
        text.remove_prefix(size);
    }
    return std::move(bytes).finish();
}

struct Escape {
    std::uint8_t byte;
    std::size_t size;
};

/// An escape of Python's and C's literals.
std::optional<Escape> escape_of(std::string_view text) {
    constexpr std::string_view names = "abtnvfr", values = "\a\b\t\n\v\f\r";
    if (text.size() < 2) return std::nullopt;
    if (text[1] == 'x' && text.size() >= 4) {
        const auto byte = core::decode_hex(text.substr(2, 2));
        return byte ? std::optional(Escape{byte->view()[0], 4}) : std::nullopt;
    }
    if (const std::size_t at = names.find(text[1]); at != std::string_view::npos)
        return Escape{static_cast<std::uint8_t>(values[at]), 2};
    unsigned value = 0;
    std::size_t size = 1;
    for (; size < 4 && size < text.size() && text[size] >= '0' && text[size] <= '7'; ++size)
        value = 8 * value + static_cast<unsigned>(text[size] - '0');
    if (size > 1 && value <= 255) return Escape{static_cast<std::uint8_t>(value), size};
    const bool itself = text[1] == '\\' || text[1] == '\'' || text[1] == '"';
    return itself ? std::optional(Escape{static_cast<std::uint8_t>(text[1]), 2}) : std::nullopt;
}

/// b'...', b"...", or "..." of C: one or several behind each other.
std::optional<SecretBytes> literal_of(std::string_view text) {
    const std::size_t start = text.find_first_of("'\"");
    if (start == std::string_view::npos) return std::nullopt;
    text.remove_prefix(start);
    core::Writer bytes(AuthKey::size);
    while (!text.empty()) {
        const char quote = text[0];
        if (quote != '\'' && quote != '"') {
            const bool between =
                is_space(quote) || std::string_view("b+\\;,)").find(quote) != std::string_view::npos;
            if (!between) return std::nullopt;
            text.remove_prefix(1);
            continue;
        }
        text.remove_prefix(1);
        while (!text.empty() && text[0] != quote) {
            const auto escape =
                text[0] == '\\' ? escape_of(text) : Escape{static_cast<std::uint8_t>(text[0]), 1};
            if (!escape || bytes.size() == AuthKey::size) return std::nullopt;
            bytes.u8(escape->byte);
            text.remove_prefix(escape->size);
        }
        if (text.empty()) return std::nullopt;
        text.remove_prefix(1);
    }
    return std::move(bytes).finish();
}

/// Behind NAME = or NAME: of code.
std::string_view value_of(std::string_view text) {
    const std::size_t assigned = text.substr(0, 64).find_first_of("=:");
    if (assigned == std::string_view::npos || text.size() - assigned < AuthKey::size) return text;
    const std::string_view name = text.substr(0, assigned);
    const bool is_hex_pair = assigned <= 2 && std::ranges::all_of(name, is_hex);
    return is_hex_pair ? text : text.substr(assigned + 1);
}

std::optional<Decoded> decode_text(std::string_view text, const Probe& probe) {
    std::vector<Warning> odd = {
        {"odd_encoding", "the key is not kept as tgferry writes it, as 512 hex digits"}};
    // A list first: its numbers could be taken for digits.
    if (auto bytes = list_of(text); bytes && has_size(*bytes)) return Decoded{std::move(*bytes), "list", odd};
    for (const std::string_view candidate : {text, value_of(text)}) {
        if (auto bytes = hex_of(candidate); bytes && has_size(*bytes))
            return Decoded{std::move(*bytes), "hex", odd};
    }
    if (const auto* base64 = probe.base64(); base64 && has_size(base64->bytes)) {
        auto said = probe.forgiven();
        said.insert(said.end(), odd.begin(), odd.end());
        return Decoded{base64->bytes.copy(), "base64", std::move(said)};
    }
    if (auto bytes = literal_of(text); bytes && has_size(*bytes))
        return Decoded{std::move(*bytes), "literal", odd};
    return std::nullopt;
}

}  // namespace

std::optional<Decoded> decode(const Probe& probe) {
    const std::string_view token = probe.text();
    if (token.size() == 2 * AuthKey::size) {
        if (auto bytes = core::decode_hex(token)) return Decoded{std::move(*bytes), "hex", probe.forgiven()};
    }
    const auto raw = probe.input().bytes();
    if (raw.size() == AuthKey::size && !probe.is_text()) return Decoded{SecretBytes(raw), "bytes", {}};
    if (!probe.is_text() || raw.size() > longest_text) return std::nullopt;
    const core::PlainText plain = core::plain_text(probe.utf8());
    return decode_text(reveal(plain.text), probe);
}

}  // namespace tgferry::formats::bare_key
