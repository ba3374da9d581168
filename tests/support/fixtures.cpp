#include "support/fixtures.hpp"

#include <openssl/sha.h>

#include <array>
#include <fstream>
#include <ostream>
#include <tgferry/format.hpp>

#include "core/hex.hpp"
#include "io/file.hpp"

namespace tgferry::test {
namespace {

namespace fs = std::filesystem;

SecretBytes content(const fs::path& path) {
    auto bytes = io::read_file(path);
    return bytes ? std::move(*bytes) : SecretBytes();
}

}  // namespace

fs::path tests_folder() {
    return TGFERRY_TESTS_DIR;
}

void PrintTo(const Fixture& fixture, std::ostream* out) {
    *out << fixture.name;
}

std::vector<Fixture> load_fixtures() {
    const fs::path folder = tests_folder() / "fixtures";
    std::ifstream in(folder / "manifest.json");
    const auto manifest = nlohmann::json::parse(in, nullptr, false);
    if (manifest.is_discarded()) return {Fixture{.name = "manifest"}};
    std::vector<Fixture> out;
    for (const auto& item : manifest["fixtures"]) {
        Fixture fixture{.name = item["path"], .format = item["format"], .facts = item["facts"]};
        fixture.path = folder / fixture.name;
        if (item["variant"].is_string()) fixture.variant = item["variant"];
        fixture.passcode = item.value("passcode", "");
        fixture.tdlib_key = item.value("tdlib_key", "");
        fixture.api_hash = item.value("api_hash", "");
        out.push_back(std::move(fixture));
    }
    return out;
}

FileMap files_of(const Fixture& fixture) {
    FileMap files;
    const FormatInfo* info = find_format(fixture.format);
    if (fs::is_directory(fixture.path)) {
        for (const auto& entry : fs::recursive_directory_iterator(fixture.path)) {
            if (!entry.is_regular_file()) continue;
            files.emplace(fs::relative(entry.path(), fixture.path).generic_string(), content(entry.path()));
        }
    } else if (info && info->shape == Shape::pair) {
        files.emplace(".session", content(fixture.path));
        files.emplace(".json", content(fs::path(fixture.path).replace_extension(".json")));
    } else {
        files.emplace("", content(fixture.path));
    }
    return files;
}

ReadOptions unlocking(const Fixture& fixture) {
    ReadOptions options;
    if (!fixture.passcode.empty()) options.passcode.emplace(fixture.passcode);
    if (!fixture.tdlib_key.empty()) options.tdlib_key.emplace(fixture.tdlib_key);
    if (!fixture.api_hash.empty()) options.facts.api_hash = fixture.api_hash;
    return options;
}

std::string key_sha1(const AuthKey& key) {
    std::array<std::uint8_t, SHA_DIGEST_LENGTH> digest{};
    SHA1(key.reveal().data(), key.reveal().size(), digest.data());
    return std::string(reveal(core::encode_hex(digest)));
}

FileMap copy_of(const FileMap& files) {
    FileMap out;
    for (const auto& [name, bytes] : files) out.emplace(name, bytes.copy());
    return out;
}

std::string as_test_name(std::string_view text) {
    std::string name(text);
    for (char& c : name) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!plain) c = '_';
    }
    return name;
}

}  // namespace tgferry::test
