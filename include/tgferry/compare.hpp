// What differs between two sessions, or between all accounts of two sources.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tgferry/session.hpp>
#include <variant>
#include <vector>

namespace tgferry {

/// One side of a difference: nothing where that side lacks the fact.
using FactValue = std::variant<std::monostate, bool, std::int64_t, std::string>;

/// A fact that differs. Secrets show as what may be seen of them: a key as its id, the API hash, salts and
/// unknown members of a sidecar as the word "differs" on both sides (or "present" on one).
struct Difference {
    std::string field;   ///< "user.id", "endpoint.host", "keys.4", "channels.123", "peers.user.777.name", ...
    FactValue a{}, b{};  ///< of the first session and of the second
    std::size_t more = 0;  ///< how many entries of this list differ in the same way and are not listed
    bool operator==(const Difference&) const = default;
};

/// Entries of a list that differ in one way are listed up to this many; `Difference::more` counts the others.
inline constexpr std::size_t listed_differences = 5;

/// Every fact of the model: home DC, keys of all DCs, addresses, user, API profile, update state, channels,
/// salts, peers with their access hashes, dates, unknown members. The order of lists counts for salts and
/// usernames alone; an access hash of 0 is none. What a reader inferred and what the source calls the account
/// are no facts of the session. Empty: the two are equal.
[[nodiscard]] std::vector<Difference> compare(const Session& a, const Session& b);

/// What differs between one account of a source and its counterpart in the other.
struct AccountDifference {
    std::optional<std::size_t> a{}, b{};  ///< positions (Bundle::position); nothing: it has no counterpart
    std::vector<Difference> differences{};
    bool operator==(const AccountDifference&) const = default;
};

/// All accounts of two sources. Counterparts are those of one user, else of one home key, else of one label;
/// what is left is taken in its order where no two user ids contradict, or where each source holds one
/// account only. An entry without positions is about the sources as a whole: which account is active, and
/// accounts that cannot be read ("unreadable"), of which nobody knows whether they differ. Empty: all is
/// equal.
[[nodiscard]] std::vector<AccountDifference> compare(const Bundle& a, const Bundle& b);

}  // namespace tgferry
