#include "support/compare.hpp"

#include <algorithm>

#include "formats/tgferry_json/model_json.hpp"

namespace tgferry::test {

Session canonical(Session s) {
    std::ranges::sort(s.other_keys, {}, &DcKey::dc);
    std::ranges::sort(s.channels, {}, &ChannelState::id);
    std::ranges::sort(s.peers, {}, [](const Peer& peer) { return std::pair(peer.id, peer.kind); });
    for (Peer& peer : s.peers) {
        if (peer.access_hash == 0) peer.access_hash.reset();
    }
    s.inferred = {};
    s.label.reset();  // a handle, no fact
    return s;
}

std::string difference(const Session& wanted, const Session& got) {
    const Session a = canonical(wanted), b = canonical(got);
    if (a == b) return {};
    const core::Json left = formats::session_to_json(a), right = formats::session_to_json(b);
    const std::string patch = core::Json::diff(left, right).dump(1);
    return patch == "[]" ? "the sessions differ in something their JSON does not show" : patch;
}

}  // namespace tgferry::test
