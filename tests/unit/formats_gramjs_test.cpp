// What vectors cannot say of GramJS: refusals of the writer, and the StoreSession folder.
#include <gtest/gtest.h>

#include <tgferry/tgferry.hpp>

#include "core/base64.hpp"
#include "core/cursor.hpp"
#include "core/writer.hpp"
#include "formats/common/storage_name.hpp"
#include "formats/format.hpp"
#include "support/fixtures.hpp"
#include "support/keys.hpp"

namespace tgferry::test {
namespace {

Session session_at(std::string host, std::uint16_t port = 443) {
    return Session{.dc = 2, .key = sequence_key(), .endpoint = Endpoint{std::move(host), port}};
}

Error refusal(const Session& session) {
    const auto text = to_string(session, "gramjs-string");
    EXPECT_FALSE(text) << "was written";
    return text ? Error{} : text.error();
}

TEST(GramjsString, RefusesThePortsThatGramjsCannotHold) {
    EXPECT_TRUE(to_string(session_at("149.154.167.51", 32767), "gramjs-string"));
    for (const std::uint16_t port : std::initializer_list<std::uint16_t>{32768, 65535, 0}) {
        const Error error = refusal(session_at("149.154.167.51", port));
        EXPECT_EQ(error.code, ErrorCode::missing_fact);
        EXPECT_NE(error.message.find(std::to_string(port)), std::string::npos) << error.message;
        EXPECT_NE(error.hint.find("--port"), std::string::npos) << error.hint;
    }
}

TEST(GramjsString, RefusesTheAddressesThatGramjsMisreads) {
    for (const std::string& host : {std::string("::1"), std::string("ab"), std::string(101, 'a'),
                                    std::string("a b.c"), std::string("zoë.example.org")}) {
        const Error error = refusal(session_at(host));
        EXPECT_EQ(error.code, ErrorCode::missing_fact) << host;
        EXPECT_NE(error.hint.find("--host"), std::string::npos) << error.hint;
    }
    for (const std::string& host : {std::string("::10"), std::string(100, 'a')}) {
        const auto text = to_string(session_at(host), "gramjs-string");
        ASSERT_TRUE(text) << text.error().text();
        const auto back = read(Source::text(reveal(text->text)));
        ASSERT_TRUE(back) << back.error().text();
        EXPECT_EQ(back->format, "gramjs-string");
        EXPECT_EQ(back->active().endpoint->host, host);
    }
}

TEST(GramjsString, RefusesADcThatIsNoByte) {
    Session session = session_at("149.154.167.40");
    session.dc = 10002;
    const Error error = refusal(session);
    EXPECT_EQ(error.code, ErrorCode::missing_fact);
    EXPECT_NE(error.hint.find("--dc"), std::string::npos);
}

/// Every record of either library's sizes belongs to exactly one of the two formats.
TEST(GramjsString, SharesItsRuleWithTelethon) {
    const formats::Format* gramjs = formats::find("gramjs-string");
    const formats::Format* telethon = formats::find("telethon-string");
    Rng rng(7);
    for (int run = 0; run < 2000; ++run) {
        core::Writer record;
        const bool v6 = rng.chance(50);
        const std::size_t size = v6 ? 275 : 263;
        record.u8(rng.byte());
        record.u8(rng.chance(80) ? 0 : rng.byte());
        record.u8(rng.chance(80) ? static_cast<std::uint8_t>(size - 261) : rng.byte());
        while (record.size() < size) {
            record.u8(rng.chance(90) ? static_cast<std::uint8_t>("0123456789.:-abc"[rng.below(16)])
                                     : rng.byte());
        }
        const auto text = core::encode_base64(record.view(), core::Alphabet::url, core::Padding::keep, "1");
        const Source source = Source::text(reveal(text));
        const auto input = io::Input::open(source);
        ASSERT_TRUE(input);
        const formats::Probe probe(*input);
        EXPECT_NE(gramjs->detect(probe), telethon->detect(probe)) << reveal(text);
    }
}

std::string content(const FileMap& files, std::string_view name) {
    const auto found = files.find(name);
    return found == files.end() ? "(no such file)" : std::string(core::as_text(found->second.view()));
}

FileMap folder(const std::vector<std::pair<std::string, std::string>>& files) {
    FileMap out;
    for (const auto& [name, text] : files) out.emplace(name, SecretBytes(core::as_bytes(text)));
    return out;
}

std::string key_json() {
    std::string out = "{\"type\":\"Buffer\",\"data\":[0";
    for (int i = 1; i < 256; ++i) out += "," + std::to_string(i);
    return out + "]}";
}

Bundle bundle_of(Session session) {
    Bundle bundle;
    bundle.sessions.push_back(std::move(session));
    return bundle;
}

Peer telegram() {
    Peer peer;
    peer.id = 777000;
    peer.access_hash = -123456789012345;
    peer.usernames = {"Telegram", "second"};
    peer.phone = "42777";
    peer.name = "Tele \"Gram\"";
    peer.updated = 1795243067;
    return peer;
}

TEST(GramjsStore, WritesTheFilesOfGramjs) {
    Session session = session_at("149.154.167.91");
    session.dc = 4;
    Peer group, channel;
    group.id = 5;
    group.kind = PeerKind::group;
    channel.id = 1234567890;
    channel.kind = PeerKind::channel;
    channel.access_hash = INT64_MIN;
    session.peers = {telegram(), group, channel};
    const auto written = write_to_memory(bundle_of(session), "gramjs-store", {.name = "we*ird!(x)'~é"});
    ASSERT_TRUE(written) << written.error().text();
    const std::string base = "we%2Aird%21%28x%29%27~%C3%A9%3A";
    EXPECT_EQ(written->files.size(), 7u);
    EXPECT_EQ(content(written->files, base + "authKey"), key_json());
    EXPECT_EQ(content(written->files, base + "dcId"), "4");
    EXPECT_EQ(content(written->files, base + "port"), "443");
    EXPECT_EQ(content(written->files, base + "serverAddress"), "\"149.154.167.91\"");
    EXPECT_EQ(content(written->files, base + "777000"),
              R"(["777000","-123456789012345","telegram","42777","Tele \"Gram\"","1795243067000"])");
    EXPECT_EQ(content(written->files, base + "-5"), R"(["-5","0",null,null,null,null])");
    EXPECT_EQ(content(written->files, base + "-1001234567890"),
              R"(["-1001234567890","-9223372036854775808",null,null,null,null])");
}

TEST(GramjsStore, ReadsARealFolderWhateverItsName) {
    const auto bundle = read(Source::files(
        folder({{"acc%20one%3AauthKey", key_json()},
                {"acc%20one%3AdcId", "4"},
                {"acc%20one%3Aport", "80"},
                {"acc%20one%3AserverAddress", "\"149.154.167.91\""},
                {"acc%20one%3A777000",
                 R"(["777000","-123456789012345","telegram","42777","Tele Gram","1795243067910"])"},
                {"acc%20one%3A-7", R"(["-7","0",null,null,"Group","1795243067910"])"},
                {"acc%20one%3A-1000000000009", R"(["-1000000000009","77",null,null,null])"},
                {"acc%20one%3A12.tmp", "half"},
                {"acc%20one%3A13", "{\"no\":\"row\"}"}})));
    ASSERT_TRUE(bundle) << bundle.error().text();
    EXPECT_EQ(bundle->format, "gramjs-store");
    const Session& session = bundle->active();
    EXPECT_EQ(session.dc, 4);
    EXPECT_EQ(session.endpoint, (Endpoint{"149.154.167.91", 80}));
    EXPECT_EQ(session.key, sequence_key());
    ASSERT_EQ(session.peers.size(), 3u);
    const auto find = [&](std::int64_t id) {
        for (const Peer& peer : session.peers) {
            if (peer.id == id) return peer;
        }
        return Peer{};
    };
    EXPECT_EQ(find(777000).usernames, std::vector<std::string>{"telegram"});
    EXPECT_EQ(find(777000).updated, 1795243067);
    EXPECT_EQ(find(777000).access_hash, -123456789012345);
    EXPECT_EQ(find(7).kind, PeerKind::group);
    EXPECT_EQ(find(7).access_hash, std::nullopt);
    EXPECT_EQ(find(9).kind, PeerKind::channel);
    ASSERT_EQ(bundle->warnings.size(), 1u);
    EXPECT_EQ(bundle->warnings[0].code, "files_ignored");
    EXPECT_NE(bundle->warnings[0].message.find("2 files"), std::string::npos);
}

TEST(GramjsStore, ReadsEverySessionOfAFolderAndEveryDivider) {
    const auto bundle = read(Source::files(folder({{"acct%23authKey", key_json()},
                                                   {"acct%23dcId", "2"},
                                                   {"acct%3AauthKey", key_json()},
                                                   {"acct%3AdcId", "\"5\""},
                                                   {"acct%3AserverAddress", "91.108.56.130"},
                                                   {"old%3AauthKey", "undefined"},
                                                   {"old%3AdcId", "1"}})));
    ASSERT_TRUE(bundle) << bundle.error().text();
    ASSERT_EQ(bundle->sessions.size(), 2u);
    EXPECT_EQ(bundle->sessions[0].dc, 2);
    EXPECT_EQ(bundle->sessions[0].endpoint, std::nullopt);
    EXPECT_EQ(bundle->sessions[1].dc, 5);
    EXPECT_EQ(bundle->sessions[1].endpoint, (Endpoint{"91.108.56.130", 443}));
    ASSERT_EQ(bundle->warnings.size(), 1u);
    EXPECT_EQ(bundle->warnings[0].code, "not_logged_in");
}

TEST(GramjsStore, NamesTheFileThatIsBroken) {
    struct Case {
        std::string key, dc, port, address, file;
        ErrorCode code;
    };
    const std::string zeros = "[0" + std::string(255 * 2, ' ') + "]";
    const std::vector<Case> cases = {
        {"undefined", "2", "443", "\"149.154.167.51\"", "", ErrorCode::not_logged_in},
        {"", "2", "443", "\"149.154.167.51\"", "", ErrorCode::not_logged_in},
        {"null", "2", "443", "\"149.154.167.51\"", "", ErrorCode::not_logged_in},
        {zeros, "2", "443", "\"149.154.167.51\"", "authKey", ErrorCode::damaged},
        {"[256]", "2", "443", "\"149.154.167.51\"", "authKey", ErrorCode::damaged},
        {"[-1]", "2", "443", "\"149.154.167.51\"", "authKey", ErrorCode::damaged},
        {"{\"data\":\"AAEC\"}", "2", "443", "\"149.154.167.51\"", "authKey", ErrorCode::damaged},
        {key_json().substr(0, 500), "2", "443", "\"149.154.167.51\"", "authKey", ErrorCode::damaged},
        {key_json(), "two", "443", "\"149.154.167.51\"", "dcId", ErrorCode::damaged},
        {key_json(), "-2", "443", "\"149.154.167.51\"", "dcId", ErrorCode::damaged},
        {key_json(), "2", "65536", "\"149.154.167.51\"", "port", ErrorCode::damaged},
        {key_json(), "2", "443", "[1]", "serverAddress", ErrorCode::damaged},
        {key_json(), "2", "443", "\"a b\"", "serverAddress", ErrorCode::damaged},
        {key_json(), "0", "443", "\"10.0.0.1\"", "", ErrorCode::missing_fact},
    };
    for (const Case& c : cases) {
        const auto bundle = read(Source::files(folder({{"a%3AauthKey", c.key},
                                                       {"a%3AdcId", c.dc},
                                                       {"a%3Aport", c.port},
                                                       {"a%3AserverAddress", c.address}})));
        ASSERT_FALSE(bundle) << c.key << c.dc << c.port << c.address;
        EXPECT_EQ(bundle.error().code, c.code) << bundle.error().text();
        if (!c.file.empty()) {
            EXPECT_TRUE(bundle.error().file.ends_with("a%3A" + c.file)) << bundle.error().text();
        }
    }
}

TEST(GramjsStore, RefusesTheNamesThatGramjsRefuses) {
    const Bundle bundle = bundle_of(session_at("149.154.167.51"));
    for (const std::string& name :
         {std::string("session"), std::string("bro\xffken"), std::string("\xed\xa0\x80")}) {
        const auto written = write_to_memory(bundle, "gramjs-store", {.name = name});
        ASSERT_FALSE(written) << name;
        EXPECT_EQ(written.error().code, ErrorCode::invalid_argument);
        EXPECT_NE(written.error().hint.find("another name"), std::string::npos);
    }
}

TEST(GramjsStore, PeersThatNoMarkedIdNamesAreLeftOut) {
    for (const auto& [id, kind] : {std::pair{std::int64_t{0}, PeerKind::user},
                                   std::pair{std::int64_t{1'000'000'000'000}, PeerKind::group},
                                   std::pair{INT64_MAX, PeerKind::channel}}) {
        Session session = session_at("149.154.167.51");
        Peer peer;
        peer.id = id;
        peer.kind = kind;
        session.peers = {peer};
        const auto written = write_to_memory(bundle_of(session), "gramjs-store", {.name = "a"});
        ASSERT_TRUE(written) << id << ": " << written.error().text();
        ASSERT_EQ(written->loss.warnings.size(), 1u) << id;
        EXPECT_EQ(written->loss.warnings[0].code, "peers_dropped") << id;
        EXPECT_EQ(written->files.size(), 4u) << "the session's own files";
    }
}

TEST(GramjsStore, IsNotSeenInOtherFolders) {
    using Files = std::vector<std::pair<std::string, std::string>>;
    for (const Files& files :
         {Files{{"authKey", key_json()}, {"dcId", "2"}}, Files{{"a%3AauthKey", key_json()}},
          Files{{"a%3AdcId", "2"}, {"a%3Aport", "443"}},
          Files{{"a%3AauthKey.12345", key_json()}, {"a%3AdcId", "2"}},
          Files{{"a%ZZauthKey", key_json()}, {"a%ZZdcId", "2"}}}) {
        const auto bundle = read(Source::files(folder(files)));
        ASSERT_FALSE(bundle);
        EXPECT_EQ(bundle.error().code, ErrorCode::unrecognised);
    }
}

TEST(GramjsStore, TellsWhoseASingleKeyFileIs) {
    const auto bundle = read(Source::text(key_json()));
    ASSERT_FALSE(bundle);
    EXPECT_EQ(bundle.error().code, ErrorCode::unrecognised);
    EXPECT_NE(bundle.error().message.find("name the folder"), std::string::npos) << bundle.error().message;
}

TEST(StorageName, IsThatOfNodeLocalstorage) {
    using formats::storage_file_name;
    using formats::storage_key;
    EXPECT_EQ(storage_file_name("a/b:dcId"), "a%2Fb%3AdcId");
    EXPECT_EQ(storage_file_name("-_.~!*'()"), "-_.~%21%2A%27%28%29");
    EXPECT_EQ(storage_file_name("\xf0\x9f\xa6\x86"), "%F0%9F%A6%86");
    EXPECT_EQ(storage_key("we%2aird%C3%A9"), "we*irdé");
    for (const std::string_view broken :
         {"%", "%4", "%G0", "% 1", "%-1", "%+1", "%FF", "%C3", "%C0%80", "%ED%A0%80"}) {
        EXPECT_EQ(storage_key(broken), std::nullopt) << broken;
    }
}

}  // namespace
}  // namespace tgferry::test
