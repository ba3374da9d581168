// A folder for one test, removed with all that is in it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace tgferry::test {

class TempFolder {
  public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
    [[nodiscard]] std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
    /// Names of everything in it at any depth, sorted and separated by spaces; hidden files too.
    [[nodiscard]] std::string listing() const;

  private:
    std::filesystem::path path_;
};

/// Creates or replaces a file.
void put_file(const std::filesystem::path& path, std::string_view content);
/// Its whole content; empty where there is no such file.
std::string file_content(const std::filesystem::path& path);

}  // namespace tgferry::test
