#include "formats/common/api_sidecar.hpp"

#include <algorithm>
#include <array>

#include "core/cursor.hpp"

namespace tgferry::formats {

bool has_api_sidecar(const Probe& probe) {
    // One of them is enough: tools leave out what they do not know. Names that any JSON may have do not
    // count.
    constexpr std::array<std::string_view, 18> telling = {
        "app_id",        "api_id",    "app_hash",    "api_hash",         "session_file", "twoFA",
        "user_id",       "phone",     "app_version", "device_model",     "sdk",          "system_version",
        "register_time", "spamblock", "lang_pack",   "system_lang_code", "first_name",   "last_check_time"};
    const auto* json = probe.sidecar();
    return json &&
           std::ranges::any_of(telling, [&](std::string_view name) { return core::member(*json, name); });
}

Error sidecar_error(const Probe& probe) {
    const io::Input& input = probe.input();
    Error error{.code = ErrorCode::damaged, .message = {}, .file = input.sidecar_label()};
    if (!input.sidecar()) {
        error = {
            .code = ErrorCode::cannot_read,
            .message = "there is no .json beside the session",
            .file = input.label(),
            .hint = "name it: --json-path FILE; without one, read the file alone: --from telethon-sqlite"};
        return error;
    }
    std::size_t at = 0;
    const auto parsed = core::parse_json(core::as_text(input.sidecar()->view()), probe.budget(), at);
    if (!parsed && !probe.sidecar()) {
        error.message = "the sidecar is not valid JSON";
        error.offset = at;
        error.hint = "mend it, or read the .session alone: --from telethon-sqlite";
    } else {
        error.message = probe.sidecar() ? "the sidecar names no app_id and nothing else of a session's"
                                        : "the sidecar is no JSON object";
        error.hint = "read the .session alone: --from telethon-sqlite";
    }
    return error;
}

}  // namespace tgferry::formats
