// A program without any protection, so that the check has something to find.
#include <cstdio>

int main() {
    std::puts("bare");
    return 0;
}
