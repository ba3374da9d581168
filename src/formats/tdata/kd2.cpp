#include "formats/tdata/kd2.hpp"

#include <fmt/format.h>

#include "core/cursor.hpp"
#include "formats/tdata/local_key.hpp"
#include "formats/tdata/qt.hpp"

namespace tgferry::formats::tdata {
namespace {

constexpr std::string_view magic("KD2\0", 4);
constexpr std::uint32_t known_version = 2;
constexpr std::uint32_t entry_word = 1;  // both words before the cost; what they mean is not known
/// So many times the work of passcode_cost is still no waste of time; its memory is never exceeded.
constexpr std::uint64_t spare_passes = 2;

std::unexpected<Error> unknown_layout(std::string what) {
    return fail(ErrorCode::unsupported_version,
                "tdata: the protection of the passcode is of a kind that is not known: " + std::move(what),
                "turn the local passcode off in Telegram Desktop, then convert again");
}

}  // namespace

bool is_kd2(std::span<const std::uint8_t> trailer) {
    core::Cursor in(trailer);
    return core::as_text(take_array(in, "trailer")).starts_with(magic);
}

Result<std::optional<PasscodeEntry>> parse_kd2(std::span<const std::uint8_t> trailer) {
    core::Cursor outer(trailer);
    core::Cursor in(take_array(outer, "trailer"));
    (void)in.take(magic.size(), "magic");
    const std::uint32_t version = in.u32_be("version");
    const std::uint32_t has_passcode = in.u32_be("passcode");
    const std::uint32_t entries = in.u32_be("number of entries");
    if (!in.ok()) return in.failure("tdata key file, KD2");
    if (version != known_version) return unknown_layout(fmt::format("version {}", version));
    if (has_passcode == 0 && entries == 0) return std::nullopt;
    if (entries != 1) return unknown_layout(fmt::format("{} entries", entries));
    const std::uint32_t first = in.u32_be("entry");
    const std::uint32_t second = in.u32_be("entry");
    PasscodeEntry out{};
    out.cost.memory_kib = in.u32_be("memory");
    out.cost.passes = in.u32_be("passes");
    out.cost.lanes = in.u32_be("lanes");
    out.salt = take_array(in, "salt of the passcode");
    if (in.ok() && out.salt.size() != salt_size) in.reject("length of the passcode's salt", in.offset());
    out.wrapped_key = take_array(in, "wrapped key");
    if (in.ok() && out.wrapped_key.size() != wrapped_key_size) {
        in.reject("length of the wrapped key", in.offset());
    }
    if (in.ok() && (first != entry_word || second != entry_word)) {
        return unknown_layout(fmt::format("an entry {} {}", first, second));
    }
    if (!in.ok()) return in.failure("tdata key file, KD2");
    return out;
}

Result<void> check_cost(crypto::Argon2Cost cost, std::uint32_t max_cost) {
    const std::uint64_t memory = std::uint64_t{passcode_cost.memory_kib} * max_cost;
    const std::uint64_t work = memory * passcode_cost.passes * spare_passes;
    if (cost.memory_kib <= memory && std::uint64_t{cost.memory_kib} * cost.passes <= work) return {};
    return fail(
        ErrorCode::too_costly,
        fmt::format("tdata: the passcode asks for {} passes over {} MiB, where Telegram Desktop makes {} "
                    "over {}",
                    cost.passes, cost.memory_kib / 1024, passcode_cost.passes,
                    passcode_cost.memory_kib / 1024),
        "for a folder that you trust, raise the limit: --max-cost N");
}

void put_kd2(core::Writer& out, const std::optional<PasscodeEntry>& entry) {
    core::Writer trailer;
    trailer.text(magic);
    trailer.u32_be(known_version);
    trailer.u32_be(entry ? 1 : 0);
    trailer.u32_be(entry ? 1 : 0);
    if (entry) {
        trailer.u32_be(entry_word);
        trailer.u32_be(entry_word);
        trailer.u32_be(entry->cost.memory_kib);
        trailer.u32_be(entry->cost.passes);
        trailer.u32_be(entry->cost.lanes);
        put_array(trailer, entry->salt);
        put_array(trailer, entry->wrapped_key);
    }
    put_array(out, trailer.view());
}

}  // namespace tgferry::formats::tdata
