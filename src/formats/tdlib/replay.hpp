// What a log means: its events played from front to back.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/budget.hpp"
#include "formats/tdlib/event.hpp"

namespace tgferry::formats::tdlib {

struct Damage {
    std::size_t at = 0;  ///< in the file
    std::string what{};  ///< for people
};

struct Replayed {
    std::map<std::uint64_t, Event> live{};  ///< what was neither replaced nor removed, by id
    std::optional<Damage> damage{};         ///< the first bad event; what follows it was not looked at
};

/// Plays the events from `start` to the end. The rules are TDLib's, which cuts a log off at its first bad
/// event: ids rise; a rewrite names an id that is there; partial events count with the next whole one. Events
/// of the log's own types are passed over. Zeros at the end are no damage.
[[nodiscard]] Replayed replay(std::span<const std::uint8_t> log, std::size_t start, core::Budget& budget);

}  // namespace tgferry::formats::tdlib
