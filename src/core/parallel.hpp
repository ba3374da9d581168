// The same work for many things, on several threads.
#pragma once

#include <cstddef>
#include <functional>

namespace tgferry::core {

/// Calls work(i) once for each i below `count`, in no order, and returns when all are done. At most `threads`
/// at once, this one among them; 0 stands for one a processor. Where no thread can be had, this one does it
/// all. What `work` throws is thrown here, after all threads have ended; what was not begun is left then.
void in_parallel(std::size_t count, const std::function<void(std::size_t)>& work, unsigned threads = 0);

}  // namespace tgferry::core
