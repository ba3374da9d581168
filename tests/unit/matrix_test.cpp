// Odd but valid sessions, written to every format: each is refused with a reason that is right for that
// format, or recognised as that format's and read back with every fact that the format carries.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <tgferry/tgferry.hpp>

#include "convert/ready.hpp"
#include "convert/same.hpp"
#include "support/fixtures.hpp"
#include "support/keys.hpp"
#include "support/random_session.hpp"
#include "support/temp_folder.hpp"

namespace tgferry::test {
namespace {

struct Odd {
    std::string name;
    Session session;
};

/// All that any format cannot do without.
Session plain(std::uint64_t seed = 1) {
    Rng rng(seed);
    Session s{.dc = 2, .key = random_key(rng)};
    s.endpoint = dc_endpoint(2, false);
    s.user.id = 777000123;
    s.user.is_bot = false;
    s.api.id = 2040;
    s.api.hash = "0123456789abcdef0123456789abcdef";
    return s;
}

AuthKey key_of(std::uint8_t first, std::uint8_t last) {
    std::vector<std::uint8_t> bytes(AuthKey::size, 0x5a);
    bytes.front() = bytes[1] = bytes[2] = first;
    bytes.back() = bytes[AuthKey::size - 2] = last;
    return *AuthKey::from(bytes);
}

Session on(std::int32_t dc, bool test = false) {
    Session s = plain();
    s.dc = dc;
    s.test = test;
    s.endpoint = dc_endpoint(dc, test);
    return s;
}

std::vector<Odd> odd_sessions() {
    std::vector<Odd> out;
    const auto add = [&](std::string name, auto change) {
        Session s = plain(out.size() + 1);
        change(s);
        out.push_back({std::move(name), std::move(s)});
    };
    for (const std::int64_t id :
         {std::int64_t{1}, std::int64_t{9999}, (std::int64_t{1} << 31) - 1, std::int64_t{1} << 31,
          std::int64_t{1} << 32, (std::int64_t{1} << 40) - 1, std::int64_t{1} << 40,
          std::int64_t{2'199'023'255'651}, (std::int64_t{1} << 48) - 1, std::int64_t{1} << 52}) {
        add(fmt::format("user {}", id), [&](Session& s) { s.user.id = id; });
    }
    for (const std::int32_t dc : {1, 2, 3, 4, 5, 203, 255}) out.push_back({fmt::format("DC {}", dc), on(dc)});
    for (const std::int32_t dc : {1, 2, 3}) out.push_back({fmt::format("test DC {}", dc), on(dc, true)});
    add("test without an address", [](Session& s) {
        s.test = true;
        s.endpoint.reset();
    });
    add("production without an address", [](Session& s) { s.endpoint.reset(); });
    add("test at an own address", [](Session& s) {
        s.test = true;
        s.endpoint = Endpoint{"10.0.0.1", 8443};
    });
    for (const char* host : {"2001:67c:4e8:f002::a", "2001:db8::1", "::1", "::ffff:10.0.0.1", "10.0.0.1",
                             "localhost", "venus.web.telegram.org", "149.154.167.91", "0.0.0.0",
                             "a-very-long-name.of-a-server.that-nobody.would-type.twice.example.org"}) {
        add(fmt::format("at {}", host), [&](Session& s) { s.endpoint->host = host; });
    }
    for (const std::uint16_t port : std::initializer_list<std::uint16_t>{1, 80, 32767, 32768, 65535}) {
        add(fmt::format("at port {}", port), [&](Session& s) { s.endpoint->port = port; });
    }
    add("media at an own address", [](Session& s) { s.media_endpoint = Endpoint{"10.0.0.2", 8443}; });
    add("media where the rest is", [](Session& s) { s.media_endpoint = s.endpoint; });
    for (const auto& [first, last] : {std::pair{0x00, 0x00}, std::pair{0xff, 0xff}, std::pair{0x00, 0xff},
                                      std::pair{0x31, 0x3d}, std::pair{0x7b, 0x0a}}) {
        add(fmt::format("key {:02x} to {:02x}", first, last), [&](Session& s) {
            s.key = key_of(static_cast<std::uint8_t>(first), static_cast<std::uint8_t>(last));
        });
    }
    add("a bot", [](Session& s) { s.user.is_bot = true; });
    add("nobody", [](Session& s) { s.user = {}; });
    add("user without a flag", [](Session& s) { s.user.is_bot.reset(); });
    add("flag without a user", [](Session& s) { s.user.id.reset(); });
    add("no application", [](Session& s) { s.api = {}; });
    add("API id 1", [](Session& s) { s.api.id = 1; });
    add("API id max", [](Session& s) { s.api.id = INT32_MAX; });
    add("premium and not", [](Session& s) { s.user.is_premium = false; });
    add("empty names", [](Session& s) {
        s.user.first_name = s.user.last_name = s.user.phone = "";
        s.user.usernames = {""};
        s.api.device = s.api.system = s.api.app_version = s.api.lang_code = s.api.lang_pack = "";
    });
    add("names of all scripts", [](Session& s) {
        s.user.first_name = "Zoë \"Иван\" \\ 李雷";
        s.user.last_name = "🦆\u200b\u202e\n\t<b>' OR 1=1 --";
        s.user.usernames = {"With_Capitals", "second"};
        s.user.phone = "15550100";
        s.api.device = "Ω\"\\'";
    });
    add("other keys", [](Session& s) {
        Rng rng(99);
        for (const std::int32_t dc : {1, 3, 4, 5, 203, 255}) s.other_keys.push_back({dc, random_key(rng)});
    });
    add("keys that no one counts", [](Session& s) {
        Rng rng(98);
        for (const std::int32_t dc : {2, 4, 4, 0, 300, 1001}) s.other_keys.push_back({dc, random_key(rng)});
    });
    add("one key for all", [](Session& s) { s.other_keys = {{1, s.key}, {4, s.key}}; });
    add("salts", [](Session& s) {
        Rng rng(97);
        s.other_keys.push_back({4, random_key(rng)});
        for (std::int64_t i = 0; i < 64; ++i)
            s.salts.push_back({2, 1'700'000'000 + i * 1800, 1'700'003'600 + i * 1800, i + 1});
        s.salts.push_back({4, 0, 0, INT64_MIN});
        s.salts.push_back({5, 0, 0, 5});
        s.salts.push_back({2, 0, 0, 0});
    });
    add("states", [](Session& s) {
        s.update_state = UpdateState{INT32_MAX, 0, INT32_MAX, 1};
        s.channels = {{1, 1}, {999'999'999'999, INT32_MAX}, {1, 2}, {7, 0}};
    });
    add("state of zeros", [](Session& s) { s.update_state = UpdateState{}; });
    add("peers", [](Session& s) {
        s.peers = {{.id = 5, .kind = PeerKind::user, .access_hash = INT64_MIN, .usernames = {"Ab"}},
                   {.id = 5, .kind = PeerKind::channel, .access_hash = INT64_MAX, .phone = "0123"},
                   {.id = 5, .kind = PeerKind::group, .access_hash = 0, .name = ""},
                   {.id = 5, .kind = PeerKind::user, .access_hash = 9},
                   {.id = 6, .kind = PeerKind::bot, .usernames = {"ab", "AB", ""}, .updated = 0},
                   {.id = 777000123, .kind = PeerKind::user, .access_hash = 1, .name = "me"},
                   {.id = 7, .kind = PeerKind::supergroup, .access_hash = -1, .updated = 4'000'000'000}};
    });
    add("dates", [](Session& s) {
        s.created = 0;
        s.saved = 4'000'000'000;
    });
    add("takeout", [](Session& s) { s.takeout_id = INT64_MIN; });
    add("unknown members", [](Session& s) {
        s.extra = {{"twoFA", "\"x\""}, {"app_version2", "null"}, {"", "1"}, {"Ω", "[1,{\"a\":null}]"}};
    });
    return out;
}

struct Cell {
    std::string format;
    WriteOptions options{};
    std::string name;
    friend void PrintTo(const Cell& cell, std::ostream* out) { *out << cell.name; }
};

std::vector<Cell> cells() {
    std::vector<Cell> out;
    for (const FormatInfo* info : all_formats()) {
        if (info->can_write) out.push_back({std::string(info->id), {}, std::string(info->id)});
    }
    out.push_back({"telethon-sqlite", {.schema = 8}, "telethon-sqlite schema 8"});
    out.push_back({"pyrogram-sqlite", {.flavour = "kurigram"}, "pyrogram-sqlite kurigram"});
    out.push_back({"pyrogram-sqlite", {.flavour = "pyrofork"}, "pyrogram-sqlite pyrofork"});
    for (Cell& cell : out) cell.options.name = "odd";
    return out;
}

/// A refusal says which fact does not fit, and how to give another one.
void expect_right_refusal(const Error& error, const Odd& odd, const Carries& carries) {
    EXPECT_EQ(error.code, ErrorCode::missing_fact) << odd.name << ": " << error.text();
    EXPECT_NE(error.hint.find("--"), std::string::npos) << odd.name << ": " << error.hint;
    const bool lacks = !(carries.needs - present_fields(odd.session)).empty();
    const auto is_about = [&](std::string_view what) { return error.hint.find(what) != std::string::npos; };
    const bool user = odd.session.user.id.value_or(0) == 9999 || odd.session.user.id > INT32_MAX;
    const bool place = !dc_endpoint(odd.session.dc, odd.session.test) || odd.session.dc == 203;
    EXPECT_TRUE(lacks || (is_about("--user-id") && user) || (is_about("--dc") && place) ||
                is_about("--host") || is_about("--port"))
        << odd.name << ": " << error.text() << " / " << error.hint;
}

class Matrix : public testing::TestWithParam<Cell> {};

TEST_P(Matrix, IsRefusedForAReasonOrComesBackWhole) {
    const Cell& cell = GetParam();
    const auto format = convert::choose_writer(cell.format);
    ASSERT_TRUE(format);
    const auto carries = convert::carries_of(**format, cell.options);
    ASSERT_TRUE(carries);
    std::size_t written_count = 0;
    for (const Odd& odd : odd_sessions()) {
        SCOPED_TRACE(odd.name);
        Bundle bundle;
        bundle.sessions.push_back(odd.session);
        const TempFolder folder;
        const auto target = folder.path() / "out";
        const auto loss = write(bundle, cell.format, target, cell.options);
        if (!loss) {
            expect_right_refusal(loss.error(), odd, *carries);
            continue;
        }
        ++written_count;
        const auto path =
            (*format)->info.shape == Shape::pair ? target.string() + ".session" : target.string();
        ReadOptions options;
        options.facts.api_hash = odd.session.api.hash;
        if (carries->fields.empty()) options.facts.dc = odd.session.dc;
        const auto back = read(Source::path(path), options);
        ASSERT_TRUE(back) << back.error().text();
        const FormatInfo& info = (*format)->info;
        EXPECT_EQ(back->format, info.detected_as.empty() ? info.id : info.detected_as);
        const auto ready = convert::Ready::make(bundle, **format, cell.options);
        ASSERT_TRUE(ready);
        std::vector<Warning> told;
        for (const Difference& d : convert::unlike(back->active(), ready->to_write().one(), *carries, told)) {
            ADD_FAILURE() << d.field << " comes back otherwise";
        }
    }
    EXPECT_GT(written_count, odd_sessions().size() / 2);
}

INSTANTIATE_TEST_SUITE_P(Formats, Matrix, testing::ValuesIn(cells()),
                         [](const auto& it) { return as_test_name(it.param.name); });

}  // namespace
}  // namespace tgferry::test
