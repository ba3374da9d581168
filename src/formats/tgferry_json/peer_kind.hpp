// Names of peer kinds in tgferry-json.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <tgferry/session.hpp>

namespace tgferry::formats {

inline constexpr std::array<std::string_view, 5> kind_names = {"user", "bot", "group", "channel",
                                                               "supergroup"};

[[nodiscard]] constexpr std::string_view kind_name(PeerKind kind) {
    return kind_names[static_cast<std::size_t>(kind)];
}

[[nodiscard]] constexpr std::optional<PeerKind> kind_from_name(std::string_view name) {
    for (std::size_t i = 0; i < kind_names.size(); ++i) {
        if (kind_names[i] == name) return static_cast<PeerKind>(i);
    }
    return std::nullopt;
}

}  // namespace tgferry::formats
