// A disk for SQLite that is all memory: what it recovers never lies in a file, however the process ends.
#pragma once

#include <memory>
#include <string>
#include <tgferry/result.hpp>
#include <tgferry/secret.hpp>

#include "io/sqlite.hpp"

namespace tgferry::io {

/// Files by name, as long as this lives. One connection at a time, in one thread: nothing is locked, and a
/// write-ahead log needs `PRAGMA locking_mode=EXCLUSIVE`, as there is no shared memory. SQLite knows of this
/// disk only while it lives.
class SqliteMemory {
  public:
    SqliteMemory();
    SqliteMemory(const SqliteMemory&) = delete;
    SqliteMemory& operator=(const SqliteMemory&) = delete;
    ~SqliteMemory();

    void put(const std::string& name, const SecretBytes& content);
    /// The connection must be closed before this goes. Errors: damaged, internal.
    [[nodiscard]] Result<detail::Database> open(const std::string& name);
    /// The content of a file, which is gone then; empty where there is none.
    [[nodiscard]] SecretBytes take(const std::string& name);

  private:
    struct Disk;
    std::unique_ptr<Disk> disk_;
};

}  // namespace tgferry::io
