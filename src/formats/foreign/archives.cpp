// Archives whose list of files can be read without unpacking: zip and tar.
#include <fmt/format.h>

#include <array>
#include <charconv>

#include "core/cursor.hpp"
#include "core/shell_word.hpp"
#include "formats/foreign/kinds.hpp"

namespace tgferry::formats::foreign {
namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t max_entries = 100'000;

/// What is looked for among the names: the best of all that are there is told.
struct Prize {
    int rank = 0;
    std::string what{};
    std::string path{};  ///< of the file, or of the folder where that is what is converted
};

struct Wanted {
    int rank;
    std::string_view file;  ///< the whole name, or the end of it where it begins with a dot
    std::string_view what;
    int up;  ///< how many folders above the file is what is to be named
};
constexpr std::array wanted = {
    Wanted{9, "key_datas", "a tdata folder", 1},
    Wanted{9, "key_data0", "a tdata folder", 1},
    Wanted{9, "key_data1", "a tdata folder", 1},
    Wanted{8, "td.binlog", "a folder of TDLib", 1},
    Wanted{8, "td_test.binlog", "a folder of TDLib", 1},
    Wanted{7, "tgnet.dat", "the tgnet.dat of Telegram for Android", 0},
    Wanted{6, ".session", "a .session file", 0},
    Wanted{5, "safe.php", "a folder of MadelineProto", 1},
    Wanted{1, "AndroidManifest.xml", "an Android application", 0},
};

void consider(Prize& best, std::string_view name) {
    const std::size_t slash = name.rfind('/');
    const std::string_view file = slash == name.npos ? name : name.substr(slash + 1);
    for (const Wanted& one : wanted) {
        const bool fits = one.file.starts_with('.') ? file.ends_with(one.file) : file == one.file;
        if (!fits || one.rank <= best.rank) continue;
        const std::string_view folder = slash == name.npos ? "" : name.substr(0, slash);
        best = {one.rank, std::string(one.what), std::string(one.up == 0 ? name : folder)};
    }
}

/// The end of a zip says where its list of files lies. Nothing where it is cut short.
std::optional<Bytes> zip_directory(Bytes bytes) {
    constexpr std::size_t end_size = 22, longest_comment = 65535;
    const std::string_view text = core::as_text(bytes);
    const std::size_t at = text.rfind("PK\5\6");
    if (at == text.npos || bytes.size() - at < end_size || bytes.size() - at > end_size + longest_comment) {
        return std::nullopt;
    }
    core::Cursor in(bytes.subspan(at + 12));
    const std::uint32_t size = in.u32_le("size"), offset = in.u32_le("offset");
    if (offset > at || size > at - offset) return std::nullopt;
    return bytes.subspan(offset, size);
}

Prize look_into_zip(Bytes directory) {
    Prize best;
    core::Cursor in(directory);
    for (std::size_t i = 0; i < max_entries && in.ok() && in.left() > 0; ++i) {
        const auto head = in.take(46, "entry");
        if (!in.ok() || !core::as_text(head).starts_with("PK\1\2")) break;
        core::Cursor sizes(head.subspan(28));
        const auto two = [&](const char* what) {
            const std::size_t low = sizes.u8(what);
            return low + (std::size_t{sizes.u8(what)} << 8);
        };
        const std::size_t name = two("name"), extra = two("extra"), comment = two("comment");
        consider(best, core::as_text(in.take(name, "name")));
        (void)in.take(extra + comment, "extra");
    }
    return best;
}

std::string_view until_zero(Bytes bytes) {
    const std::string_view text = core::as_text(bytes);
    return text.substr(0, text.find('\0'));
}

/// Heads of 512 bytes, each with the octal size of what follows, which fills whole blocks.
Prize look_into_tar(Bytes bytes) {
    constexpr std::size_t block = 512;
    Prize best;
    core::Cursor in(bytes);
    for (std::size_t i = 0; i < max_entries && in.left() >= block; ++i) {
        const auto head = in.take(block, "head");
        const std::string_view name = until_zero(head.first(100)),
                               prefix = until_zero(head.subspan(345, 155));
        if (name.empty()) break;
        consider(best, prefix.empty() ? std::string(name) : fmt::format("{}/{}", prefix, name));
        const std::string_view octal = core::as_text(head.subspan(124, 11));
        std::size_t size = 0;
        const auto digits = octal.substr(std::min(octal.find_first_not_of(' '), octal.size()));
        (void)std::from_chars(digits.data(), digits.data() + digits.size(), size, 8);
        if (size > in.left()) break;
        (void)in.take(std::min(in.left(), (size + block - 1) / block * block), "content");
    }
    return best;
}

Foreign archive(std::string_view kind, std::string_view unpack, const Prize& best, const Probe& probe) {
    if (best.rank == 0) {
        return {fmt::format("{}, in whose list of files no session is seen", kind),
                with_file(fmt::format("unpack it to see for yourself: {}", unpack), probe)};
    }
    const std::string place = core::shell_word("unpacked/" + best.path, "unpacked");
    return {
        fmt::format("{} that holds {}", kind, best.what),
        with_file(fmt::format("unpack it, then name what was in it: {} && tgferry inspect ", unpack), probe) +
            place};
}

}  // namespace

std::optional<Foreign> by_archive(const Probe& probe) {
    const Bytes bytes = probe.input().bytes();
    const std::string_view text = core::as_text(bytes);
    if (text.starts_with("PK\3\4") || text.starts_with("PK\5\6")) {
        const auto directory = zip_directory(bytes);
        if (!directory)
            return Foreign{"a zip archive that is cut short", "copy or download it again, all of it"};
        return archive("a zip archive", "unzip FILE -d unpacked", look_into_zip(*directory), probe);
    }
    if (bytes.size() >= 512 && text.substr(257).starts_with("ustar")) {
        return archive("a tar archive", "mkdir unpacked && tar -xf FILE -C unpacked", look_into_tar(bytes),
                       probe);
    }
    return std::nullopt;
}

}  // namespace tgferry::formats::foreign
