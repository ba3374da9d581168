#include <fmt/format.h>

#include <array>
#include <tgferry/result.hpp>

namespace tgferry {
namespace {

struct Row {
    ErrorCode code;
    std::string_view name;
    int exit;
};

constexpr std::array rows = {
    Row{ErrorCode::internal, "internal", 1},
    Row{ErrorCode::invalid_argument, "invalid_argument", 2},
    Row{ErrorCode::cannot_read, "cannot_read", 3},
    Row{ErrorCode::cannot_write, "cannot_write", 4},
    Row{ErrorCode::exists, "exists", 4},
    Row{ErrorCode::unrecognised, "unrecognised", 5},
    Row{ErrorCode::damaged, "damaged", 6},
    Row{ErrorCode::unsupported_version, "unsupported_version", 7},
    Row{ErrorCode::passcode_required, "passcode_required", 8},
    Row{ErrorCode::passcode_wrong, "passcode_wrong", 8},
    Row{ErrorCode::missing_fact, "missing_fact", 9},
    Row{ErrorCode::lossy, "lossy", 10},
    Row{ErrorCode::in_use, "in_use", 11},
    Row{ErrorCode::partial, "partial", 12},
    Row{ErrorCode::network, "network", 13},
    Row{ErrorCode::not_logged_in, "not_logged_in", 14},
    Row{ErrorCode::refused, "refused", 15},
    Row{ErrorCode::too_costly, "too_costly", 17},
    Row{ErrorCode::interrupted, "interrupted", 130},
};

const Row& row(ErrorCode code) noexcept {
    for (const Row& r : rows) {
        if (r.code == code) return r;
    }
    return rows.front();
}

}  // namespace

std::string_view code_name(ErrorCode code) noexcept {
    return row(code).name;
}
int exit_code(ErrorCode code) noexcept {
    return row(code).exit;
}

std::string Error::text() const {
    std::string out = message;
    if (!file.empty()) out += fmt::format(" in {}", file);
    if (offset) out += fmt::format(" (at byte {})", *offset);
    return out;
}

std::unexpected<Error> pass_on(Error error, std::string_view file) {
    if (error.file.empty()) error.file = file;
    return std::unexpected(std::move(error));
}

}  // namespace tgferry
