// OpenSSL's buffers, overwritten when they are freed.
#pragma once

namespace tgferry::crypto {

/// For the whole process, from now on. False where OpenSSL has allocated something already.
[[nodiscard]] bool wipe_freed_buffers() noexcept;

}  // namespace tgferry::crypto
