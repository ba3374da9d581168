#include "formats/common/api_sidecar.hpp"

#include "core/cursor.hpp"

namespace tgferry::formats {

bool has_api_sidecar(const Probe& probe) {
    const auto* json = probe.sidecar();
    if (!json) return false;
    for (const std::string_view name : {"app_id", "api_id", "app_hash", "api_hash"}) {
        if (core::member(*json, name)) return true;
    }
    return false;
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
    if (!parsed) {
        error.message = "the sidecar is not valid JSON";
        error.offset = at;
        error.hint = "mend it, or read the .session alone: --from telethon-sqlite";
    } else {
        error.message = parsed->get().is_object() ? "the sidecar names no app_id and no app_hash"
                                                  : "the sidecar is no JSON object";
        error.hint = "read the .session alone: --from telethon-sqlite";
    }
    return error;
}

}  // namespace tgferry::formats
