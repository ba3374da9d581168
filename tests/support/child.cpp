#include "support/child.hpp"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include <array>
#include <cstdlib>

namespace tgferry::test {

Child::Child(const std::function<bool()>& work) {
    std::array<int, 2> pipe{};
    if (::pipe(pipe.data()) != 0) return;
    pid_ = ::fork();
    if (pid_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // no child outlives its test
        const char answer = work() ? 'y' : 'n';
        (void)!::write(pipe[1], &answer, 1);
        while (true) ::pause();
    }
    ::close(pipe[1]);
    char answer = 'n';
    ok_ = pid_ > 0 && ::read(pipe[0], &answer, 1) == 1 && answer == 'y';
    ::close(pipe[0]);
}

Child::~Child() {
    kill();
}

void Child::kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

int in_child(const std::function<int()>& work) {
    const pid_t pid = ::fork();
    if (pid == 0) {
        ::alarm(60);
        ::_exit(work());
    }
    int status = 0;
    if (pid < 0 || ::waitpid(pid, &status, 0) != pid || !WIFEXITED(status)) return 255;
    return WEXITSTATUS(status);
}

}  // namespace tgferry::test
