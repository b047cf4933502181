// A minimal epoll server: one thread, no HTTP parser (every read that ends a request gets the fixed answer), no framework. It is the ceiling of what one
// thread on this machine can answer over loopback; nothing that speaks HTTP in full will reach it.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static const char answer[] =
    "HTTP/1.1 200 OK\r\nContent-Length: 13\r\nContent-Type: text/plain\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\nHello, World!";

int main(int argc, char **argv)
{
    int listening = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
    setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(listening, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(listening, (struct sockaddr *)&address, sizeof address) || listen(listening, 1024))
        return perror("listen"), 1;
    int epoll = epoll_create1(0);
    struct epoll_event change = {.events = EPOLLIN, .data.fd = listening}, events[256];
    epoll_ctl(epoll, EPOLL_CTL_ADD, listening, &change);
    puts("ready");
    fflush(stdout);
    static char buffer[65536];
    for (;;)
    {
        int count = epoll_wait(epoll, events, 256, -1);
        for (int index = 0; index < count; index++)
        {
            int descriptor = events[index].data.fd;
            if (descriptor == listening)
            {
                int accepted;
                while ((accepted = accept4(listening, 0, 0, SOCK_NONBLOCK)) >= 0)
                {
                    change.events = EPOLLIN | EPOLLRDHUP | EPOLLET;
                    change.data.fd = accepted;
                    epoll_ctl(epoll, EPOLL_CTL_ADD, accepted, &change);
                }
                continue;
            }

            ssize_t got = recv(descriptor, buffer, sizeof buffer, 0);
            if (got <= 0)
            {
                close(descriptor);
                continue;
            }

            for (char *at = buffer; (at = memmem(at, got - (at - buffer), "\r\n\r\n", 4)); at += 4)
                send(descriptor, answer, sizeof answer - 1, MSG_NOSIGNAL);
        }
    }
}
