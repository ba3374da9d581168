// The fixtures of tests/fixtures, made by the real libraries, as their manifest.json lists them.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <nlohmann/json.hpp>
#include <string>
#include <tgferry/options.hpp>
#include <tgferry/session.hpp>
#include <tgferry/source.hpp>
#include <vector>

namespace tgferry::test {

/// The folder `tests` of the source tree.
std::filesystem::path tests_folder();

struct Fixture {
    std::string name;              ///< its path below tests/fixtures
    std::filesystem::path path{};  ///< a file, the .session of a pair, or a folder
    std::string format{};
    std::string variant{};    ///< empty where the manifest names none
    std::string passcode{};   ///< empty where it is not locked
    std::string tdlib_key{};  ///< the same, of TDLib's databases
    std::string api_hash{};   ///< the same, of files that are locked with it
    nlohmann::json facts{};   ///< what the file holds
    friend void PrintTo(const Fixture& fixture, std::ostream* out);
};

/// All of them. An unreadable manifest gives one fixture named "manifest" without a format, so that its test
/// fails.
std::vector<Fixture> load_fixtures();

/// Its files by the names that Source::files takes: "" for a file, ".session" and ".json", or those in the
/// folder.
FileMap files_of(const Fixture& fixture);

/// How it is read: with what opens it.
ReadOptions unlocking(const Fixture& fixture);

/// SHA-1 of a key in hex, as the manifest names keys.
std::string key_sha1(const AuthKey& key);

/// A copy, since secrets are move-only.
FileMap copy_of(const FileMap& files);

/// Letters, digits and '_' only, for names of tests.
std::string as_test_name(std::string_view text);

}  // namespace tgferry::test
