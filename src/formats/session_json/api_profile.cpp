#include <fmt/format.h>

#include <tgferry/api_profile_json.hpp>

#include "formats/session_json/sidecar.hpp"

namespace tgferry {

namespace sidecar = formats::session_json;

Result<ApiProfileJson> api_profile_from_json(std::string_view json) {
    const auto document = core::parse_json(json);
    if (!document || !document->get().is_object()) {
        return fail(ErrorCode::unrecognised, "the API profile is no JSON object",
                    "give the content of a sidecar: {\"app_id\": ..., \"app_hash\": ..., ...}");
    }
    ApiProfileJson out;
    sidecar::read_profile(document->get(), out.profile, out.extra, out.warnings);
    return out;
}

Result<SecretText> api_profile_to_json(const ApiProfile& profile, std::span<const JsonMember> extra) {
    core::WipedJson document{sidecar::profile_members(profile)};
    for (const auto& [member, text] : extra) {
        auto value = core::parse_json(text);
        if (!value) {
            return fail(ErrorCode::invalid_argument,
                        fmt::format("the extra member \"{}\" is not JSON", member));
        }
        document.get()[member] = std::move(value->get());
    }
    return core::dump(document.get(), 2);
}

}  // namespace tgferry
