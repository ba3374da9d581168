// Official applications by their API id: names a profile in `inspect`, fills a sidecar only when asked by
// name.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace tgferry {

/// A published application. All texts are what that application sends in initConnection.
struct KnownApi {
    std::string_view name;     ///< as --api-profile takes it
    std::string_view library;  ///< for people
    std::int32_t id;
    std::string_view hash;
    std::string_view device;
    std::string_view system;
    std::string_view app_version;
    std::string_view lang_code;
    std::string_view system_lang_code;
    std::string_view lang_pack;
};

[[nodiscard]] std::span<const KnownApi> known_apis() noexcept;
/// Null where the name is unknown.
[[nodiscard]] const KnownApi* find_api(std::string_view name) noexcept;
/// The first application with this id; null where it is nobody's.
[[nodiscard]] const KnownApi* find_api(std::int32_t id) noexcept;

}  // namespace tgferry
