// For programs: what concerns the whole process, which a library does not do unasked.
#pragma once

namespace tgferry {

/// Makes SQLite and OpenSSL overwrite every buffer that they free in this process, since they hold keys in
/// buffers of their own. To be called once, at the start of main(), before either is used: both refuse later.
/// True where both do it from now on. What tgferry itself allocates for keys is wiped without it.
[[nodiscard]] bool wipe_buffers_of_libraries() noexcept;

}  // namespace tgferry
