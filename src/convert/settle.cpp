#include "convert/settle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tgferry/api_profiles.hpp>
#include <tgferry/dc.hpp>

#include "core/api_hash.hpp"
#include "core/ranges.hpp"
#include "core/user_facts.hpp"

namespace tgferry {
namespace {

template <class T>
void put(std::optional<T>& known, const std::optional<T>& given, const char* what,
         std::vector<Warning>& warnings) {
    if (!given) return;
    if (known && *known != *given) {
        warnings.push_back(
            {"fact_replaced", fmt::format("the {} of the source was replaced as asked", what)});
    }
    known = given;
}

/// The key is said to be another DC's: so are its salts.
void rename_home(Session& session, std::int32_t dc) {
    for (Salt& salt : session.salts) {
        if (salt.dc == session.dc) salt.dc = dc;
    }
    session.dc = dc;
}

/// A key belongs to one DC: where the source has that of the new home, the two change places.
void move_home(Session& session, std::int32_t dc) {
    const auto own = std::ranges::find(session.other_keys, dc, &DcKey::dc);
    if (own == session.other_keys.end()) return rename_home(session, dc);
    std::swap(session.key, own->key);
    std::swap(session.dc, own->dc);
}

void apply_dc(Session& session, const Facts& facts, std::vector<Warning>& warnings) {
    if (facts.dc && *facts.dc != session.dc) {
        if (session.dc != 0) {
            warnings.push_back(
                {"fact_replaced",
                 fmt::format("DC {} of the source was replaced by DC {} as asked", session.dc, *facts.dc)});
        }
        move_home(session, *facts.dc);
        const auto guess = session.endpoint ? guess_dc(session.endpoint->host) : std::nullopt;
        if (guess && guess->dc != session.dc) session.endpoint.reset();
        session.media_endpoint.reset();
    }
    if (facts.test && *facts.test != session.test) {
        session.test = *facts.test;
        session.inferred.remove(Field::test);
        const auto guess = session.endpoint ? guess_dc(session.endpoint->host) : std::nullopt;
        if (guess && guess->test != session.test) session.endpoint = session.media_endpoint = std::nullopt;
    }
}

void apply_endpoint(Session& session, const Facts& facts) {
    if (facts.host) {
        const std::uint16_t port = session.endpoint ? session.endpoint->port : std::uint16_t{443};
        session.endpoint = Endpoint{*facts.host, port};
    }
    if (!facts.port) return;
    if (!session.endpoint) session.endpoint = dc_endpoint(session.dc, session.test);
    if (session.endpoint) session.endpoint->port = *facts.port;
}

void apply_profile(ApiProfile& api, const KnownApi& known, std::vector<Warning>& warnings) {
    const auto set = [](std::optional<std::string>& field, std::string_view value, bool replace) {
        if (!field || replace) field = std::string(value);
    };
    const bool other = api.id && *api.id != known.id;
    if (other) {
        warnings.push_back(
            {"fact_replaced",
             fmt::format("the API profile of the source (id {}) was replaced by {}", *api.id, known.name)});
    }
    api.id = known.id;
    set(api.hash, known.hash, other);
    set(api.device, known.device, other);
    set(api.system, known.system, other);
    set(api.app_version, known.app_version, other);
    set(api.lang_code, known.lang_code, other);
    set(api.system_lang_code, known.system_lang_code, other);
    set(api.lang_pack, known.lang_pack, other);
}

/// In the place of the main one; the others stay behind it.
void apply_username(User& user, const std::optional<std::string>& given, std::vector<Warning>& warnings) {
    if (!given) return;
    std::optional<std::string> main;
    if (!user.usernames.empty()) {
        main = std::move(user.usernames.front());
        user.usernames.erase(user.usernames.begin());
    }
    put(main, given, "user name", warnings);
    std::erase(user.usernames, *main);
    user.usernames.insert(user.usernames.begin(), std::move(*main));
}

}  // namespace

void apply_facts(Session& session, const Facts& facts, std::vector<Warning>& warnings) {
    apply_dc(session, facts, warnings);
    apply_endpoint(session, facts);
    put(session.user.id, facts.user_id, "user id", warnings);
    put(session.user.is_bot, facts.is_bot, "bot flag", warnings);
    put(session.user.is_premium, facts.is_premium, "premium flag", warnings);
    apply_username(session.user, facts.username, warnings);
    put(session.user.phone, facts.phone, "phone", warnings);
    put(session.user.first_name, facts.first_name, "first name", warnings);
    put(session.user.last_name, facts.last_name, "last name", warnings);
    if (!facts.api_profile.empty()) {
        if (const KnownApi* known = find_api(facts.api_profile)) apply_profile(session.api, *known, warnings);
    }
    put(session.api.id, facts.api_id, "API id", warnings);
    const bool only_opens = facts.api_hash && core::stands_for_api_hash(*facts.api_hash);
    if (!only_opens) put(session.api.hash, facts.api_hash, "API hash", warnings);
}

namespace convert {
namespace {

void compare_with_table(const Session& session, const Endpoint& endpoint, std::vector<Warning>& warnings) {
    const auto found = guess_dc(endpoint.host);
    if (!found) {
        warnings.push_back({"unlisted_address", fmt::format("the address {} is none that DC {} is known by",
                                                            endpoint.host, session.dc)});
        return;
    }
    const DcGuess& guess = *found;
    if (guess.dc != session.dc) {
        std::string message =
            fmt::format("the address {} belongs to DC {}, the session says DC {}; the DC id counts",
                        endpoint.host, guess.dc, session.dc);
        if (session.dc == 4 && guess.dc == 2) {
            message += " (Telethon before 1.11 stored DC 2 as DC 4: try --dc 2 if Telegram refuses the key)";
        }
        warnings.push_back({"endpoint_mismatch", std::move(message)});
    } else if (guess.test != session.test) {
        warnings.push_back(
            {"endpoint_mismatch",
             fmt::format("the address {} is one of the {} servers, the session says {}", endpoint.host,
                         guess.test ? "test" : "production", session.test ? "test" : "production")});
    }
}

/// Nobody can connect there: the source knew no address.
void drop_nowhere(std::optional<Endpoint>& endpoint, std::vector<Warning>& warnings) {
    if (!endpoint || !core::is_nowhere(endpoint->host)) return;
    warnings.push_back(
        {"odd_address", fmt::format("the address {} is nowhere and was ignored", endpoint->host)});
    endpoint.reset();
}

/// Nothing can be sent to port 0: a file that holds it knew no port.
void mend_port(std::optional<Endpoint>& endpoint, bool test, std::vector<Warning>& warnings) {
    if (!endpoint || core::is_port(endpoint->port)) return;
    endpoint->port = test ? 80 : 443;
    warnings.push_back({"odd_port", fmt::format("the source names no port of {}; {} was taken",
                                                endpoint->host, endpoint->port)});
}

Result<void> check_address(const std::optional<Endpoint>& endpoint, ErrorCode code) {
    if (!endpoint || (core::is_host(endpoint->host) && core::is_port(endpoint->port))) return {};
    return fail(code, fmt::format("there is no address \"{}\" port {}", endpoint->host, endpoint->port),
                "supply the right one: --host ADDRESS --port N");
}

}  // namespace

Result<void> check_facts(const Facts& facts) {
    const auto odd = [](const char* what, const char* takes) {
        return fail(ErrorCode::invalid_argument, fmt::format("that is no {}", what), takes);
    };
    if (facts.username && !core::is_username(*facts.username))
        return odd("user name", "letters, digits and underscores, at most 32");
    if (facts.phone && !core::is_phone(*facts.phone)) return odd("phone number", "5 to 15 digits");
    for (const auto* name : {&facts.first_name, &facts.last_name}) {
        if (*name && !core::is_person_name(**name))
            return odd("person's name", "1 to 64 characters of UTF-8, none of them a control character");
    }
    if ((facts.user_id && !core::is_user_id(*facts.user_id)) ||
        (facts.api_id && !core::is_api_id(*facts.api_id)))
        return odd("id", "a user id from 1 to 2^52, an API id from 1 to 2^31 - 1");
    if (facts.dc && !core::is_dc(*facts.dc)) return odd("data centre", "1 to 255");
    if (facts.host && !core::is_host(*facts.host)) return odd("address", "an IP address or a host name");
    if (facts.api_profile.empty() || find_api(facts.api_profile)) return {};
    return fail(ErrorCode::invalid_argument, fmt::format("there is no API profile \"{}\"", facts.api_profile),
                "see `tgferry help formats` for the names");
}

Result<void> check_ranges(const Session& session, ErrorCode code) {
    if (session.user.id && !core::is_user_id(*session.user.id)) {
        return fail(code, fmt::format("the user id {} is nobody's", *session.user.id),
                    "supply the right one: --user-id N");
    }
    if (session.api.id && !core::is_api_id(*session.api.id)) {
        return fail(code, fmt::format("the API id {} is no application's", *session.api.id),
                    "supply the right one: --api-id N (or --api-profile NAME)");
    }
    auto home = check_address(session.endpoint, code);
    return home ? check_address(session.media_endpoint, code) : home;
}

bool is_listed(const Endpoint& endpoint, const Session& session) {
    const auto guess = guess_dc(endpoint.host);
    return guess && guess->dc == session.dc && guess->test == session.test;
}

Result<void> check_dc(std::int32_t dc) {
    if (core::is_dc(dc)) return {};
    return fail(ErrorCode::missing_fact, fmt::format("the session's DC is {}, which is none", dc),
                "name the home DC: --dc N (1 to 5)");
}

Result<void> settle(Session& session, TestRule rule, const Facts& facts, std::vector<Warning>& warnings) {
    const auto guess = session.endpoint ? guess_dc(session.endpoint->host) : std::nullopt;
    if (session.dc == 0 && guess) {
        rename_home(session, guess->dc);
        warnings.push_back(
            {"dc_inferred", fmt::format("the source names no DC; its address is DC {}'s", guess->dc)});
    }
    if (auto known = check_dc(session.dc); !known) return known;
    if (guess && rule == TestRule::by_address && !facts.test && guess->test) {
        session.test = true;
        session.inferred.add(Field::test);
    }
    for (auto* endpoint : {&session.endpoint, &session.media_endpoint}) {
        drop_nowhere(*endpoint, warnings);
        mend_port(*endpoint, session.test, warnings);
    }
    if (auto ranged = check_ranges(session, ErrorCode::damaged); !ranged) return ranged;
    if (session.endpoint && !facts.host) compare_with_table(session, *session.endpoint, warnings);
    if (session.media_endpoint) compare_with_table(session, *session.media_endpoint, warnings);
    if (!is_known_dc(session.dc, session.test)) {
        warnings.push_back({"unknown_dc", fmt::format("DC {} is no {} DC that accounts live on", session.dc,
                                                      session.test ? "test" : "production")});
    }
    return {};
}

}  // namespace convert
}  // namespace tgferry
