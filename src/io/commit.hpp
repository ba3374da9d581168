// Publishing results: private, beside the target, on the disk before they have a name; whole or not at all.
#pragma once

#include <filesystem>
#include <span>
#include <tgferry/result.hpp>
#include <tgferry/shape.hpp>
#include <tgferry/source.hpp>
#include <vector>

#include "io/aside.hpp"
#include "io/stage.hpp"

namespace tgferry::io {

/// A result that is written, but has no name yet; gone unless it is published.
class Pending {
  public:
    /// One entry of `files` named "" is a file, ".session" and ".json" are a pair behind the base name
    /// `target`, anything else is a folder. Files get mode 0600, folders 0700. With `replace` what is there
    /// will be exchanged and then removed. Errors: cannot_write.
    [[nodiscard]] static Result<Pending> make(const FileMap& files, Shape shape,
                                              const std::filesystem::path& target, bool replace);
    /// After publishing: everything is as it was, as far as possible.
    void take_back();

  private:
    friend class Publication;
    struct Part {
        Stage stage;
        bool is_database;
    };
    Pending(std::filesystem::path folder, bool replace) : folder_(std::move(folder)), replace_(replace) {}
    /// What other programs do with a database that is there. Errors: exists, in_use.
    [[nodiscard]] Result<void> check() const;
    /// A pair is never half the old and half the new one: the old .session goes first.
    [[nodiscard]] Result<bool> clear_the_way();
    [[nodiscard]] Result<void> publish_first();
    [[nodiscard]] Result<void> publish_last();

    std::filesystem::path folder_;  ///< that gets the names
    bool replace_;
    std::vector<Part> parts_;  ///< the last one makes the others count
    Aside aside_;
};

/// Puts all of them on the disk and then in place, in their order: one result each. What is fine here is on
/// the disk, name and all. A database is put neither beside the -wal or -journal of another one (exists) nor
/// in place of one that another process uses (in_use). Whatever fails leaves its target as it was; the others
/// go on. Leftovers of killed runs in the folders are removed. Errors: exists, in_use, cannot_write.
[[nodiscard]] std::vector<Result<void>> publish(std::span<Pending* const> all);

/// Makes and publishes one. Errors: those of both.
[[nodiscard]] Result<void> commit(const FileMap& files, Shape shape, const std::filesystem::path& target,
                                  bool replace);

/// Puts `files` (relative names) into a folder that exists, replacing those of the same name; `last` after
/// all others, since it makes the others count. Sub-folders are made where missing. Temporary files lie in
/// `folder` itself. Errors: cannot_write. After an error everything is as it was.
[[nodiscard]] Result<void> commit_into(const FileMap& files, const std::string& last,
                                       const std::filesystem::path& folder);

}  // namespace tgferry::io
