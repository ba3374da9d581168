#include "core/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#include "core/wiping_memory.hpp"

namespace tgferry::core {
namespace {

class Crew {
  public:
    Crew(std::size_t count, const std::function<void(std::size_t)>& work) : count_(count), work_(work) {}
    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;
    ~Crew() {
        for (std::thread& thread : threads_) thread.join();
    }
    void hire(std::size_t others) {
        threads_.reserve(others);
        try {
            while (threads_.size() < others)
                threads_.emplace_back([this] {
                    run();
                    forget_stack();  // the system keeps stacks for the next thread
                });
        } catch (const std::system_error&) {
            return;  // those that are there will do
        }
    }
    void run() noexcept {
        try {
            for (std::size_t i = next_++; i < count_; i = next_++) work_(i);
        } catch (...) {
            const std::lock_guard guard(mutex_);
            thrown_ = std::current_exception();
            next_ = count_;
        }
    }
    void finish() {
        for (std::thread& thread : threads_) thread.join();
        threads_.clear();
        if (thrown_) std::rethrow_exception(thrown_);
    }

  private:
    std::size_t count_;
    const std::function<void(std::size_t)>& work_;
    std::atomic<std::size_t> next_ = 0;
    std::mutex mutex_;
    std::exception_ptr thrown_;
    std::vector<std::thread> threads_;
};

}  // namespace

void in_parallel(std::size_t count, const std::function<void(std::size_t)>& work, unsigned threads) {
    const std::size_t wanted = threads ? threads : std::max(1u, std::thread::hardware_concurrency());
    Crew crew(count, work);
    if (const std::size_t crew_size = std::min(wanted, count); crew_size > 1) crew.hire(crew_size - 1);
    crew.run();
    crew.finish();
}

}  // namespace tgferry::core
