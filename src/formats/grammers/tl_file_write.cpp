#include <algorithm>

#include "core/writer.hpp"
#include "formats/common/peer_rows.hpp"
#include "formats/grammers/addresses.hpp"
#include "formats/grammers/limits.hpp"
#include "formats/grammers/tl_file.hpp"

namespace tgferry::formats::grammers {
namespace {

constexpr std::size_t bytes_per_dc = 300;

void write_dc(core::Writer& out, std::int32_t dc, Addresses at, const AuthKey& key) {
    std::ranges::reverse(at.v4);
    std::ranges::reverse(at.v6);
    out.u32_le(tl::dc);
    out.u32_le(tl::has_ipv4 | tl::has_ipv6 | tl::has_key);
    out.i32_le(dc);
    out.bytes(at.v4);
    out.bytes(at.v6);
    out.i32_le(at.port);
    out.tl_bytes(key.reveal());
}

void write_user(core::Writer& out, const Session& session) {
    out.u32_le(tl::user);
    out.i64_le(*session.user.id);
    out.i32_le(session.dc);
    out.u32_le(*session.user.is_bot ? tl::true_ : tl::false_);
}

void write_state(core::Writer& out, const UpdateState& state, const std::vector<ChannelState>& channels) {
    out.u32_le(tl::state);
    out.i32_le(state.pts);
    out.i32_le(state.qts);
    out.i32_le(static_cast<std::int32_t>(state.date));
    out.i32_le(state.seq);
    out.u32_le(tl::vector);
    out.u32_le(static_cast<std::uint32_t>(channels.size()));
    for (const auto& [id, pts] : channels) {
        out.u32_le(tl::channel);
        out.i64_le(id);
        out.i32_le(pts);
    }
}

}  // namespace

Result<SecretBytes> write_tl_file(const Session& session, std::span<const DcKey> others) {
    if (auto fits = check_limits(session); !fits) return std::unexpected(std::move(fits.error()));
    const auto channels = channel_rows(session.channels);
    if (!channels) return std::unexpected(channels.error());
    const bool has_state = session.update_state || !channels->empty();
    const std::size_t dcs = others.size() + 1;
    core::Writer out(dcs * bytes_per_dc + channels->size() * 16 + 64);
    out.u32_le(tl::session);
    out.u32_le(tl::has_user | (has_state ? tl::has_state : 0));
    out.u32_le(tl::vector);
    out.u32_le(static_cast<std::uint32_t>(dcs));
    write_dc(out, session.dc, home_addresses(session), session.key);
    for (const DcKey& other : others) {
        write_dc(out, other.dc, other_addresses(session, other.dc), other.key);
    }
    write_user(out, session);
    if (has_state) write_state(out, session.update_state.value_or(UpdateState{}), *channels);
    return std::move(out).finish();
}

}  // namespace tgferry::formats::grammers
