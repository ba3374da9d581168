// For every format that writes: random session -> write -> read equals what the format declares to carry.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <tgferry/tgferry.hpp>

#include "core/ip.hpp"
#include "formats/format.hpp"
#include "support/compare.hpp"
#include "support/fixtures.hpp"
#include "support/random_session.hpp"

namespace tgferry::test {
namespace {

/// A format as it is written with one set of options.
struct Target {
    std::string name;
    std::string format;
    WriteOptions options{};

    friend void PrintTo(const Target& target, std::ostream* out) { *out << target.name; }
};

std::vector<Target> targets() {
    std::vector<Target> out;
    for (const FormatInfo* info : all_formats()) {
        if (info->can_write) out.push_back({std::string(info->id), std::string(info->id)});
    }
    out.push_back({"telethon-sqlite schema 8", "telethon-sqlite", {.schema = 8}});
    out.push_back({"pyrogram-sqlite kurigram", "pyrogram-sqlite", {.flavour = "kurigram"}});
    out.push_back({"pyrogram-sqlite pyrofork", "pyrogram-sqlite", {.flavour = "pyrofork"}});
    std::erase_if(out, [](const Target& target) { return !find_format(target.format); });
    for (Target& target : out) target.options.name = "made_up";
    return out;
}

Carries carries_of(const Target& target) {
    const formats::Format* format = formats::find(target.format);
    if (!format->carries) return format->info.carries;
    auto carries = format->carries(target.options);
    EXPECT_TRUE(carries) << carries.error().text();
    return carries ? *carries : format->info.carries;
}

/// What detection takes its files for: mostly itself.
std::string detected_as(const Target& target) {
    const FormatInfo* info = find_format(target.format);
    return std::string(info->detected_as.empty() ? info->id : info->detected_as);
}

bool fits(const std::string& host, EndpointRule rule) {
    const bool v4 = core::parse_ipv4(host).has_value(), v6 = core::parse_ipv6(host).has_value();
    return rule == EndpointRule::any || (rule == EndpointRule::ip_literal && (v4 || v6)) ||
           (rule == EndpointRule::ipv4 && v4);
}

/// Facts that are there, but not all of those that the format stores all or none of.
FieldSet incomplete(const Session& session, const Carries& carries) {
    const FieldSet present = present_fields(session);
    const FieldSet has = present & carries.together;
    return has == carries.together ? FieldSet{} : has | (present & carries.beside);
}

/// What must come back.
Session expected(const Session& session, const Carries& carries) {
    Session out = restricted(session, carries.fields - incomplete(session, carries));
    if (carries.endpoint == EndpointRule::none) {
        EXPECT_FALSE(carries.fields.has(Field::endpoint)) << "declares an endpoint, and no rule for it";
    } else if (!session.endpoint || !fits(session.endpoint->host, carries.endpoint)) {
        out.endpoint = dc_endpoint(session.dc, session.test);
        if (session.endpoint && session.endpoint->port != 443 && !session.test) {
            out.endpoint->port = session.endpoint->port;
        }
    }
    const auto guess = out.endpoint ? guess_dc(out.endpoint->host) : std::nullopt;
    if (carries.test == TestRule::none) out.test = false;
    if (carries.test == TestRule::by_address) out.test = guess && guess->test;
    return out;
}

Result<Bundle> read_back(const FileMap& files, const Session& session, const Carries& carries,
                         std::string format) {
    ReadOptions options{.format = std::move(format)};
    if (carries.needs.has(Field::api_hash))
        options.facts.api_hash = session.api.hash;              // may be what opens it
    if (carries.fields.empty()) options.facts.dc = session.dc;  // a bare key names no DC
    return read(Source::files(copy_of(files)), options);
}

std::string names_of(FieldSet fields) {
    std::string out;
    for (const Field field : fields.list()) out += std::string(field_name(field)) + " ";
    return out;
}

/// Salts and keys of its own in each file that is written.
bool is_random(const Target& target) {
    return target.format == "tdata" || target.format == "tdlib" || target.format == "wtelegramclient";
}

/// Numbers that the format would refuse are made as large as it takes them.
void clamp(Session& session, const Carries& carries) {
    if (session.endpoint) session.endpoint->port = std::min(session.endpoint->port, carries.last_port);
    if (session.user.id) session.user.id = std::min(*session.user.id, carries.last_user_id);
}

/// A random session that the format does not refuse.
Session session_for(Rng& rng, const Carries& carries) {
    Session session = random_session(rng, carries.needs);
    clamp(session, carries);
    return session;
}

class Properties : public testing::TestWithParam<Target> {};

TEST_P(Properties, WriteThenReadGivesWhatTheFormatCarries) {
    const Carries carries = carries_of(GetParam());
    for (int run = 0; run < runs(200); ++run) {
        const auto seed = static_cast<std::uint64_t>(run);
        SCOPED_TRACE(fmt::format("seed {}", seed));
        Rng rng(seed);
        Bundle bundle;
        bundle.sessions.push_back(session_for(rng, carries));
        const auto written = write_to_memory(bundle, GetParam().format, GetParam().options);
        ASSERT_TRUE(written) << written.error().text();
        const auto detected = read_back(written->files, bundle.active(), carries, "");
        ASSERT_TRUE(detected) << detected.error().text();
        EXPECT_EQ(detected->format, detected_as(GetParam()));
        const auto named = read_back(written->files, bundle.active(), carries, GetParam().format);
        ASSERT_TRUE(named) << named.error().text();
        ASSERT_EQ(named->sessions.size(), 1u);
        EXPECT_EQ(difference(named->active(), detected->active()), "");
        ASSERT_EQ(difference(expected(bundle.active(), carries), named->active()), "");
    }
}

/// What is dropped is what was there and does not come back, and strictness refuses exactly then.
TEST_P(Properties, TheLossReportTellsTheTruth) {
    const Carries carries = carries_of(GetParam());
    for (int run = 0; run < runs(100); ++run) {
        const auto seed = static_cast<std::uint64_t>(run) + 1'000'000;
        SCOPED_TRACE(fmt::format("seed {}", seed));
        Rng rng(seed);
        Bundle bundle;
        bundle.sessions.push_back(session_for(rng, carries));
        WriteOptions options = GetParam().options;
        const auto written = write_to_memory(bundle, GetParam().format, options);
        ASSERT_TRUE(written) << written.error().text();
        const FieldSet had = present_fields(bundle.active());
        const FieldSet dropped = written->loss.dropped;
        EXPECT_TRUE((dropped - had).empty()) << "drops what was not there";
        const FieldSet addresses = {Field::endpoint, Field::media_endpoint, Field::test};
        const FieldSet lost = (had - carries.fields) | incomplete(bundle.active(), carries);
        EXPECT_EQ(names_of(lost - addresses), names_of(dropped - addresses));
        options.strict = true;
        const auto strict = write_to_memory(bundle, GetParam().format, options);
        EXPECT_EQ(strict.has_value(), dropped.empty());
        EXPECT_TRUE(strict || strict.error().code == ErrorCode::lossy);
    }
}

TEST_P(Properties, WritingIsDeterministicAndRewritingChangesNothing) {
    const Carries carries = carries_of(GetParam());
    for (int run = 0; run < runs(30); ++run) {
        const auto seed = static_cast<std::uint64_t>(run) + 2'000'000;
        SCOPED_TRACE(fmt::format("seed {}", seed));
        Rng rng(seed);
        Bundle bundle;
        bundle.sessions.push_back(session_for(rng, carries));
        const auto first = write_to_memory(bundle, GetParam().format, GetParam().options);
        ASSERT_TRUE(first) << first.error().text();
        auto back = read_back(first->files, bundle.active(), carries, GetParam().format);
        ASSERT_TRUE(back) << back.error().text();
        const auto second = write_to_memory(*back, GetParam().format, GetParam().options);
        ASSERT_TRUE(second) << second.error().text();
        ASSERT_EQ(first->files.size(), second->files.size());
        for (const auto& [name, bytes] : first->files) {
            ASSERT_TRUE(second->files.contains(name)) << name;
            const SecretBytes& other = second->files.find(name)->second;
            EXPECT_EQ(bytes.size(), other.size()) << name;
            EXPECT_EQ(bytes == other, !is_random(GetParam())) << "the file \"" << name << "\"";
        }
    }
}

/// From this format into all others: what both carry arrives, and what the target needs and this one lacks is
/// named.
TEST_P(Properties, ConvertsIntoEveryOther) {
    const Carries from = carries_of(GetParam());
    for (const Target& other : targets()) {
        const Carries to = carries_of(other);
        for (int run = 0; run < runs(8); ++run) {
            const auto seed = static_cast<std::uint64_t>(run) + 4'000'000;
            SCOPED_TRACE(fmt::format("to {}, seed {}", other.name, seed));
            Rng rng(seed);
            Bundle bundle;
            bundle.sessions.push_back(random_session(rng, from.needs | to.needs));
            clamp(bundle.sessions[0], from);
            clamp(bundle.sessions[0], to);
            const auto written = write_to_memory(bundle, GetParam().format, GetParam().options);
            ASSERT_TRUE(written) << written.error().text();
            const auto between = read_back(written->files, bundle.active(), from, GetParam().format);
            ASSERT_TRUE(between) << between.error().text();
            const Session through = expected(bundle.active(), from);
            const auto converted = write_to_memory(*between, other.format, other.options);
            const FieldSet lacking = to.needs - present_fields(through) - FieldSet{Field::endpoint};
            ASSERT_EQ(converted.has_value(), lacking.empty()) << names_of(lacking);
            if (!converted) {
                ASSERT_EQ(converted.error().code, ErrorCode::missing_fact);
                continue;
            }
            const auto back = read_back(converted->files, bundle.active(), to, other.format);
            ASSERT_TRUE(back) << back.error().text();
            ASSERT_EQ(difference(expected(through, to), back->active()), "");
        }
    }
}

TEST_P(Properties, ManyAccountsStayInOrder) {
    const Carries carries = carries_of(GetParam());
    for (int run = 0; run < runs(30); ++run) {
        const auto seed = static_cast<std::uint64_t>(run) + 3'000'000;
        SCOPED_TRACE(fmt::format("seed {}", seed));
        Rng rng(seed);
        Bundle bundle;
        const std::size_t count = 2 + rng.below(3);
        for (std::size_t i = 0; i < count; ++i) {
            Session session = session_for(rng, carries);
            if (session.user.id) *session.user.id += static_cast<std::int64_t>(i) << 36;  // no user twice
            clamp(session, carries);
            bundle.sessions.push_back(std::move(session));
        }
        bundle.active_index = rng.below(count);
        const auto written = write_to_memory(bundle, GetParam().format, GetParam().options);
        ASSERT_TRUE(written) << written.error().text();
        const auto back = read_back(written->files, bundle.active(), carries, GetParam().format);
        ASSERT_TRUE(back) << back.error().text();
        EXPECT_EQ(difference(expected(bundle.active(), carries), back->active()), "");
        ASSERT_EQ(back->sessions.size(), carries.several ? count : 1);
        for (std::size_t i = 0; carries.several && i < count; ++i) {
            EXPECT_EQ(difference(expected(bundle.sessions[i], carries), back->sessions[i]), "");
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Formats, Properties, testing::ValuesIn(targets()),
                         [](const auto& it) { return as_test_name(it.param.name); });

}  // namespace
}  // namespace tgferry::test
