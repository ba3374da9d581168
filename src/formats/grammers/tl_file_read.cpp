#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tgferry/dc.hpp>

#include "core/cursor.hpp"
#include "core/ip.hpp"
#include "formats/common/dc_keys.hpp"
#include "formats/common/peer_rows.hpp"
#include "formats/grammers/tl_file.hpp"

namespace tgferry::formats::grammers {
namespace {

/// What is read, before it is a session.
struct Content {
    std::vector<KnownDc> dcs{};
    std::optional<std::int32_t> home{};
    User user{};
    std::optional<UpdateState> state{};
    std::vector<ChannelState> channels{};
    bool narrow = false;    ///< ids of 32 bits
    bool reversed = false;  ///< addresses as 0.8 writes them
};

class Reader {
  public:
    explicit Reader(std::span<const std::uint8_t> bytes) : in_(bytes) {}

    Result<Content> read() {
        expect(tl::session, "session");
        const std::uint32_t flags = in_.u32_le("flags");
        each("list of DCs", [this] { read_dc(); });
        if (flags & tl::has_user) read_user();
        if (flags & tl::has_state) read_state();
        if (unknown_) return std::unexpected(std::move(*unknown_));
        if (broken_key_) return std::unexpected(std::move(*broken_key_));
        if (!in_.ok()) return in_.failure("grammers-file");
        return std::move(content_);
    }
    [[nodiscard]] std::size_t left() const noexcept { return in_.left(); }

  private:
    [[nodiscard]] bool going() const { return in_.ok() && !unknown_; }

    /// The constructor that comes next, one of these; the first of them after a failure.
    std::uint32_t expect_one_of(std::initializer_list<std::uint32_t> known, const char* what) {
        const std::size_t at = in_.offset();
        const std::uint32_t found = in_.u32_le(what);
        if (!going() || std::ranges::find(known, found) != known.end()) return found;
        unknown_ = Error{
            .code = ErrorCode::unsupported_version,
            .message = fmt::format("grammers-file: the {} has the unknown constructor {:08x}", what, found),
            .offset = at,
            .hint = "grammers 0.3 to 0.8 are read; another release wrote this, or it is damaged"};
        return *known.begin();
    }
    void expect(std::uint32_t known, const char* what) { (void)expect_one_of({known}, what); }

    /// Counts are not trusted: the first item that is not there ends the list.
    template <class Item>
    void each(const char* what, Item item) {
        expect(tl::vector, what);
        const std::uint32_t count = in_.u32_le(what);
        for (std::uint32_t i = 0; i < count && going(); ++i) item();
    }

    std::int64_t id(bool narrow, const char* what) { return narrow ? in_.i32_le(what) : in_.i64_le(what); }

    void read_dc() {
        if (expect_one_of({tl::dc, tl::ws_dc}, "DC") == tl::ws_dc) {
            const std::uint32_t flags = in_.u32_le("DC flags");
            const std::int32_t dc = in_.i32_le("DC id");
            (void)in_.tl_bytes("DC address");
            if (flags & tl::ws_has_key) read_key(dc, {});
            return;
        }
        const std::uint32_t flags = in_.u32_le("DC flags");
        const std::int32_t dc = in_.i32_le("DC id");
        core::Ipv4 v4{};
        if (flags & tl::has_ipv4) std::ranges::copy(in_.take(v4.size(), "IPv4 address"), v4.begin());
        core::Ipv6 v6{};
        if (flags & tl::has_ipv6) std::ranges::copy(in_.take(v6.size(), "IPv6 address"), v6.begin());
        const std::int32_t port = in_.i32_le("DC port");
        const bool both = (flags & tl::has_ipv4) && (flags & tl::has_ipv6);
        std::optional<Endpoint> endpoint;
        if (flags & tl::has_ipv4) {
            endpoint = address(v4, both);
        } else if (flags & tl::has_ipv6) {
            endpoint = address(v6, both);
        }
        if (endpoint)
            endpoint->port = port > 0 && port <= UINT16_MAX ? static_cast<std::uint16_t>(port) : 443;
        if (flags & tl::has_key) read_key(dc, std::move(endpoint));
    }

    /// 0.8 writes both addresses and reverses them. It also saves what it misread from an older file, so an
    /// address of Telegram's counts whichever way it is found.
    template <class Ip>
    Endpoint address(Ip ip, bool by_0_8) {
        Ip other = ip;
        std::ranges::reverse(other);
        if (by_0_8) std::swap(ip, other);
        const bool turn = !guess_dc(core::format_ip(ip)) && guess_dc(core::format_ip(other));
        content_.reversed |= by_0_8 != turn;
        return Endpoint{core::format_ip(turn ? other : ip)};
    }

    void read_key(std::int32_t dc, std::optional<Endpoint> endpoint) {
        const std::size_t at = in_.offset();
        const auto bytes = in_.tl_bytes("auth key");
        if (!going()) return;
        auto key = AuthKey::from(bytes);
        if (key) {
            // Of several entries for one DC grammers takes the first.
            if (seen_.insert(dc).second) content_.dcs.push_back({dc, std::move(*key), std::move(endpoint)});
        } else if (key.error().code != ErrorCode::not_logged_in && !broken_key_) {
            broken_key_ = std::move(key.error());
            broken_key_->message = fmt::format("grammers-file: DC {}: {}", dc, broken_key_->message);
            broken_key_->offset = at;
        }
    }

    /// 0.8 writes a user of id 0 to store the home DC before anybody logs in.
    void read_user() {
        content_.narrow = expect_one_of({tl::user, tl::user_32}, "user") == tl::user_32;
        const std::int64_t user = id(content_.narrow, "user id");
        content_.home = in_.i32_le("user's DC");
        const bool bot = expect_one_of({tl::true_, tl::false_}, "bot flag") == tl::true_;
        if (user <= 0) return;
        content_.user.id = user;
        content_.user.is_bot = bot;
    }

    void read_state() {
        expect(tl::state, "update state");
        UpdateState state;
        state.pts = in_.i32_le("pts");
        state.qts = in_.i32_le("qts");
        state.date = in_.i32_le("date");
        state.seq = in_.i32_le("seq");
        if (state != UpdateState{}) content_.state = state;
        each("list of channels", [this] {
            const bool narrow = expect_one_of({tl::channel, tl::channel_32}, "channel") == tl::channel_32;
            content_.narrow |= narrow;
            const ChannelState channel{id(narrow, "channel id"), in_.i32_le("channel's pts")};
            const bool usable = mark(PeerKind::channel, channel.id) && channel.pts > 0;
            if (going() && usable) content_.channels.push_back(channel);
        });
    }

    core::Cursor in_;
    Content content_;
    std::set<std::int32_t> seen_;  ///< the DCs whose key is known
    std::optional<Error> unknown_;
    std::optional<Error> broken_key_;
};

std::string variant_of(const Content& content) {
    if (content.narrow) return "TL, 32-bit ids";
    return content.reversed ? "TL, reversed addresses" : "TL";
}

}  // namespace

bool is_tl_file(std::span<const std::uint8_t> bytes) noexcept {
    core::Cursor in(bytes);
    const bool session = in.u32_le("session") == tl::session;
    const bool flags = in.u32_le("flags") <= (tl::has_user | tl::has_state);
    return session && flags && in.u32_le("list of DCs") == tl::vector && in.ok();
}

Result<Bundle> read_tl_file(std::span<const std::uint8_t> bytes, const Facts& facts) {
    if (core::Cursor in(bytes); in.u32_le("session") != tl::session) {
        return std::unexpected(Error{
            .code = ErrorCode::damaged,
            .message = "grammers-file: neither its binary session nor the lines of text of grammers 0.1",
            .offset = 0,
            .hint = "let tgferry find the format itself: leave --from away"});
    }
    Reader reader(bytes);
    auto content = reader.read();
    if (!content) return std::unexpected(std::move(content.error()));
    Bundle bundle{.variant = variant_of(*content)};
    if (reader.left() > 0) {
        bundle.warnings.push_back(
            {"trailing_bytes", fmt::format("{} bytes behind the session were ignored", reader.left())});
    }
    auto session = home_session({.keys = std::move(content->dcs)}, content->home, facts, bundle.warnings);
    if (!session) return std::unexpected(std::move(session.error()));
    session->user = std::move(content->user);
    session->update_state = content->state;
    session->channels = std::move(content->channels);
    bundle.sessions.push_back(std::move(*session));
    return bundle;
}

}  // namespace tgferry::formats::grammers
