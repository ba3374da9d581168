#include <array>
#include <tgferry/api_profiles.hpp>

namespace tgferry {
namespace {

constexpr std::string_view browser =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/148.0.0.0 "
    "Safari/537.36";
constexpr std::string_view web_hash = "8da85b0d5bfe62527e5b244c209159c3";

constexpr std::array apis = {
    KnownApi{"desktop", "Telegram Desktop", 2040, "b18441a1ff607e10a989891a5462e627", "Desktop", "Windows 11",
             "6.8.2 x64", "en", "en-US", "tdesktop"},
    KnownApi{"android", "Telegram for Android", 6, "eb06d4abfb49dc3eeb1aeb98ae0f581e", "Samsung SM-S928B",
             "SDK 35", "12.7.3 (6750)", "en", "en-US", "android"},
    KnownApi{"android-x", "Telegram X", 21724, "3e0cb5efcd52300aec5994fdfc5bdc16", "Samsung SM-S928B",
             "SDK 35", "0.28.3.1785", "en", "en-US", "android"},
    KnownApi{"ios", "Telegram for iOS", 10840, "33c45224029d59cb3ad0c16134215aeb", "iPhone", "26.2",
             "12.7 (32933) ", "en", "en-US", "ios"},
    KnownApi{"macos", "Telegram for macOS", 2834, "68875f756c9b437a8b916ca3de215815", "MacBook Pro",
             "macOS 26.2", "12.7 (281600) ", "en", "en-US", "macos"},
    KnownApi{"web-a", "Telegram Web A", 2496, web_hash, browser, "Windows", "12.0.17 A", "en", "en-US", ""},
    KnownApi{"web-k", "Telegram Web K", 2496, web_hash, browser, "Win32", "2.2 K", "en", "en-US", "macos"},
    KnownApi{"webogram", "Webogram", 2496, web_hash, browser, "Win32", "0.7.0", "en", "en-US", ""},
    KnownApi{"desktop-alt", "Telegram Desktop's sample key", 17349, "344583e45741c457fe1862106095a5eb",
             "Desktop", "Windows 10", "4.8.0", "en", "en-US", "tdesktop"},
    KnownApi{"android-alt", "Telegram for Android (source)", 4, "014b35b6184100b085b0d0572f9b5103", "Android",
             "SDK 23", "9.7.0", "en", "en-US", "android"},
    KnownApi{"ios-alt", "Telegram for iOS (source)", 8, "7245de8e747a0d6fbe11f7cc14fcc0bb", "iPhone",
             "iOS 15.0", "9.7.0", "en", "en-US", "ios"},
    KnownApi{"macos-alt", "Telegram for macOS (source)", 946, "5f3fb04eac560c6a3d7dd5cacb85e8b0", "Mac",
             "macOS 12.0", "9.7.0", "en", "en-US", "macos"},
};

}  // namespace

std::span<const KnownApi> known_apis() noexcept {
    return apis;
}

const KnownApi* find_api(std::string_view name) noexcept {
    for (const KnownApi& api : apis) {
        if (api.name == name) return &api;
    }
    return nullptr;
}

const KnownApi* find_api(std::int32_t id) noexcept {
    for (const KnownApi& api : apis) {
        if (api.id == id) return &api;
    }
    return nullptr;
}

}  // namespace tgferry
