#include "formats/common/other_keys.hpp"

#include <fmt/format.h>

#include <set>

namespace tgferry::formats {

std::vector<DcKey> storable_keys(const Session& session, std::int32_t last_dc, std::string_view program,
                                 std::vector<Warning>& warnings) {
    std::vector<DcKey> out;
    std::set<std::int32_t> taken = {session.dc};
    for (const DcKey& key : session.other_keys) {
        if (key.dc < 1 || key.dc > last_dc || !taken.insert(key.dc).second) {
            warnings.push_back(
                {"key_skipped", fmt::format("a key of DC {} was left out: {} keeps one key for "
                                            "each DC from 1 to {}",
                                            key.dc, program, last_dc)});
            continue;
        }
        out.push_back(key);
    }
    return out;
}

}  // namespace tgferry::formats
