#include "formats/foreign/foreign.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/shell_word.hpp"
#include "formats/foreign/kinds.hpp"

namespace tgferry::formats::foreign {
namespace {

/// SQLCipher encrypts page by page, and its salt stands where the header would.
std::optional<Foreign> encrypted_database(const Probe& probe) {
    const auto bytes = probe.input().bytes();
    constexpr std::size_t page = 4096, some_pages = 16 * page;
    if (bytes.size() < page || bytes.size() % page != 0 || probe.is_text()) return std::nullopt;
    if (!is_random(bytes.first(std::min(bytes.size(), some_pages))) || !is_random(bytes.last(page))) {
        return std::nullopt;
    }
    return Foreign{
        "whole pages without a pattern: an encrypted database (SQLCipher), as Telegram for iOS and macOS "
        "and TDLib keep beside the login",
        probe.input().has_beside("td.binlog")
            ? with_file("TDLib's login is in td.binlog beside it: tgferry inspect FOLDER", probe)
            : "of TDLib, name the folder that holds td.binlog; Telegram for iOS and macOS cannot be read: "
              "log in with a library or Telegram Desktop instead"};
}

void replace(std::string& text, std::string_view what, const std::string& with) {
    for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
}

}  // namespace

std::string with_file(std::string_view hint, const Probe& probe) {
    std::string out(hint);
    const auto& path = probe.input().path();
    if (path.empty()) return out;
    const std::string folder = path.parent_path().empty() ? "." : path.parent_path().string();
    replace(out, "FOLDER", core::shell_word(folder, "FOLDER"));
    replace(out, "FILE", core::shell_word(path.string(), "FILE"));
    return out;
}

bool is_random(std::span<const std::uint8_t> bytes) {
    std::array<std::size_t, 256> counts{};
    for (const std::uint8_t byte : bytes) ++counts.at(byte);
    double entropy = 0;
    for (const std::size_t count : counts) {
        if (count == 0) continue;
        const double share = static_cast<double>(count) / static_cast<double>(bytes.size());
        entropy -= share * std::log2(share);
    }
    // Random bytes lack 255 / (2 ln 2 size) bits of the eight where they are many, and 0.8 where they are
    // 256.
    const double expected = 8 - std::min(0.85, 184.0 / static_cast<double>(bytes.size()));
    return entropy > expected - 0.25;
}

std::optional<Foreign> named(const Probe& probe) {
    using Kind = std::optional<Foreign> (*)(const Probe&);
    constexpr std::array<Kind, 5> kinds = {by_folder, by_archive, by_magic, by_database, by_text};
    for (const Kind kind : kinds) {
        if (auto found = kind(probe)) return found;
    }
    return std::nullopt;
}

std::optional<Foreign> guessed(const Probe& probe) {
    if (probe.input().is_folder()) return std::nullopt;
    return encrypted_database(probe);
}

}  // namespace tgferry::formats::foreign
