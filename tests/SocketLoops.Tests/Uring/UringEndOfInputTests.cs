using System.Net.Sockets;
using Granary.SocketLoops.Kernels;
using Granary.SocketLoops.Native;
using Granary.SocketLoops.Tests.Conformance;
using Granary.SocketLoops.Uring;

namespace Granary.SocketLoops.Tests.Uring;

/// <summary>A multishot receive that is armed on a long backlog with the end behind it gets the bytes and, from the kernel alone, never the end.</summary>
public sealed unsafe class UringEndOfInputTests
{
    private const int Piece = 4096;
    private const int Pieces = 40;
    private static readonly LoopKernelSettings Settings = new(256, 64, 256, Piece, 1024 * 1024, 0);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void End_behind_a_backlog_that_was_there_before_the_receive_is_met(bool closes)
    {
        Assert.SkipUnless(UringHere.CannotRun is null, UringHere.CannotRun ?? string.Empty);
        using var kernel = new UringKernel(Settings);
        var (client, served) = Pair();
        client.Blocking = false;
        using (client)
        {
            for (var piece = 0; piece < Pieces; piece++)
            {
                Assert.Equal(Piece, client.Send(new byte[Piece]));
            }

            if (closes)
            {
                client.Dispose();
            }
            else
            {
                client.Shutdown(SocketShutdown.Send);
            }

            var events = new Listener();
            var socket = kernel.Attach(served, events);
            socket.Start();
            socket.WantRead();
            Assert.True(Turns(kernel, () => events.HungUp), $"the end was never met: {kernel.Describe()}");
            Assert.Equal(Pieces * Piece, ReadAll(socket));
            Assert.True(closes == Turns(kernel, () => events.Gone), $"gone {events.Gone}: {kernel.Describe()}");
        }

        kernel.EndConnections();
    }

    [Fact]
    public void Bytes_and_the_end_that_come_together_are_both_met()
    {
        Assert.SkipUnless(UringHere.CannotRun is null, UringHere.CannotRun ?? string.Empty);
        using var kernel = new UringKernel(Settings);
        var (client, served) = Pair();
        client.Blocking = false;
        using (client)
        {
            var events = new Listener();
            var socket = kernel.Attach(served, events);
            socket.Start();
            socket.WantRead();
            kernel.Wait(0);
            client.Send(new byte[10]);
            client.Shutdown(SocketShutdown.Send);
            Assert.True(Turns(kernel, () => events.HungUp), $"the end was never met: {kernel.Describe()}");
            Assert.Equal(10, ReadAll(socket));
        }

        kernel.EndConnections();
    }

    private static int ReadAll(LoopSocket socket)
    {
        var total = 0;
        var room = stackalloc byte[Piece];
        var vector = new IoVector { Base = (nint)room, Length = Piece };
        while (socket.Receive(&vector, 1) is var count and > 0)
        {
            total += count;
        }

        return total;
    }

    // A condition that does not hold after this many empty waits never will: nothing is left that could bring it.
    private static bool Turns(LoopKernel kernel, Func<bool> holds)
    {
        for (var empty = 0; empty < 20 && !holds();)
        {
            empty = kernel.Wait(10) == 0 ? empty + 1 : 0;
            kernel.Dispatch();
            kernel.Gather();
        }

        return holds();
    }

    // The served end as a number of its own, as accepting gives it.
    private static (Socket Client, int Served) Pair()
    {
        var path = Path.Combine(Path.GetTempPath(), $"granary-{Guid.NewGuid():n}.sock");
        using var listening = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listening.Bind(new UnixDomainSocketEndPoint(path));
        listening.Listen(1);
        var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(path));
        var served = SocketCalls.Accept((int)listening.Handle);
        Assert.True(served >= 0, Errno.Name(-served));
        File.Delete(path);
        return (client, served);
    }

    private sealed class Listener : ILoopSocketEvents
    {
        public bool HungUp { get; private set; }

        public bool Gone { get; private set; }

        public void OnReadable(bool hangUp) => HungUp |= hangUp;

        public void OnWritable()
        {
        }

        public void OnSent(int result)
        {
        }

        public void OnGone() => Gone = true;

        public void OnLoopEnd()
        {
        }
    }
}
