// Secrets: wiped when they go, compared whole, and not printable by accident.
#include <fmt/format.h>
#include <fmt/ostream.h>
#include <gtest/gtest.h>

#include <array>
#include <concepts>
#include <cstdlib>
#include <new>
#include <tgferry/tgferry.hpp>

#include "core/json.hpp"
#include "support/keys.hpp"
#include "support/random_session.hpp"

namespace {

/// A block whose content is looked at in the moment it is given back.
struct Freed {
    const void* block = nullptr;
    std::size_t size = 0;
    bool seen = false;
    std::ptrdiff_t not_zero = 0;
};
Freed freed;

void give_back(void* block) noexcept {
    if (block && block == freed.block) {
        freed.seen = true;
        const auto* bytes = static_cast<const volatile unsigned char*>(block);
        for (std::size_t i = 0; i < freed.size; ++i) freed.not_zero += bytes[i] != 0;
        freed.block = nullptr;
    }
    std::free(block);
}

void* take(std::size_t size) {
    void* block = std::malloc(size ? size : 1);
    if (!block) throw std::bad_alloc();
    return block;
}

}  // namespace

// This program's own, so that the tests below see what memory holds when it is given back.
void* operator new(std::size_t size) {
    return take(size);
}
void* operator new[](std::size_t size) {
    return take(size);
}
// Sorting asks in this way; what is asked for here must not come from the sanitizer's own.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return std::malloc(size ? size : 1);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
    return std::malloc(size ? size : 1);
}
void operator delete(void* block) noexcept {
    give_back(block);
}
void operator delete[](void* block) noexcept {
    give_back(block);
}
void operator delete(void* block, std::size_t) noexcept {
    give_back(block);
}
void operator delete[](void* block, std::size_t) noexcept {
    give_back(block);
}

namespace tgferry {
namespace {

template <class T>
concept Streamable = requires(std::ostream& out, const T& value) { out << value; };
template <class T>
concept Textual = std::convertible_to<T, std::string_view> || std::convertible_to<T, std::string>;

// The rules themselves, first on what breaks them.
static_assert(fmt::is_formattable<std::string>::value && Streamable<std::string> && Textual<std::string>);
template <class T>
inline constexpr bool keeps_quiet = !fmt::is_formattable<T>::value && !Streamable<T> && !Textual<T>;
static_assert(keeps_quiet<SecretBytes> && keeps_quiet<SecretText> && keeps_quiet<AuthKey> &&
              keeps_quiet<DcKey>);
static_assert(keeps_quiet<Session> && keeps_quiet<Bundle> && keeps_quiet<Source> && keeps_quiet<Converted>);
static_assert(!std::copyable<SecretBytes> && !std::copyable<SecretText> && std::copyable<AuthKey>);

/// Calls `end` with a secret that holds `size` bytes of 0xaa, and says how many of them were left when its
/// memory was given back; -1 when it was not given back.
template <class Char, class End>
std::ptrdiff_t left_over(std::size_t size, End end) {
    auto* secret = new SecretBuffer<Char>(size);
    std::ranges::fill(secret->edit(), static_cast<Char>(0xaa));
    freed = {.block = secret->view().data(), .size = size * sizeof(Char)};
    end(*secret);
    delete secret;
    const std::ptrdiff_t left = freed.seen ? freed.not_zero : -1;
    freed = {};
    return left;
}

TEST(Secret, IsWipedWhenItGoes) {
    EXPECT_EQ(left_over<std::uint8_t>(256, [](auto&) {}), 0);
    EXPECT_EQ(left_over<char>(353, [](auto&) {}), 0);
    EXPECT_EQ(left_over<std::uint8_t>(256, [](auto& secret) { secret.shrink(1); }), 0)
        << "what shrinking hid";
    EXPECT_EQ(left_over<std::uint8_t>(256, [](auto& secret) { secret = SecretBytes(4); }), 0)
        << "what was replaced";
    EXPECT_EQ(left_over<std::uint8_t>(256, [](auto& secret) { SecretBytes taken(std::move(secret)); }), 0);
    auto* plain = new std::uint8_t[256];
    std::fill_n(plain, 256, std::uint8_t{0xaa});
    freed = {.block = plain, .size = 256};
    delete[] plain;
    EXPECT_TRUE(freed.seen && freed.not_zero == 256) << "the look at freed memory must be able to fail";
    freed = {};
}

TEST(Secret, OfAJsonDocumentIsWiped) {
    auto parsed = core::parse_json(
        R"({"auth_key":"0123456789abcdef0123456789abcdef","list":["another secret text of some length"]})");
    ASSERT_TRUE(parsed);
    const core::Json& json = parsed->get();
    const auto* text = json["auth_key"].get_ptr<const std::string*>();
    freed = {.block = text->data(), .size = text->size()};
    parsed.reset();
    EXPECT_TRUE(freed.seen);
    EXPECT_EQ(freed.not_zero, 0);
    freed = {};
}

TEST(Secret, WipeOverwritesAll) {
    std::array<std::uint8_t, 300> bytes{};
    bytes.fill(0xaa);
    wipe(bytes.data(), bytes.size());
    EXPECT_EQ(std::ranges::count(bytes, 0), 300);
    wipe(nullptr, 0);
}

TEST(Secret, MovingLeavesNothingBehind) {
    SecretBytes first(3);
    first.edit()[1] = 7;
    SecretBytes second = std::move(first);
    EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): that is the question
    EXPECT_EQ(second.view()[1], 7);
    SecretBytes third(5);
    third = std::move(second);
    EXPECT_EQ(third.size(), 3u);
    EXPECT_TRUE(third.copy() == third);
}

TEST(Secret, ShrinkingNeverGrows) {
    SecretText text = secret_text("abcdef");
    text.shrink(3);
    EXPECT_EQ(reveal(text), "abc");
    text.shrink(5);
    EXPECT_EQ(reveal(text), "abc");
}

TEST(Secret, ComparesLengthAndEveryByte) {
    const std::array<std::uint8_t, 4> a = {1, 2, 3, 4};
    EXPECT_TRUE(equal_constant_time(a, a));
    EXPECT_TRUE(equal_constant_time({}, {}));
    EXPECT_FALSE(equal_constant_time(a, std::span(a).first(3)));
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto b = a;
        b[i] ^= 0x80;
        EXPECT_FALSE(equal_constant_time(a, b)) << i;
    }
}

TEST(AuthKey, HasItsSizeAndIsNotZero) {
    std::array<std::uint8_t, 257> bytes{};
    EXPECT_EQ(AuthKey::from({}).error().code, ErrorCode::not_logged_in);
    EXPECT_EQ(AuthKey::from(std::span(bytes).first(256)).error().code, ErrorCode::not_logged_in);
    bytes[255] = 1;
    EXPECT_TRUE(AuthKey::from(std::span(bytes).first(256)));
    EXPECT_EQ(AuthKey::from(std::span(bytes).first(255)).error().code, ErrorCode::damaged);
    EXPECT_EQ(AuthKey::from(bytes).error().code, ErrorCode::damaged);
}

TEST(AuthKey, IsShownAsItsId) {
    EXPECT_EQ(key_id(test::sequence_key()), 0xc8df57a46e58d132u);
    EXPECT_EQ(key_id_text(test::sequence_key()), "0xc8df57a46e58d132");
    test::Rng rng(5);
    for (int run = 0; run < 50; ++run) EXPECT_EQ(key_id_text(test::random_key(rng)).size(), 18u);
}

TEST(AuthKey, CopiesAreEqualAndApart) {
    test::Rng rng(6);
    const AuthKey key = test::random_key(rng);
    AuthKey copy = key;
    EXPECT_TRUE(copy == key);
    EXPECT_NE(copy.reveal().data(), key.reveal().data());
    copy = test::sequence_key();
    EXPECT_FALSE(copy == key);
}

TEST(Errors, HaveOneNameAndOneExitCodeEach) {
    std::map<std::string_view, ErrorCode> names;
    for (int i = 0; i <= static_cast<int>(ErrorCode::interrupted); ++i) {
        const auto code = static_cast<ErrorCode>(i);
        EXPECT_TRUE(names.emplace(code_name(code), code).second) << code_name(code);
        const int exit = exit_code(code);
        EXPECT_TRUE((exit >= 1 && exit <= 17) || exit == 130) << code_name(code);
    }
    EXPECT_EQ(exit_code(ErrorCode::unrecognised), 5);
    EXPECT_EQ(exit_code(ErrorCode::lossy), 10);
    EXPECT_EQ(exit_code(ErrorCode::interrupted), 130);
    EXPECT_EQ((Error{.code = ErrorCode::damaged, .message = "bad", .file = "x", .offset = 3}.text()),
              "bad in x (at byte 3)");
    EXPECT_EQ(pass_on(Error{.message = "m", .file = "known"}, "other").error().file, "known");
    EXPECT_EQ(pass_on(Error{.message = "m"}, "other").error().file, "other");
}

TEST(Fields, RestrictingToWhatIsThereChangesNothing) {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        SCOPED_TRACE(seed);
        test::Rng rng(seed);
        const Session session = test::random_session(rng);
        const FieldSet there = present_fields(session);
        EXPECT_TRUE(restricted(session, there) == session);
        EXPECT_TRUE(restricted(session, FieldSet::all()) == session);
        EXPECT_TRUE(present_fields(restricted(session, {})).empty());
        for (const Field field : there.list()) {
            const FieldSet without = there - FieldSet{field};
            EXPECT_FALSE(present_fields(restricted(session, without)).has(field)) << field_name(field);
        }
    }
}

TEST(Fields, WithoutTheirDatesTheSaltsInUseStay) {
    test::Rng rng(1);
    Session session = test::random_session(rng);
    session.salts = {{2, 5, 6, 77}, {2, 6, 7, 78}, {4, 0, 0, 79}};
    EXPECT_TRUE(present_fields(session).has(Field::salt_dates));
    session = restricted(session, FieldSet::all() - FieldSet{Field::salt_dates});
    EXPECT_EQ(session.salts, (std::vector<Salt>{{2, 0, 0, 77}, {4, 0, 0, 79}}));
    EXPECT_TRUE(present_fields(session).has(Field::salts));
    EXPECT_FALSE(present_fields(session).has(Field::salt_dates));
    session.salts = {{2, 0, 0, 77}, {2, 0, 0, 78}};
    EXPECT_TRUE(present_fields(session).has(Field::salt_dates)) << "the second is one to come";
}

TEST(Fields, ManySaltsAreNoMatter) {
    test::Rng rng(1);
    Session session = test::random_session(rng);
    session.salts.clear();
    for (std::int32_t dc = 0; dc < 300'000; ++dc) session.salts.push_back({.dc = dc, .salt = dc});
    EXPECT_FALSE(present_fields(session).has(Field::salt_dates));
    EXPECT_EQ(restricted(session, FieldSet::all() - FieldSet{Field::salt_dates}).salts, session.salts);
}

TEST(Fields, ASaltIsOfNoUseWithoutTheKeyOfItsDc) {
    test::Rng rng(1);
    Session session = test::random_session(rng);
    session.dc = 2;
    session.salts = {{4, 0, 0, 79}, {2, 5, 6, 77}, {2, 6, 7, 78}};
    session = restricted(session, FieldSet::all() - FieldSet{Field::other_keys});
    EXPECT_EQ(session.salts, (std::vector<Salt>{{2, 5, 6, 77}, {2, 6, 7, 78}}));
}

TEST(Fields, HaveOneNameEach) {
    std::map<std::string_view, Field> names;
    for (const Field field : FieldSet::all().list())
        EXPECT_TRUE(names.emplace(field_name(field), field).second);
    EXPECT_EQ(names.size(), field_count);
}

}  // namespace
}  // namespace tgferry
