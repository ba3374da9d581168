// An account's configs: which servers it belongs to. The rest of it is what Telegram's servers sent last.
#pragma once

#include <cstdint>
#include <span>
#include <tgferry/secret.hpp>

namespace tgferry::formats::tdata {

enum class Environment : std::int32_t { production = 0, test = 1 };

/// Of the payload of the file's blob. Checked to its end as Telegram Desktop does, which ignores the whole of
/// what it finds wrong in one place. Errors: damaged.
[[nodiscard]] Result<Environment> parse_config(std::span<const std::uint8_t> payload);

/// The payload that Telegram Desktop writes for an account that has not heard from its servers yet.
[[nodiscard]] SecretBytes make_config(Environment environment);

}  // namespace tgferry::formats::tdata
