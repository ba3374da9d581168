// Putting many files on the disk at once.
#pragma once

#include <cstddef>
#include <filesystem>
#include <variant>
#include <vector>

namespace tgferry::io {

/// Files and folders that were written and have to be on the disk before their names mean anything. Each
/// belongs to an owner, who is told of failures.
class SyncList {
  public:
    explicit SyncList(std::size_t owners) : errors_(owners, 0) {}
    /// The descriptor must stay open until run() is done.
    void add(std::size_t owner, int descriptor) { entries_.push_back({owner, descriptor}); }
    /// Opened again for it, so that thousands of files need no descriptors.
    void add(std::size_t owner, std::filesystem::path path) { entries_.push_back({owner, std::move(path)}); }
    /// 0, or the first errno, for each owner. Many things of a file system of which it is known that this is
    /// as good take one call (syncfs); others are synced one by one, several at a time.
    [[nodiscard]] std::vector<int> run();

  private:
    struct Entry {
        std::size_t owner;
        std::variant<int, std::filesystem::path> what;
    };
    [[nodiscard]] bool run_together() const;
    std::vector<Entry> entries_;
    std::vector<int> errors_;
};

}  // namespace tgferry::io
