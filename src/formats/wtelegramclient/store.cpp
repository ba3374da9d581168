#include "formats/wtelegramclient/store.hpp"

#include <fmt/format.h>

#include <bitset>

#include "core/cursor.hpp"
#include "core/writer.hpp"

namespace tgferry::formats::wtelegramclient {
namespace {

constexpr std::size_t header_size = 8;
constexpr std::size_t grain = 16;             ///< AES blocks
constexpr std::size_t shortest_block = 64;    ///< IV, hash, padding
constexpr std::size_t looked_at = 64;         ///< bytes of a block
constexpr std::size_t fewest_different = 40;  ///< of these, where 57 are expected: seven deviations below

struct Header {
    std::size_t position = 0, length = 0;
};

/// Nothing where a number is negative, or the file too short for one.
std::optional<Header> header_of(std::span<const std::uint8_t> bytes) noexcept {
    core::Cursor in(bytes);
    const std::int32_t position = in.i32_le("position");
    const std::int32_t length = in.i32_le("length");
    if (!in.ok() || position < 0 || length < 0) return std::nullopt;
    return Header{static_cast<std::size_t>(position), static_cast<std::size_t>(length)};
}

bool is_block_size(std::size_t size) noexcept {
    return size >= shortest_block && size % grain == 0;
}

bool points_to_block(const Header& header, std::size_t size) noexcept {
    return header.position >= header_size && is_block_size(header.length) && header.position <= size &&
           header.length <= size - header.position;
}

/// Blocks lie one behind the other, and a block begins at 8 again once it would begin behind three of its
/// length.
bool is_where_the_library_writes(const Header& header) noexcept {
    if (header.position < header_size || (header.position - header_size) % grain != 0) return false;
    return header.position == header_size || header.position <= header.length * 3;
}

bool looks_encrypted(std::span<const std::uint8_t> block) noexcept {
    std::bitset<256> seen;
    for (const std::uint8_t byte : block.first(std::min(looked_at, block.size()))) seen.set(byte);
    return seen.count() >= fewest_different;
}

}  // namespace

bool is_store(std::span<const std::uint8_t> bytes) noexcept {
    const auto header = header_of(bytes);
    return header && points_to_block(*header, bytes.size()) && is_where_the_library_writes(*header) &&
           (bytes.size() - header_size) % grain == 0 &&
           looks_encrypted(bytes.subspan(header->position, header->length));
}

bool is_cut_store(std::span<const std::uint8_t> bytes) noexcept {
    const auto header = header_of(bytes);
    if (!header || bytes.size() < header_size + looked_at) return false;
    return is_block_size(header->length) && is_where_the_library_writes(*header) &&
           header->position + header->length > bytes.size() && looks_encrypted(bytes.subspan(header_size));
}

bool may_be_block(std::span<const std::uint8_t> bytes) noexcept {
    return is_block_size(bytes.size()) && looks_encrypted(bytes);
}

Result<LiveBlock> live_block(std::span<const std::uint8_t> bytes) {
    const auto header = header_of(bytes);
    if (header && points_to_block(*header, bytes.size())) {
        return LiveBlock{.bytes = bytes.subspan(header->position, header->length), .at = header->position};
    }
    if (is_block_size(bytes.size())) return LiveBlock{.bytes = bytes, .has_header = false};
    if (bytes.empty() || (header && header->length == 0)) {
        return fail(ErrorCode::not_logged_in, "wtelegramclient: the file holds no session yet",
                    "log in with WTelegramClient first");
    }
    return fail(ErrorCode::damaged,
                fmt::format("wtelegramclient: the header points to no block within the {} bytes of the file",
                            bytes.size()),
                "copy the file again while no program uses it");
}

SecretBytes store_of(std::span<const std::uint8_t> block) {
    core::Writer out(header_size + block.size());
    out.u32_le(header_size);
    out.u32_le(static_cast<std::uint32_t>(block.size()));
    out.bytes(block);
    return std::move(out).finish();
}

}  // namespace tgferry::formats::wtelegramclient
