// The ways in which people keep the 256 bytes of an auth key.
#pragma once

#include <optional>
#include <string_view>
#include <tgferry/secret.hpp>

#include "formats/probe.hpp"

namespace tgferry::formats::bare_key {

struct Decoded {
    SecretBytes bytes{};
    std::string_view encoding{};  ///< "hex", "base64", "bytes", "list", "literal"
    std::vector<Warning> forgiven{};
};

/// Hexadecimal in any dress (spaces, colons, 0x, \x), base64, the bytes themselves, a list of numbers (JSON,
/// C, Python's bytes([...])), or a literal of Python or C. Nothing where it is none of 256 bytes.
[[nodiscard]] std::optional<Decoded> decode(const Probe& probe);

}  // namespace tgferry::formats::bare_key
