// Texts that are no session: pages, pointers, and what Telegram gives that people take for one.
#include <algorithm>
#include <array>

#include "core/cursor.hpp"
#include "formats/foreign/kinds.hpp"

namespace tgferry::formats::foreign {
namespace {

constexpr std::string_view spaces = " \t\r\n\xef\xbb\xbf";

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_word(char c) {
    return is_digit(c) || is_letter(c) || c == '-' || c == '_';
}
bool is_hex(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string_view trimmed(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(spaces), text.size()));
    return text.substr(0, text.find_last_not_of(spaces) + 1);
}

bool begins_like(std::string_view text, std::string_view lower_case) {
    return text.size() >= lower_case.size() &&
           std::ranges::equal(text.substr(0, lower_case.size()), lower_case, {}, lower);
}

bool is_html(std::string_view text) {
    return begins_like(text, "<!doctype html") || begins_like(text, "<html");
}

bool is_lfs_pointer(std::string_view text) {
    return text.starts_with("version https://git-lfs.github.com/spec/") && text.size() < 1024;
}

bool is_annex_pointer(std::string_view text) {
    return text.size() < 4096 && text.find("/annex/objects/") < 20;
}

bool is_preferences(std::string_view text) {
    return text.starts_with("<?xml") && text.find("<map>") != text.npos &&
           text.find("<string name=\"user\">") != text.npos;
}

/// Where a run of `is` of at least one character ends.
std::size_t run_end(std::string_view text, std::size_t at, bool (*is)(char)) {
    while (at < text.size() && is(text[at])) ++at;
    return at;
}

/// Digits, a colon and 35 characters, anywhere in a short text.
bool holds_bot_token(std::string_view text) {
    constexpr std::size_t longest = 4096, secret = 35;
    if (text.size() > longest) return false;
    for (std::size_t colon = text.find(':'); colon != text.npos; colon = text.find(':', colon + 1)) {
        std::size_t start = colon;
        while (start > 0 && is_digit(text[start - 1])) --start;
        const std::size_t digits = colon - start;
        if (digits >= 6 && digits <= 12 && run_end(text, colon + 1, is_word) == colon + 1 + secret)
            return true;
    }
    return false;
}

/// Nothing but one run of 32 hexadecimal digits, a name and an API id in front of it perhaps.
bool holds_api_hash(std::string_view text) {
    if (text.size() > 200) return false;
    std::size_t runs = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = run_end(text, at, is_word);
        if (end == at) {
            ++at;
            continue;
        }
        const std::string_view run = text.substr(at, end - at);
        if (run.size() == 32 && std::ranges::all_of(run, is_hex)) ++runs;
        if (run.size() > 32) return false;
        at = end;
    }
    return runs == 1;
}

bool is_phone_number(std::string_view text) {
    if (!text.starts_with('+') || text.size() > 24) return false;
    const auto digits = std::ranges::count_if(text, is_digit);
    const auto fits = [](char c) {
        return is_digit(c) || std::string_view("+ ()-.").find(c) != std::string_view::npos;
    };
    return digits >= 7 && digits <= 15 && std::ranges::all_of(text, fits);
}

bool is_login_code(std::string_view text) {
    return (text.size() == 5 || text.size() == 6) && std::ranges::all_of(text, is_digit);
}

bool is_login_link(std::string_view text) {
    return text.starts_with("tg://login") || text.starts_with("https://t.me/login/");
}

struct Kind {
    bool (*is)(std::string_view);
    std::string_view what;
    std::string_view hint;
};
constexpr std::array kinds = {
    Kind{is_html, "a web page (HTML), which a site gives where it wants a login first",
         "download the file itself; `tgferry help formats` lists what is read"},
    Kind{is_lfs_pointer, "a pointer of git LFS, in place of the file",
         "have git fetch the file: git lfs pull --include FILE"},
    Kind{is_annex_pointer, "a pointer of git-annex, in place of the file",
         "have git-annex fetch the file: git annex get FILE"},
    Kind{is_preferences, "the preferences of Telegram for Android, which name the user and hold no key",
         "name the application's folder, which holds files/tgnet.dat beside shared_prefs"},
    Kind{is_login_link, "a link for logging in, which soon expires",
         "open it in Telegram; name the session file that a "
         "library keeps once it is logged in"},
    Kind{holds_bot_token, "a bot token, with which a library logs in and then makes a session",
         "start the library with it once, then name the session file that it made"},
    Kind{holds_api_hash, "the API hash of an application, which holds no login",
         "name the session file; the hash is given with --api-hash-file where a format needs it"},
    Kind{is_phone_number, "a phone number",
         "name the session file that a library keeps once it is logged in"},
    Kind{is_login_code, "a login code, which soon expires",
         "give it to nobody but the program that you log in with; name "
         "the session file that this program keeps"},
};

/// A recording of what a browser sent and got: {"log": {"version", "creator", "entries"}}.
bool is_har(const core::Json* json) {
    const core::Json* log = json ? core::member(*json, "log") : nullptr;
    if (!log || !log->is_object()) return false;
    const core::Json* entries = core::member(*log, "entries");
    return entries && entries->is_array() && core::member(*log, "version");
}

}  // namespace

std::optional<Foreign> by_text(const Probe& probe) {
    if (probe.input().is_folder()) return std::nullopt;
    if (probe.input().bytes().empty()) {
        return Foreign{"nothing at all: it is empty",
                       "copy it again, with its program closed; `tgferry help formats` lists what is read"};
    }
    if (!probe.is_text()) return std::nullopt;
    if (is_har(probe.json())) {
        return Foreign{"a recording of a browser's traffic (HAR), in which localStorage is not",
                       std::string(web_page)};
    }
    if (probe.json()) return std::nullopt;  // of what stands in it a format may know more
    const std::string_view text = trimmed(core::as_text(probe.input().bytes()));
    for (const Kind& kind : kinds) {
        if (kind.is(text)) return Foreign{std::string(kind.what), with_file(kind.hint, probe)};
    }
    return std::nullopt;
}

}  // namespace tgferry::formats::foreign
