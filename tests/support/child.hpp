// Work in a child process, for what one process cannot do to itself: hold a lock against itself, or be
// killed.
#pragma once

#include <sys/types.h>
#include <functional>

namespace tgferry::test {

/// A child that has done its work and now waits, holding what it took. Ended with SIGKILL, so that it cleans
/// up nothing.
class Child {
  public:
    /// Runs `work` in a child and returns when it is done. `work` says whether it went well.
    explicit Child(const std::function<bool()>& work);
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    /// Whether the work went well.
    [[nodiscard]] bool ok() const noexcept { return ok_; }
    /// SIGKILL, and waits for its end.
    void kill();

  private:
    pid_t pid_ = -1;
    bool ok_ = false;
};

/// Runs `work` in a child and gives the status that it returned; 255 when it died.
int in_child(const std::function<int()>& work);

}  // namespace tgferry::test
