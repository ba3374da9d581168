// The only list of formats, in the order of the documentation.
#include <array>

#include "formats/format.hpp"

namespace tgferry::formats {

extern const Format telethon_string;
extern const Format telethon_sqlite;
extern const Format telethon2_sqlite;
extern const Format pyrogram_string;
extern const Format pyrogram_sqlite;
extern const Format gramjs_string;
extern const Format gramjs_store;
extern const Format gramjs_sqlite;
extern const Format mtcute_string;
extern const Format mtcute_sqlite;
extern const Format mtkruto_string;
extern const Format mtkruto_store;
extern const Format tdata_folder;
extern const Format session_json_pair;
extern const Format mtgo_string;
extern const Format mtgo_sqlite;
extern const Format gotd_json;
extern const Format gotgproto_string;
extern const Format gogram_string;
extern const Format grammers_sqlite;
extern const Format grammers_file;
extern const Format wtelegramclient_file;
extern const Format tdlib_folder;
extern const Format web_a;
extern const Format web_k;
extern const Format madelineproto_folder;
extern const Format tgnet_file;
extern const Format mtproto_core;
extern const Format xelaj;
extern const Format auth_key;
extern const Format tgferry_json;

namespace {
// clang-format off
constexpr std::array all = {
    &telethon_string,
    &telethon_sqlite,
    &telethon2_sqlite,
    &pyrogram_string,
    &pyrogram_sqlite,
    &gramjs_string,
    &gramjs_store,
    &gramjs_sqlite,
    &mtcute_string,
    &mtcute_sqlite,
    &mtkruto_string,
    &mtkruto_store,
    &tdata_folder,
    &session_json_pair,
    &mtgo_string,
    &mtgo_sqlite,
    &gotd_json,
    &gotgproto_string,
    &gogram_string,
    &grammers_sqlite,
    &grammers_file,
    &wtelegramclient_file,
    &tdlib_folder,
    &web_a,
    &web_k,
    &madelineproto_folder,
    &tgnet_file,
    &mtproto_core,
    &xelaj,
    &auth_key,
    &tgferry_json,
};
// clang-format on

const auto infos = [] {
    std::array<const FormatInfo*, all.size()> out{};
    for (std::size_t i = 0; i < all.size(); ++i) out[i] = &all[i]->info;
    return out;
}();
}  // namespace

std::span<const Format* const> registry() noexcept {
    return all;
}

const Format* find(std::string_view id) noexcept {
    for (const Format* format : all) {
        if (format->info.id == id) return format;
    }
    return nullptr;
}

}  // namespace tgferry::formats

namespace tgferry {

std::span<const FormatInfo* const> all_formats() noexcept {
    return formats::infos;
}

const FormatInfo* find_format(std::string_view id) noexcept {
    const formats::Format* format = formats::find(id);
    return format ? &format->info : nullptr;
}

}  // namespace tgferry
