// The vector files of tests/vectors (see its README.md).
#pragma once

#include <filesystem>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

namespace tgferry::test {

/// One block. Keys are checked against the known ones; `problem` says what is wrong with the block itself.
struct Vector {
    std::string file;
    std::size_t line = 0;  ///< of its first key
    std::map<std::string, std::string, std::less<>> values{};
    std::string problem{};

    [[nodiscard]] bool has(std::string_view key) const { return values.contains(key); }
    /// Empty where absent.
    [[nodiscard]] std::string get(std::string_view key) const;
    [[nodiscard]] std::string place() const;
    friend void PrintTo(const Vector& vector, std::ostream* out);
};

/// Of the text of one file.
std::vector<Vector> parse_vectors(const std::string& file, std::string_view text);
/// All blocks of every *.txt file in the folder, sorted by file.
std::vector<Vector> load_vectors(const std::filesystem::path& folder);
/// \n, \t, \r and \\ as the characters they stand for.
std::string unescaped(std::string_view text);

}  // namespace tgferry::test
