#include "cli/account_choice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

#include "cli/console.hpp"
#include "core/decimal.hpp"
#include "core/utf8.hpp"

namespace tgferry::cli {
namespace {

constexpr std::size_t longest_stem = 64;
constexpr std::size_t most_named = 10;  ///< accounts in one message

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(
        out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

std::string_view without(std::string_view text, char mark) {
    return text.starts_with(mark) ? text.substr(1) : text;
}

bool names_user(const User& user, std::string_view who) {
    if (user.id && who == std::to_string(*user.id)) return true;
    if (user.phone && without(who, '+') == without(*user.phone, '+')) return true;
    const std::string name = lower(without(who, '@'));
    return std::ranges::any_of(user.usernames,
                               [&](const std::string& own) { return lower(without(own, '@')) == name; });
}

/// `number "name" (user 5)`
std::string call(std::size_t position, const std::optional<std::string>& label, const Session* session) {
    std::string out = std::to_string(position);
    if (label) out += fmt::format(" \"{}\"", printable(*label));
    if (!session) return out + " (unreadable)";
    return out + (session->user.id ? fmt::format(" (user {})", *session->user.id)
                                   : fmt::format(" (DC {})", session->dc));
}

/// All accounts by their positions in the source.
std::vector<std::string> calls_of(const Bundle& bundle) {
    std::vector<std::string> calls(bundle.sessions.size() + bundle.lost.size());
    for (std::size_t i = 0; i < bundle.sessions.size(); ++i) {
        const std::size_t at = bundle.position(i);
        calls[at] = call(at, bundle.sessions[i].label, &bundle.sessions[i]);
    }
    for (const LostAccount& lost : bundle.lost)
        calls[lost.position] = call(lost.position, lost.label, nullptr);
    return calls;
}

std::string listed(std::vector<std::string> calls) {
    const std::size_t more = calls.size() > most_named ? calls.size() - most_named : 0;
    calls.resize(calls.size() - more);
    return fmt::format("{}{}", fmt::join(calls, ", "), more > 0 ? fmt::format(" and {} more", more) : "");
}

/// The positions of all accounts that are meant in one way or another.
std::set<std::size_t> positions_of(const Bundle& bundle, std::string_view who) {
    std::set<std::size_t> found;
    const auto number = core::parse_decimal<std::size_t>(without(who, '#'));  // #1 is never a name
    if (number && *number < bundle.sessions.size() + bundle.lost.size()) found.insert(*number);
    for (std::size_t i = 0; i < bundle.sessions.size(); ++i) {
        const Session& session = bundle.sessions[i];
        if (session.label == who || names_user(session.user, who)) found.insert(bundle.position(i));
    }
    for (const LostAccount& lost : bundle.lost) {
        if (lost.label == who) found.insert(lost.position);
    }
    return found;
}

std::unexpected<Error> no_such_account(const Bundle& bundle, std::string_view who) {
    return fail(
        ErrorCode::invalid_argument,
        fmt::format("there is no account {}: the source holds {}", printable(who), listed(calls_of(bundle))),
        "--account takes a number, or a name, user id, phone or user name that stands in the source; "
        "all takes every one");
}

std::unexpected<Error> ambiguous(const Bundle& bundle, std::string_view who,
                                 const std::set<std::size_t>& positions) {
    const auto calls = calls_of(bundle);
    std::vector<std::string> candidates;
    for (const std::size_t position : positions) candidates.push_back(calls[position]);
    return fail(
        ErrorCode::invalid_argument,
        fmt::format("{} may be any of these accounts: {}", printable(who), listed(std::move(candidates))),
        "name it by what only one of them has: its number as #N, or --account all for every one");
}

bool is_harmless(std::string_view name) {
    if (name.empty() || name.size() > longest_stem || !core::is_utf8(name)) return false;
    if (name.front() == '.' || name.front() == ' ' || name.back() == '.' || name.back() == ' ') return false;
    return std::ranges::none_of(name, [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f ||
               std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos;
    });
}

}  // namespace

Error lost_account(const LostAccount& account) {
    Error error = account.error;
    error.code = ErrorCode::partial;
    error.message = fmt::format("account {}{} cannot be read: {}", account.position,
                                account.label ? fmt::format(" \"{}\"", *account.label) : "", error.message);
    return error;
}

Result<std::size_t> find_account(const Bundle& bundle, std::string_view who) {
    const auto found = positions_of(bundle, who);
    if (found.empty()) return no_such_account(bundle, who);
    if (found.size() > 1) return ambiguous(bundle, who, found);
    return bundle.index_at(*found.begin());
}

Result<std::size_t> unasked_account(const Bundle& bundle) {
    for (const LostAccount& account : bundle.lost) {
        if (!account.active) continue;
        Error error = lost_account(account);
        error.hint = fmt::format("it is the active one; name another with --account N, or --account all: {}",
                                 listed(calls_of(bundle)));
        return std::unexpected(std::move(error));
    }
    if (!bundle.active_known) {
        return fail(ErrorCode::missing_fact,
                    fmt::format("several accounts share the source, and nothing says which is meant: {}",
                                listed(calls_of(bundle))),
                    "name one: --account N, or its name; --account all takes every one");
    }
    return bundle.active_index;
}

std::string account_stem(const Session& session, std::size_t position) {
    return session.label && is_harmless(*session.label) ? *session.label : std::to_string(position);
}

}  // namespace tgferry::cli
