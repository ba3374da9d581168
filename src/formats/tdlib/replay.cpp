#include "formats/tdlib/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace tgferry::formats::tdlib {
namespace {

class Replay {
  public:
    /// What is wrong with the event where it stands; nothing where it was played.
    std::optional<std::string> take(const Event& event) {
        if (event.partial) {
            batch_.push_back(event);
            return std::nullopt;
        }
        batch_.push_back(event);
        for (const Event& one : batch_) {
            if (auto wrong = play(one)) return wrong;
        }
        batch_.clear();
        return std::nullopt;
    }

    std::map<std::uint64_t, Event> live{};

  private:
    std::optional<std::string> play(const Event& event) {
        if (event.rewrite && last_id_ && *last_id_ >= event.id) return play_rewrite(event);
        if (event.type == event_type::encryption) return "another encryption begins there";
        if (event.type < 0) return std::nullopt;
        if (last_id_ && event.id <= *last_id_) {
            return fmt::format("event {} follows event {}", event.id, *last_id_);
        }
        last_id_ = event.id;
        live.emplace(event.id, event);
        return std::nullopt;
    }

    std::optional<std::string> play_rewrite(const Event& event) {
        const auto old = live.find(event.id);
        if (old == live.end()) return fmt::format("event {} replaces one that is not there", event.id);
        if (event.type == event_type::removal) {
            live.erase(old);
        } else if (event.type == event_type::encryption) {
            return "another encryption begins there";
        } else {
            old->second = event;
        }
        return std::nullopt;
    }

    std::vector<Event> batch_;
    std::optional<std::uint64_t> last_id_;
};

bool all_zero(std::span<const std::uint8_t> bytes) {
    return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

}  // namespace

Replayed replay(std::span<const std::uint8_t> log, std::size_t start, core::Budget& budget) {
    Replay play;
    std::optional<Damage> damage;
    std::size_t at = start;
    while (at < log.size() && !damage) {
        const auto event = parse_event(log, at);
        if (!event) {
            if (!all_zero(log.subspan(at))) damage = Damage{at, event.error()};
            break;
        }
        if (auto wrong = play.take(*event)) damage = Damage{at, std::move(*wrong)};
        at += event->size;
        if (!budget.spend(event->size)) break;
    }
    return {.live = std::move(play.live), .damage = std::move(damage)};
}

}  // namespace tgferry::formats::tdlib
