// What MTKruto's string and its storages say alike: the DC by name, and what it wants of an account.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tgferry/session.hpp>

namespace tgferry::formats::mtkruto {

struct DcName {
    std::int32_t dc = 0;
    bool test = false;
};

/// "2" or "2-test". Nothing for any other text, and for DCs outside 1 to 255.
[[nodiscard]] std::optional<DcName> parse_dc(std::string_view text);
[[nodiscard]] std::string dc_name(std::int32_t dc, bool test);

/// MTKruto knows its DCs by number and never writes an api id or user id of 0. `format` is for the message.
/// Errors: missing_fact.
[[nodiscard]] Result<void> check_writable(const Session& session, std::string_view format);

}  // namespace tgferry::formats::mtkruto
