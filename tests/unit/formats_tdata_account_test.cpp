// What an account's files mean, and what each damage to them leads to.
#include <gtest/gtest.h>

#include <tgferry/tgferry.hpp>

#include "core/cursor.hpp"
#include "formats/tdata/config.hpp"
#include "formats/tdata/qt.hpp"
#include "support/fixtures.hpp"
#include "support/keys.hpp"
#include "support/tdata_folder.hpp"
#include "support/tdata_outcome.hpp"

namespace tgferry::test {
namespace {

namespace tdata = formats::tdata;
using tdata::put_i32;

// The auth file.

TEST(TdataAuth, Damages) {
    FileMap files = plain().all();
    files.erase(auth_name);
    EXPECT_EQ(outcome(copy_of(files)), "not_logged_in")
        << "as Telegram Desktop leaves it before the first login";
    EXPECT_NE(said(copy_of(files)).find(auth_name), std::string::npos);
    files.insert_or_assign(std::string(auth_name).replace(std::string(auth_name).size() - 1, 1, "/maps"),
                           SecretBytes(8));
    EXPECT_EQ(outcome(copy_of(files)), "cannot_read") << "the account has files, but not that one";
    const auto with_body = [&](std::span<const std::uint8_t> body) {
        FileMap changed = copy_of(files);
        changed.insert_or_assign(auth_name, tdata::make_container(tdata::wide_version, body));
        return said(std::move(changed));
    };
    const SecretBytes foreign =
        payload([](core::Writer& out) { tdata::put_array(out, SecretBytes(48).view()); });
    EXPECT_NE(with_body(foreign.view()).find("belongs to another key file"), std::string::npos);
    EXPECT_EQ(with_body(foreign.view()).find("passcode"), std::string::npos);
    EXPECT_NE(with_body(foreign.view().first(50)).find("cut short"), std::string::npos);
    EXPECT_NE(with_body(foreign.view().first(3)).find("cut short"), std::string::npos);
    const SecretBytes odd = payload([](core::Writer& out) { tdata::put_array(out, SecretBytes(47).view()); });
    EXPECT_NE(with_body(odd.view()).find("length of the encrypted data"), std::string::npos);
}

TEST(TdataAuth, UnknownBlocksAndTrailingBytes) {
    const SecretBytes good = wide_account(5, 2, {{2, sequence_key()}});
    const auto before = [&](std::uint32_t id, std::int32_t value) {
        return with_auth(payload([&](core::Writer& out) {
            out.u32_be(id);
            put_i32(out, value);
            out.bytes(good.view());
        }));
    };
    EXPECT_EQ(before(0x06, 1), "unsupported_version");
    EXPECT_EQ(before(0xdeadbeef, 1), "unsupported_version");
    const auto behind = [&](const Payload& write) {
        return with_auth(payload([&](core::Writer& out) {
            out.bytes(good.view());
            write(out);
        }));
    };
    EXPECT_EQ(behind([](core::Writer& out) { out.text("junk and more"); }), "5@2; trailing_bytes");
    EXPECT_EQ(behind([](core::Writer& out) { out.u8(1); }), "damaged");
    EXPECT_EQ(with_auth(SecretBytes()), "damaged");
    EXPECT_EQ(behind([](core::Writer& out) { out.bytes(wide_account(6, 1, {{1, sequence_key()}}).view()); }),
              "6@1")
        << "the last block counts";
}

/// The auth block of user 5 on DC 2, from the number of keys on.
std::string after_dc(const Payload& write) {
    return with_auth(auth_block([&](core::Writer& out) {
        out.u64_be(UINT64_MAX);
        out.u64_be(5);
        put_i32(out, 2);
        write(out);
    }));
}

TEST(TdataAuth, CountsAreCheckedBeforeAnythingIsTaken) {
    for (const std::int32_t count : {-1, 0x7fffffff, 65, 2}) {
        EXPECT_EQ(after_dc([&](core::Writer& out) {
                      put_i32(out, count);
                      put_key(out, 2, sequence_key());
                  }),
                  "damaged")
            << count;
        EXPECT_EQ(after_dc([&](core::Writer& out) {
                      put_i32(out, 1);
                      put_key(out, 2, sequence_key());
                      put_i32(out, count);
                      put_key(out, 4, sequence_key());
                  }),
                  "damaged")
            << count << " to destroy";
    }
    EXPECT_EQ(after_dc([](core::Writer&) {}), "damaged") << "ends at the number of keys";
    EXPECT_EQ(with_auth(auth_block([](core::Writer& out) { out.u64_be(UINT64_MAX); })), "damaged");
    EXPECT_EQ(with_auth(auth_block([](core::Writer&) {})), "damaged");
}

TEST(TdataAuth, KeysToDestroyAreNeverExported) {
    EXPECT_EQ(after_dc([](core::Writer& out) {
                  put_i32(out, 1);
                  put_key(out, 2, sequence_key());
                  put_i32(out, 2);
                  put_key(out, 2, key_of(1));
                  put_key(out, 4, key_of(2));
              }),
              "5@2; keys_to_destroy");
    EXPECT_EQ(after_dc([](core::Writer& out) {
                  put_i32(out, 0);
                  put_i32(out, 1);
                  put_key(out, 2, sequence_key());
              }),
              "not_logged_in");
    EXPECT_EQ(after_dc([](core::Writer& out) {
                  put_i32(out, 1);
                  put_key(out, 2, sequence_key());
              }),
              "5@2; no_destroy_list");
    EXPECT_EQ(after_dc([](core::Writer& out) {
                  put_i32(out, 1);
                  put_key(out, 2, sequence_key());
                  put_i32(out, 0);
                  out.text("ignored");
              }),
              "5@2");
}

TEST(TdataAuth, AllKeysTheHomeOneFirst) {
    const auto keys = [](const std::vector<DcKey>& list) { return with_auth(wide_account(5, 2, list)); };
    const AuthKey a = key_of(1), b = key_of(2);
    EXPECT_EQ(keys({{1, a}, {2, b}, {5, a}, {4, b}}), "5@2 +1 +5 +4");
    EXPECT_EQ(keys({{1, a}, {4, b}}), "not_logged_in");
    EXPECT_EQ(keys({}), "not_logged_in");
    EXPECT_EQ(keys({{2, a}, {2, a}}), "5@2");
    EXPECT_EQ(keys({{2, a}, {2, b}}), "5@2; key_repeated");
    EXPECT_EQ(keys({{2, a}, {0, b}, {-3, b}, {1000, b}, {11500, b}}),
              "5@2; key_skipped key_skipped key_skipped key_skipped");
    EXPECT_EQ(keys({{2, a}, {10004, b}, {30004, a}}), "5@2 +4; key_repeated")
        << "shifted ids mean the same DC";
    EXPECT_EQ(keys({{10002, b}, {2, a}, {20002, b}}), "5@2") << "a plain id wins, whatever its place";
    TdataFolder folder;
    folder.auth(0, wide_account(5, 2, {{10002, b}, {2, a}, {20002, b}}));
    EXPECT_EQ(read_files(folder.all())->active().key, a);
    folder.auth(0, wide_account(5, 2, {{2, b}, {2, a}}));
    EXPECT_EQ(read_files(folder.all())->active().key, a) << "the last one counts";
    EXPECT_EQ(after_dc([&](core::Writer& out) {
                  put_i32(out, 2);
                  put_key(out, 2, a);
                  put_i32(out, 4);
                  out.bytes(SecretBytes(256).view());
                  put_i32(out, 0);
              }),
              "5@2; key_skipped")
        << "all zeros";
}

TEST(TdataAuth, HomeDcs) {
    const AuthKey key = sequence_key();
    EXPECT_EQ(with_auth(wide_account(5, 0, {{2, key}})), "5@2; dc_inferred");
    EXPECT_EQ(with_auth(wide_account(5, 0, {{1, key}})), "not_logged_in");
    EXPECT_EQ(with_auth(wide_account(5, 10003, {{3, key}})), "5@3");
    EXPECT_EQ(with_auth(wide_account(5, 203, {{203, key}})), "5@203; unknown_dc");
    EXPECT_EQ(with_auth(wide_account(5, 256, {{256, key}})), "damaged");
    EXPECT_EQ(with_auth(wide_account(5, -2, {{2, key}})), "not_logged_in");
}

TEST(TdataAuth, UserIds) {
    const auto id = [](std::uint64_t user) {
        return with_auth(wide_account(user, 2, {{2, sequence_key()}}));
    };
    EXPECT_EQ(id(0xffffffffffff), "281474976710655@2");
    EXPECT_EQ(id(std::uint64_t{1} << 48), "281474976710656@2; odd_user_id");
    EXPECT_EQ(id(0), "not_logged_in");
    TdataFolder folder;
    folder.auth(0, wide_account(0, 2, {{2, sequence_key()}}));
    EXPECT_EQ(outcome(folder.all(), {.facts = {.user_id = 77}}), "77@2") << "as some converters write it";
    EXPECT_NE(said(folder.all()).find("--user-id"), std::string::npos);
}

TEST(TdataAuth, NarrowIds) {
    const auto narrow = [](std::int32_t user, std::int32_t dc) {
        return with_auth(auth_block([&](core::Writer& out) {
            put_i32(out, user);
            put_i32(out, dc);
            if (dc == -1) {
                out.u64_be(7);
                put_i32(out, 2);
            }
            put_i32(out, 1);
            put_key(out, 2, sequence_key());
            put_i32(out, 0);
        }));
    };
    EXPECT_EQ(narrow(INT32_MAX, 2), "2147483647@2");
    EXPECT_EQ(narrow(5, -1), "7@2") << "every second number of -1 is the mark of the wide form";
    EXPECT_EQ(narrow(-5, 2), "damaged") << "no account has such an id";
}

TEST(TdataAuth, BlocksFromBefore2017) {
    const auto old = [](core::Writer& out) {
        out.u32_be(0);
        put_key(out, 2, sequence_key());
        out.u32_be(0);
        put_key(out, 4, key_of(4));
        out.u32_be(1);
        put_i32(out, 99);
        put_i32(out, 4);
    };
    TdataFolder folder;
    folder.auth(0, payload(old));
    const auto bundle = read_files(folder.all());
    EXPECT_EQ(summary(bundle), "99@4 +2");
    EXPECT_EQ(bundle->variant, "key data, old blocks, version 2.7.2");
    EXPECT_EQ(with_auth(payload([&](core::Writer& out) {
                  old(out);
                  out.bytes(wide_account(5, 2, {{2, sequence_key()}}).view());
                  old(out);
              })),
              "5@2")
        << "the newer block counts, wherever it stands";
}

// Which servers.

TEST(TdataConfigs, TestServersAndDoubts) {
    const auto with = [](const SecretBytes& config) {
        TdataFolder folder = plain();
        folder.sealed("D877F783D5D3EF8C/configs", config);
        return outcome(folder.all());
    };
    EXPECT_EQ(with(tdata::make_config(tdata::Environment::test)), "123456789@2 test");
    EXPECT_EQ(with(tdata::make_config(tdata::Environment::production)), plain_outcome);
    SecretBytes odd = tdata::make_config(tdata::Environment::test);
    odd.edit()[11] = 2;
    EXPECT_EQ(with(odd), "123456789@2; config_unreadable");
    EXPECT_EQ(with(SecretBytes()), "123456789@2; config_unreadable");
    FileMap files = plain().all();
    files.emplace("D877F783D5D3EF8C/configs", SecretBytes(100));
    EXPECT_EQ(outcome(std::move(files)), "123456789@2; config_unreadable");
}

TEST(TdataConfigs, WithoutPortsAsOpenteleWritesThem) {
    const SecretBytes whole = tdata::make_config(tdata::Environment::production);
    const SecretBytes portless = payload([&](core::Writer& out) {
        tdata::put_array(out, payload([&](core::Writer& in) {
                                  put_i32(in, 1);
                                  put_i32(in, 0);
                                  tdata::put_array(in, payload([](core::Writer& options) {
                                                           put_i32(options, -2);
                                                           put_i32(options, 1);
                                                           put_i32(options, 2);
                                                           put_i32(options, 16);
                                                           tdata::put_array(options,
                                                                            core::as_bytes("149.154.167.51"));
                                                           put_i32(options, 0);
                                                           put_i32(options, 0);
                                                       }).view());
                              }).view());
    });
    TdataFolder folder = plain();
    folder.sealed("D877F783D5D3EF8C/configs", portless);
    EXPECT_EQ(outcome(folder.all()), "123456789@2; config_unreadable");
}

TEST(Tdata, MapsSayNothingThatMatters) {
    for (const std::string_view content : {"", "TDF$", "anything at all that is long enough to be a file"}) {
        FileMap files = plain().all();
        files.emplace("D877F783D5D3EF8C/maps", SecretBytes(core::as_bytes(content)));
        EXPECT_EQ(outcome(std::move(files)), plain_outcome);
    }
}

}  // namespace
}  // namespace tgferry::test
