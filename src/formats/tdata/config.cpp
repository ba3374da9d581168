#include "formats/tdata/config.hpp"

#include <array>
#include <tgferry/dc.hpp>

#include "formats/tdata/qt.hpp"

namespace tgferry::formats::tdata {
namespace {

constexpr std::int32_t config_version = 1;
constexpr std::int32_t options_version = 1;  // stored as its negative, minus one
constexpr std::int32_t static_option = 1 << 4;
constexpr std::int32_t max_options = 1024;
constexpr std::int32_t max_ip = 45;
constexpr std::int32_t max_secret = 32;

// Numbers in the file's order, with Telegram Desktop's own defaults.
constexpr std::array<std::int32_t, 19> numbers_before_domain = {
    200,           // chat size
    10000,         // megagroup size
    100,           // forwarded messages
    120000,        // online update period
    5000,          // offline blur timeout
    30000,         // offline idle timeout
    1000,          // online focus timeout
    300000,        // online cloud timeout
    30000,         // notify cloud delay
    1500,          // notify default delay
    0,             // saved GIFs, no longer used
    172800,        // edit time limit
    172800,        // revoke time limit
    172800,        // revoke time limit in private chats
    0,             // revoke in private inboxes
    30,            // recent stickers
    0,      0, 0,  // favourite stickers, pinned dialogs, pinned dialogs in a folder: no longer used
};
constexpr std::array<std::int32_t, 5> timeouts = {
    604800,  // channels read period
    20000,   // call receive timeout
    90000,   // call ring timeout
    30000,   // call connect timeout
    10000,   // call packet timeout
};
constexpr std::array<std::int32_t, 3> numbers_after_txt_domain = {
    1,     // phone calls enabled
    0,     // blocked mode
    1024,  // caption length
};

void check_length(core::Cursor& in, std::int32_t length, std::int32_t low, std::int32_t high,
                  const char* what) {
    if (length < low || length > high) in.reject(what, in.offset() - 4);
    (void)in.take(in.ok() ? static_cast<std::size_t>(length) : 0, what);
}

void check_options(std::span<const std::uint8_t> bytes, core::Cursor& outer, std::size_t at) {
    core::Cursor in(bytes);
    const std::int32_t first = take_i32(in, "version of the DC options");
    const std::int32_t count = first < 0 ? take_i32(in, "number of DC options") : first;
    if (count < 0 || count > max_options) in.reject("number of DC options", in.offset() - 4);
    for (std::int32_t i = 0; i < count && in.ok(); ++i) {
        (void)in.take(12, "DC option");  // id, flags, port
        check_length(in, take_i32(in, "address length"), 1, max_ip, "address");
        if (first < 0) check_length(in, take_i32(in, "secret length"), 0, max_secret, "secret");
    }
    if (in.ok() && in.left() != 0) {
        const std::int32_t keys = take_i32(in, "number of CDN keys");
        if (keys < 0 || keys > max_options) in.reject("number of CDN keys", in.offset() - 4);
        for (std::int32_t i = 0; i < keys && in.ok(); ++i) {
            (void)in.take(4, "CDN key");
            (void)take_array(in, "CDN key");
            (void)take_array(in, "CDN key");
        }
    }
    if (!in.ok()) outer.reject("list of DC options", at);
}

/// The groups that newer versions added, each there or not.
void check_tail(core::Cursor& in) {
    if (in.left() != 0) {
        skip_string(in, "default reaction");
        (void)in.take(8, "default reaction");
    }
    if (in.left() != 0) (void)in.take(4, "rating decay");
    if (in.left() != 0) {
        skip_string(in, "name of the GIF bot");
        skip_string(in, "name of the venue bot");
    }
}

SecretBytes make_options(bool test) {
    core::Writer out;
    const std::int32_t dcs = test ? 3 : 5;
    put_i32(out, -options_version - 1);
    put_i32(out, dcs);
    for (std::int32_t dc = 1; dc <= dcs; ++dc) {
        const auto endpoint = dc_endpoint(dc, test);
        put_i32(out, dc);
        put_i32(out, static_option);
        put_i32(out, 443);
        put_array(out, core::as_bytes(endpoint->host));
        put_i32(out, 0);  // no secret
    }
    put_i32(out, 0);  // no CDN keys
    return std::move(out).finish();
}

}  // namespace

Result<Environment> parse_config(std::span<const std::uint8_t> payload) {
    core::Cursor outer(payload);
    core::Cursor in(take_array(outer, "configuration"));
    if (!outer.ok()) return outer.failure("tdata configs");
    if (take_i32(in, "version") != config_version) in.reject("version", 0);
    const std::int32_t environment = take_i32(in, "environment");
    if (environment != 0 && environment != 1) in.reject("environment", 4);
    const std::size_t options_at = in.offset();
    check_options(take_array(in, "DC options"), in, options_at);
    (void)in.take(4 * numbers_before_domain.size(), "limits");
    skip_string(in, "domain of links");
    (void)in.take(4 * timeouts.size() + 4, "timeouts");
    skip_string(in, "domain of TXT records");
    (void)in.take(4 * numbers_after_txt_domain.size(), "call settings");
    check_tail(in);
    if (!in.ok()) return in.failure("tdata configs");
    return static_cast<Environment>(environment);
}

SecretBytes make_config(Environment environment) {
    const bool test = environment == Environment::test;
    core::Writer out;
    put_i32(out, config_version);
    put_i32(out, static_cast<std::int32_t>(environment));
    put_array(out, make_options(test).view());
    for (const std::int32_t number : numbers_before_domain) put_i32(out, number);
    put_string(out, "https://t.me/");
    for (const std::int32_t number : timeouts) put_i32(out, number);
    put_i32(out, test ? 2 : 4);  // DC of web files
    put_string(out, test ? "tapv3.stel.com" : "apv3.stel.com");
    for (const std::int32_t number : numbers_after_txt_domain) put_i32(out, number);
    out.u32_be(4);  // the default reaction, U+1F44D in UTF-16
    out.u32_be(0xd83ddc4d);
    out.u64_be(0);          // no reaction of its own
    put_i32(out, 2419200);  // rating decay
    put_string(out, test ? "izgifbot" : "gif");
    put_string(out, test ? "foursquarebot" : "foursquare");
    core::Writer payload;
    put_array(payload, out.view());
    return std::move(payload).finish();
}

}  // namespace tgferry::formats::tdata
