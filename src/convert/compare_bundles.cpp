// Two sources: which account is whose counterpart, and what differs between them.
#include <fmt/format.h>

#include <algorithm>
#include <tgferry/compare.hpp>
#include <tgferry/key_id.hpp>

namespace tgferry {
namespace {

bool same_user(const Session& a, const Session& b) {
    return a.user.id && a.user.id == b.user.id && a.test == b.test;
}
bool same_key(const Session& a, const Session& b) {
    return a.key == b.key;
}
bool same_label(const Session& a, const Session& b) {
    return a.label && a.label == b.label;
}
/// Two known user ids are two people, wherever they stand.
bool may_be_same(const Session& a, const Session& b) {
    return !a.user.id || !b.user.id || *a.user.id == *b.user.id;
}

/// Pairs accounts, rule by rule: what one rule has paired no later one parts.
class Pairing {
  public:
    Pairing(const Bundle& a, const Bundle& b) : a_(a.sessions), b_(b.sessions) {
        of_a_.resize(a_.size());
        taken_.resize(b_.size());
        pair([](const Session& l, const Session& r) { return same_user(l, r) && same_key(l, r); });
        pair(same_user);
        pair(same_key);
        pair(same_label);
        const bool alone = a_.size() == 1 && b_.size() == 1;
        pair([alone](const Session& l, const Session& r) { return alone || may_be_same(l, r); });
    }
    /// The index in the second source of the counterpart of one of the first.
    [[nodiscard]] std::optional<std::size_t> counterpart(std::size_t of_a) const { return of_a_[of_a]; }
    [[nodiscard]] bool has_counterpart(std::size_t of_b) const { return taken_[of_b]; }

  private:
    template <class Rule>
    void pair(Rule same) {
        for (std::size_t l = 0; l < a_.size(); ++l) {
            for (std::size_t r = 0; !of_a_[l] && r < b_.size(); ++r) {
                if (taken_[r] || !same(a_[l], b_[r])) continue;
                of_a_[l] = r;
                taken_[r] = true;
            }
        }
    }

    const std::vector<Session>&a_, &b_;
    std::vector<std::optional<std::size_t>> of_a_;
    std::vector<bool> taken_;
};

/// An account as a whole, in one line.
FactValue summary(const Session& session) {
    return fmt::format("{}DC {}, key {}",
                       session.user.id ? fmt::format("user {}, ", *session.user.id) : std::string(),
                       session.dc, key_id_text(session.key));
}

FactValue count_of(std::size_t count) {
    return static_cast<std::int64_t>(count);
}

/// What is true of the sources and of none of their accounts.
AccountDifference compare_wholes(const Bundle& a, const Bundle& b, const Pairing& pairing) {
    AccountDifference out;
    if (a.sessions.size() != b.sessions.size()) {
        out.differences.push_back({"accounts", count_of(a.sessions.size()), count_of(b.sessions.size())});
    }
    if (!a.lost.empty() || !b.lost.empty()) {
        out.differences.push_back({"unreadable", count_of(a.lost.size()), count_of(b.lost.size())});
    }
    const bool both = a.active_known && b.active_known && a.active_index < a.sessions.size() &&
                      b.active_index < b.sessions.size();
    if (both && pairing.counterpart(a.active_index) != b.active_index) {
        out.differences.push_back({"active", summary(a.active()), summary(b.active())});
    }
    return out;
}

}  // namespace

std::vector<AccountDifference> compare(const Bundle& a, const Bundle& b) {
    const Pairing pairing(a, b);
    std::vector<AccountDifference> out;
    const auto add = [&](AccountDifference one) {
        if (!one.differences.empty()) out.push_back(std::move(one));
    };
    add(compare_wholes(a, b, pairing));
    for (std::size_t l = 0; l < a.sessions.size(); ++l) {
        const auto r = pairing.counterpart(l);
        if (r) {
            add({a.position(l), b.position(*r), compare(a.sessions[l], b.sessions[*r])});
        } else {
            add({a.position(l), std::nullopt, {{"account", summary(a.sessions[l]), {}}}});
        }
    }
    for (std::size_t r = 0; r < b.sessions.size(); ++r) {
        if (pairing.has_counterpart(r)) continue;
        add({std::nullopt, b.position(r), {{"account", {}, summary(b.sessions[r])}}});
    }
    return out;
}

}  // namespace tgferry
