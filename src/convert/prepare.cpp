#include "convert/prepare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tgferry/dc.hpp>

#include "convert/settle.hpp"
#include "core/ip.hpp"
#include "formats/common/peer_rows.hpp"

namespace tgferry::convert {
namespace {

bool fits(const std::string& host, EndpointRule rule) {
    switch (rule) {
        case EndpointRule::none: return false;
        case EndpointRule::any: return true;
        case EndpointRule::ip_literal: return core::parse_ipv4(host) || core::parse_ipv6(host);
        case EndpointRule::ipv4: return core::parse_ipv4(host).has_value();
    }
    return false;
}

/// An address that the DC table gives back is no information of its own.
bool recoverable(const Session& session, const std::optional<Endpoint>& endpoint) {
    return endpoint && is_listed(*endpoint, session);
}

std::string_view option_for(Field field) {
    switch (field) {
        case Field::endpoint: return "--host ADDRESS --port N";
        case Field::user_id: return "--user-id N";
        case Field::is_bot: return "--bot or --user";
        case Field::is_premium: return "--premium or --no-premium";
        case Field::phone: return "--phone DIGITS";
        case Field::username: return "--username NAME";
        case Field::name: return "--first-name NAME";
        case Field::api_id: return "--api-id N (or --api-profile NAME)";
        case Field::api_hash: return "--api-hash-file FILE (or --api-profile NAME)";
        default: return "";
    }
}

std::unexpected<Error> missing(FieldSet fields, std::string_view format) {
    std::string names, options;
    for (const Field field : fields.list()) {
        names += (names.empty() ? "" : ", ") + std::string(field_name(field));
        options += (options.empty() ? "" : ", ") + std::string(option_for(field));
    }
    return fail(ErrorCode::missing_fact, fmt::format("{} needs what the source lacks: {}", format, names),
                fmt::format("supply it: {}", options));
}

std::unexpected<Error> refused(FieldSet dropped, bool without_2fa, std::string_view format) {
    if (without_2fa) dropped.remove(Field::extra);  // the target has a place for it
    if (dropped.empty()) {
        return fail(ErrorCode::lossy, "the 2FA password (twoFA) would not be written",
                    "keep it with --keep-2fa, or convert without --strict to drop it");
    }
    std::string names;
    for (const Field field : dropped.list()) {
        names += (names.empty() ? "" : ", ") + std::string(field_name(field));
    }
    return fail(ErrorCode::lossy, fmt::format("{} has no place for: {}", format, names),
                "convert without --strict to drop it, or keep everything with --to tgferry-json");
}

/// An id that none has, or a text that no name is as long as.
bool is_no_peer(const Peer& peer) {
    constexpr std::size_t longest_text = std::size_t{64} * 1024;
    const auto too_long = [](const std::string& text) { return text.size() > longest_text; };
    return !formats::mark(peer.kind, peer.id) || std::ranges::any_of(peer.usernames, too_long) ||
           (peer.name && too_long(*peer.name)) || (peer.phone && too_long(*peer.phone));
}

}  // namespace

Session& Prepared::edit() {
    if (!own_) own_ = std::make_unique<Session>(*given_);
    return *own_;
}

void Prepared::resolve_endpoint(const Carries& carries) {
    const Session& s = session();
    const bool had = s.endpoint.has_value();
    if (carries.endpoint == EndpointRule::none) {
        if (had && recoverable(s, s.endpoint)) loss.dropped.remove(Field::endpoint);
        return;
    }
    if (had && fits(s.endpoint->host, carries.endpoint)) return;
    auto known = dc_endpoint(s.dc, s.test);
    if (had) {
        if (!recoverable(s, s.endpoint)) loss.dropped.add(Field::endpoint);
        loss.warnings.push_back(
            {"endpoint_replaced", fmt::format("the target cannot hold the address {}", s.endpoint->host)});
        if (known && s.endpoint->port != 443 && !s.test) known->port = s.endpoint->port;
    }
    Session& changed = edit();
    changed.endpoint = std::move(known);
    if (changed.endpoint) loss.inferred.add(Field::endpoint);
}

/// Whoever opens the target will send the session's traffic there.
void Prepared::tell_address(const std::optional<Endpoint>& endpoint) {
    if (!endpoint || recoverable(session(), endpoint)) return;
    loss.warnings.push_back(
        {"address_carried", fmt::format("the address {} is carried into the target, and is none that DC {} "
                                        "is known by",
                                        endpoint->host, session().dc)});
}

/// The owner's 2FA password is not copied around by accident. True where there was one.
bool Prepared::drop_2fa() {
    const auto is_2fa = [](const auto& member) { return member.first == "twoFA" && member.second != "null"; };
    if (std::ranges::none_of(session().extra, is_2fa)) return false;
    for (auto& member : edit().extra) {
        if (!is_2fa(member)) continue;
        wipe(member.second.data(), member.second.size());
        member.second = "null";
    }
    loss.dropped.add(Field::extra);
    loss.warnings.push_back(
        {"two_fa_dropped", "the 2FA password (twoFA) was not written; --keep-2fa keeps it"});
    return true;
}

/// A peer or a channel that no layout can hold costs itself alone, never the session.
void Prepared::drop_nameless(FieldSet carried) {
    const auto no_channel = [](const ChannelState& channel) {
        return !formats::mark(PeerKind::channel, channel.id);
    };
    const auto tell = [&](std::size_t count, const char* what) {
        loss.warnings.push_back(
            {"peers_dropped", fmt::format("{} {} not written: no session has such", count, what)});
    };
    if (carried.has(Field::peers) && std::ranges::any_of(session().peers, is_no_peer)) {
        tell(std::erase_if(edit().peers, is_no_peer), "peers were");
    }
    if (carried.has(Field::channel_pts) && std::ranges::any_of(session().channels, no_channel)) {
        tell(std::erase_if(edit().channels, no_channel), "states of channels were");
    }
}

/// What the target stores all or none of, and the session has in part.
void Prepared::drop_partial(FieldSet had, const Carries& carries) {
    const FieldSet has = had & carries.together;
    if (has == carries.together) return;
    const FieldSet lost = has | (had & carries.beside);
    if (lost.empty()) return;
    own_ = std::make_unique<Session>(restricted(session(), FieldSet::all() - lost));
    loss.dropped = loss.dropped | lost;
    std::string names, options;
    for (const Field field : (carries.together - has).list()) {
        names += (names.empty() ? "" : ", ") + std::string(field_name(field));
        options += (options.empty() ? "" : ", ") + std::string(option_for(field));
    }
    for (const Field field : lost.list()) {
        loss.warnings.push_back(
            {"incomplete", fmt::format("{} was not written: the target stores it only together "
                                       "with {}, which the source lacks; supply it: {}",
                                       field_name(field), names, options)});
    }
}

Result<Prepared> Prepared::make(const Session& session, const Carries& carries, const WriteOptions& options,
                                std::string_view format) {
    auto ranged = check_dc(session.dc);
    if (ranged) ranged = check_ranges(session, ErrorCode::missing_fact);
    if (!ranged) return std::unexpected(std::move(ranged.error()));
    if (carries.fields.has(Field::user_id) && session.user.id.value_or(0) > carries.last_user_id) {
        return fail(ErrorCode::missing_fact,
                    fmt::format("{} cannot hold the user id {}", format, *session.user.id),
                    "supply the right one: --user-id N");
    }
    Prepared p(session);
    const FieldSet had = present_fields(session);
    p.loss.dropped = had - carries.fields;
    p.loss.inferred = session.inferred & carries.fields;
    if (carries.fields.has(Field::salts) && !carries.fields.has(Field::other_keys) &&
        std::ranges::find(session.salts, session.dc, &Salt::dc) == session.salts.end()) {
        p.loss.dropped = p.loss.dropped | (had & FieldSet{Field::salts});
    }
    if (had.has(Field::media_endpoint) && recoverable(session, session.media_endpoint)) {
        p.loss.dropped.remove(Field::media_endpoint);
    }
    p.drop_nameless(carries.fields);
    p.resolve_endpoint(carries);
    if (carries.endpoint != EndpointRule::none) p.tell_address(p.session().endpoint);
    if (carries.fields.has(Field::media_endpoint)) p.tell_address(p.session().media_endpoint);
    p.drop_partial(had, carries);
    const bool without_2fa = !options.keep_2fa && carries.fields.has(Field::extra) && p.drop_2fa();
    if (session.test && carries.test == TestRule::by_address) {
        const auto guess = p.session().endpoint ? guess_dc(p.session().endpoint->host) : std::nullopt;
        if (!guess || !guess->test) p.loss.dropped.add(Field::test);
    }
    const FieldSet has = p.own_ ? present_fields(*p.own_) : had;
    if (const FieldSet lacking = carries.needs - has; !lacking.empty()) return missing(lacking, format);
    if (options.strict && !p.loss.dropped.empty()) return refused(p.loss.dropped, without_2fa, format);
    p.loss.unknown = carries.fields - has - p.loss.dropped - FieldSet{Field::test};
    return p;
}

}  // namespace tgferry::convert
