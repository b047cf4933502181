using Granary.SocketLoops.Epoll;
using Granary.SocketLoops.Kernels;
using Granary.SocketLoops.Native;
using Granary.SocketLoops.Tests.Poll;
using Granary.SocketLoops.Uring;

namespace Granary.SocketLoops.Tests;

public sealed class BackendChoiceTests
{
    [Theory]
    [InlineData(Errno.Permission, null, "the system call is refused (EPERM), as container runtimes do in their default seccomp profile")]
    [InlineData(Errno.Permission, "0", "the system call is refused (EPERM), as container runtimes do in their default seccomp profile")]
    [InlineData(Errno.Permission, "1", "io_uring is allowed to privileged processes only (kernel.io_uring_disabled = 1)")]
    [InlineData(Errno.Permission, "2", "io_uring is switched off on this machine (kernel.io_uring_disabled = 2)")]
    [InlineData(Errno.NoSystemCall, null, "there is no such system call (ENOSYS): an old kernel, or a seccomp profile that hides it")]
    [InlineData(Errno.NoMemory, "0", "there is not enough lockable memory (ENOMEM)")]
    [InlineData(Errno.Invalid, "0", "io_uring_setup failed with EINVAL")]
    public void Denied_ring_falls_to_epoll_with_the_reason(int errno, string? sysctl, string reason)
    {
        var choice = new LoopBackendChoice([new EpollBackend(), new UringBackend(_ => throw new LoopKernelException("io_uring_setup", errno), () => sysctl)]);
        Assert.Equal(
            new LoopBackendReport("io_uring", "epoll", $"io_uring cannot be had: {reason}.", IsFall: true), choice.For(LoopBackends.Uring, "sockets"));
    }

    [Fact]
    public void Ladder_ends_at_sockets_when_epoll_is_missing_too()
    {
        var choice = new LoopBackendChoice([new Missing("epoll"), new Missing("io_uring")]);
        Assert.Equal(
            new LoopBackendReport("io_uring", "sockets", "io_uring cannot be had: not here; epoll cannot be had: not here.", IsFall: true),
            choice.For(LoopBackends.Uring, "sockets"));
        Assert.Equal("sockets", choice.For("auto", "io_uring, epoll, sockets").InUse);
        Assert.Equal(
            "io_uring cannot be had: not here; epoll cannot be had: not here; sockets is the first of io_uring, epoll, sockets that this machine has.",
            choice.For("auto", "io_uring, epoll, sockets").Reason);
    }

    [Fact]
    public void Auto_takes_the_first_of_its_order()
    {
        var choice = new LoopBackendChoice([new EpollBackend(), new PollBackend()]);
        Assert.Equal(("epoll", false), (choice.For("auto", "epoll, sockets").InUse, choice.For("auto", "epoll, sockets").IsFall));
        Assert.Equal("poll", choice.For("auto", "poll, epoll").InUse);
        Assert.Equal("poll", choice.For("poll", "sockets").InUse);
    }

    [Fact]
    public void Options_refuse_unknown_and_doubled_names_and_name_every_error()
    {
        var validator = new LoopOptionsValidator([new EpollBackend(), new UringBackend(), new Missing("epoll")]);
        var result = validator.Validate(null, new LoopOptions { Backend = "rocket", Loops = 65, PostCapacity = 1000, CpuAffinity = "0,x", AutoOrder = "epoll,none" });
        Assert.Equal(
            [
                "The loop backend 'epoll' is registered twice; a name belongs to one backend.",
                "Loops:Backend is 'rocket'; valid values are sockets, epoll, io_uring, auto.",
                "Loops:AutoOrder is 'none'; valid values are sockets, epoll, io_uring.",
                "Loops:Loops is 65; valid are 0 to 64.",
                "Loops:PostCapacity is 1000; valid are powers of two from 64 to 65536.",
                "Loops:CpuAffinity is '0,x'; valid values are off, on, or CPU numbers such as 0,2,3.",
            ],
            result.Failures!);
    }

    [Fact]
    public void Defaults_are_valid() =>
        Assert.True(new LoopOptionsValidator([new EpollBackend(), new UringBackend()]).Validate(null, new LoopOptions()).Succeeded);

    private sealed class Missing(string name) : ILoopBackend
    {
        public string Name => name;

        public LoopProbe Probe() => new(false, "not here");

        public LoopKernel CreateKernel(LoopKernelSettings settings) => throw new NotSupportedException();
    }
}
