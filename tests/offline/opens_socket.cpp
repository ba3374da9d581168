// What the offline check must object to.
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

int main() {
    addrinfo* found = nullptr;
    if (getaddrinfo("localhost", "1", nullptr, &found) != 0) return 1;
    const int fd = socket(found->ai_family, SOCK_STREAM, 0);
    const int result = connect(fd, found->ai_addr, found->ai_addrlen);
    close(fd);
    freeaddrinfo(found);
    return result == 0 ? 0 : 1;
}
