#include "io/aside.hpp"

#include "io/lock.hpp"
#include "io/rename.hpp"
#include "io/stage.hpp"
#include "io/temporary.hpp"

namespace tgferry::io {

namespace fs = std::filesystem;

Aside::Aside(Aside&& other) noexcept
    : target_(std::move(other.target_)),
      name_(std::exchange(other.name_, {})),
      opened_(std::move(other.opened_)) {}

Aside::~Aside() {
    std::error_code ignored;
    if (!name_.empty()) fs::remove_all(name_, ignored);
}

Result<void> Aside::move(const fs::path& target) {
    target_ = target;
    opened_ = lock_if_possible(target);
    const int error = with_temporary_name(
        folder_of(target), name_, [&](const fs::path& name) { return rename_exclusive(target, name); });
    if (error) return unwritable(target, error);
    return {};
}

void Aside::put_back() {
    // Where it cannot go back it stays under its other name: it is the only copy.
    if (!name_.empty()) (void)rename_exclusive(name_, target_);
    name_.clear();
}

}  // namespace tgferry::io
